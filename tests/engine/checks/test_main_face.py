"""Checks on the main face: its size, its neighbours, and what the analyzer saw in it; numbers worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.checks import MeasuredPhoto, PhotoCheck, all_checks
from engine.faces import Faces
from engine.faces.traits import Trait
from tests.engine.builders import one_face

PIXELS = np.zeros((64, 64, 3), np.uint8)
OF_TRAITS = {
    "sunglasses": Trait.SUNGLASSES,
    "eyes_closed": Trait.EYES_CLOSED,
    "face_cut": Trait.CUT,
    "mouth_open": Trait.MOUTH_OPEN,
    "smile": Trait.SMILE,
}


def _measure(name: str, faces: Faces | None) -> float | None:
    check = all_checks()[name]
    assert isinstance(check, PhotoCheck)
    return check.measure(MeasuredPhoto(PIXELS, faces))


def _faces(*squares: tuple[float, float]) -> Faces:
    """Faces with square boxes of these sides and scores, one below the other."""
    sides = np.array([side for side, _ in squares], np.float32)
    tops = np.cumsum(sides) - sides
    count = len(squares)
    return Faces(
        boxes_ltrb=np.stack([np.zeros(count), tops, sides, tops + sides], axis=1).astype(np.float32),
        scores=np.array([score for _, score in squares], np.float32),
        points=np.zeros((count, 5, 2), np.float32),
        roll_pan_tilt_degrees=np.zeros((count, 3), np.float32),
    )


@pytest.mark.parametrize(("name", "trait"), OF_TRAITS.items())
def test_a_trait_is_measured_in_percent(name: str, trait: Trait) -> None:
    assert _measure(name, replace(one_face(), traits={trait: 0.25})) == 25


@pytest.mark.parametrize("name", [*OF_TRAITS, "emotion"])
def test_what_was_not_looked_for_has_no_answer_and_nothing_is_cut_off(name: str) -> None:
    assert _measure(name, replace(one_face(), traits={})) == (0 if name == "face_cut" else None)
    assert _measure(name, Faces.none()) is None
    assert _measure(name, None) is None


def test_the_strongest_emotion_counts_and_a_smile_is_none() -> None:
    seen = {Trait.JOY: 0.25, Trait.ANGER: 0.75, Trait.SURPRISE: 0.5, Trait.SMILE: 1.0}
    assert _measure("emotion", replace(one_face(), traits=seen)) == 75


def test_a_face_is_as_large_as_the_shorter_side_of_its_box() -> None:
    assert _measure("face_size", one_face()) == 32  # the box is 32 × 40
    assert _measure("face_size", Faces.none()) is None


def test_the_second_face_is_measured_beside_the_main_one() -> None:
    assert _measure("second_face", _faces((40, 0.9))) == 0
    assert _measure("second_face", _faces((40, 0.9), (10, 0.9), (30, 0.9))) == 75
    assert _measure("second_face", Faces.none()) is None


def test_an_unsure_face_is_no_second_face() -> None:
    assert _measure("second_face", _faces((40, 0.9), (10, 0.9), (30, 0.7))) == 25
