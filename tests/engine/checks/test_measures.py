"""What each check measures, on photos whose answer is plain to see."""

from __future__ import annotations

import numpy as np
import pytest

from engine.checks import Limit, MeasuredPhoto, PhotoCheck, all_checks, at_least, at_most, checks_for, one_to
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


def test_an_angle_is_its_size_whichever_way_the_head_turns() -> None:
    assert _measure("pan", MeasuredPhoto(PIXELS, one_face(pan=-33))) == 33
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
    assert set(checks_for(Kind.IMAGES)) == {"brightness", "duplicate", "readable", "sharpness", "size"}
    assert set(checks_for(Kind.FACES)) - set(checks_for(Kind.IMAGES)) == {"one_face", "pan", "roll", "tilt"}


@pytest.mark.parametrize(
    ("limit", "allowed"),
    [
        (at_most(2), [True, True, True, False, False]),
        (at_least(2), [False, False, True, True, False]),
        (one_to(2), [False, True, True, False, False]),
    ],
)
def test_a_limit_includes_its_own_value_and_never_an_unanswered_question(limit: Limit, allowed: list[bool]) -> None:
    assert limit.allows(np.array([0, 1, 2, 3, np.nan])).tolist() == allowed
