"""What each check measures, on photos whose answer is plain to see."""

from __future__ import annotations

import numpy as np
import pytest

from engine.checks import Limit, MeasuredPhoto, PhotoCheck, all_checks, at_least, at_most, checks_for, one_to, within
from engine.faces import Faces
from engine.kinds import Kind
from tests.engine.builders import one_face

PIXELS = np.zeros((64, 96, 3), np.uint8)


def _measure(name: str, photo: MeasuredPhoto) -> float | None:
    check = all_checks()[name]
    assert isinstance(check, PhotoCheck)
    return check.measure(photo)


def test_the_size_is_that_of_the_shorter_side() -> None:
    assert _measure("size", MeasuredPhoto(PIXELS, None)) == 64


def test_an_angle_keeps_the_sign_that_says_which_way_the_head_turns() -> None:
    assert _measure("pan", MeasuredPhoto(PIXELS, one_face(pan=-33))) == -33
    assert _measure("pan", MeasuredPhoto(PIXELS, one_face(pan=33))) == 33
    assert _measure("tilt", MeasuredPhoto(PIXELS, one_face(pan=33))) == 0


@pytest.mark.parametrize("name", ["roll", "pan", "tilt"])
def test_without_a_face_there_is_no_angle(name: str) -> None:
    assert _measure(name, MeasuredPhoto(PIXELS, Faces.none())) is None
    assert _measure(name, MeasuredPhoto(PIXELS, None)) is None


def test_faces_are_counted_and_none_is_zero() -> None:
    assert _measure("one_face", MeasuredPhoto(PIXELS, one_face())) == 1
    assert _measure("one_face", MeasuredPhoto(PIXELS, Faces.none())) == 0


def test_a_photo_without_pixels_is_unreadable_and_has_no_size_or_count() -> None:
    nothing = MeasuredPhoto(None, None)
    assert _measure("readable", nothing) == 0
    assert _measure("readable", MeasuredPhoto(PIXELS, None)) == 1
    assert _measure("size", nothing) is None
    assert _measure("one_face", nothing) is None


def test_pictures_without_people_are_asked_nothing_about_faces() -> None:
    about_pictures = {"brightness", "contrast", "elongated", "file_type", "readable", "sharpness", "size"}
    assert set(checks_for(Kind.IMAGES)) == about_pictures | {"duplicate", "near_duplicate"}
    assert set(checks_for(Kind.FACES)) > about_pictures | {"one_face", "pan", "roll", "tilt", "sunglasses"}


@pytest.mark.parametrize(
    ("limit", "allowed"),
    [
        (at_most(2), [True, True, True, False, False]),
        (at_least(2), [False, False, True, True, False]),
        (one_to(2), [False, True, True, False, False]),
        (within(2), [True, True, True, False, False]),
    ],
)
def test_a_limit_includes_its_own_value_and_never_an_unanswered_question(limit: Limit, allowed: list[bool]) -> None:
    assert limit.allows(np.array([0, 1, 2, 3, np.nan])).tolist() == allowed


def test_a_limit_to_both_sides_counts_how_far_a_value_is_from_zero() -> None:
    values = np.array([-3.0, -2, 2, 3])
    assert within(2).allows(values).tolist() == [False, True, True, False]
    assert within(2).sizes(values).tolist() == [3, 2, 2, 3]
    assert at_most(2).sizes(values).tolist() == [-3, -2, 2, 3]


@pytest.mark.parametrize(
    ("name", "degrees", "sentence"),
    [
        ("pan", 34, "Head turned 34° to the right; limit 20°"),
        ("pan", -34, "Head turned 34° to the left; limit 20°"),
        ("tilt", 25, "Head tilted 25° up; limit 20°"),
        ("tilt", -25, "Head tilted 25° down; limit 20°"),
        ("roll", 21, "Head leans 21° to the right; limit 20°"),
        ("roll", -21, "Head leans 21° to the left; limit 20°"),
    ],
)
def test_a_turned_head_is_told_with_its_direction(name: str, degrees: float, sentence: str) -> None:
    assert all_checks()[name].explain(degrees, 20) == sentence
