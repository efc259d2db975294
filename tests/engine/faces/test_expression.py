"""Traits of expression put together from scores by hand, and read from real faces."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.faces import FloatArray
from engine.faces.expression import LANDMARKS, traits_of
from engine.faces.local import LocalFaceFinder
from engine.faces.traits import Trait
from engine.photo_files import read_pixels


def _scores(**scores: float) -> FloatArray:
    """All 52 scores 0, apart from those named by their place, such as ``at_25=1``."""
    found = np.zeros(52, np.float32)
    for name, score in scores.items():
        found[int(name.removeprefix("at_"))] = score
    return found


def test_the_network_takes_146_landmarks_of_478() -> None:
    assert LANDMARKS.shape == (146,)
    assert len(set(LANDMARKS.tolist())) == 146
    assert LANDMARKS.max() == 477


def test_a_still_face_shows_nothing() -> None:
    assert set(traits_of(_scores()).values()) == {0.0}


def test_lids_are_as_far_down_as_both_eyes_together() -> None:
    assert traits_of(_scores(at_9=1.0, at_10=0.5))[Trait.EYES_CLOSED] == 0.75


def test_a_closed_smile_is_no_joy_and_one_that_shows_teeth_is() -> None:
    closed = traits_of(_scores(at_44=0.64, at_45=0.64))
    assert closed[Trait.SMILE] == pytest.approx(0.64)
    assert closed[Trait.JOY] == 0
    laughing = traits_of(_scores(at_44=0.64, at_45=0.64, at_48=0.25, at_49=0.25))
    assert laughing[Trait.JOY] == pytest.approx(0.4)  # the root of 0.64 · 0.25


def test_shouting_with_lowered_brows_is_anger_and_with_raised_ones_surprise() -> None:
    angry = traits_of(_scores(at_25=0.81, at_1=1.0, at_2=1.0))
    assert angry[Trait.ANGER] == pytest.approx(0.9)
    assert angry[Trait.SURPRISE] == 0
    surprised = traits_of(_scores(at_25=0.81, at_3=1.0))
    assert surprised[Trait.SURPRISE] == pytest.approx(0.9)
    assert surprised[Trait.ANGER] == 0


def test_scores_beyond_their_range_stay_likelihoods() -> None:
    assert all(0 <= likelihood <= 1 for likelihood in traits_of(np.full(52, 1.2, np.float32)).values())
    assert all(0 <= likelihood <= 1 for likelihood in traits_of(np.full(52, -0.2, np.float32)).values())


@pytest.mark.photos
def test_smiles_closed_eyes_and_open_mouths_of_real_faces_are_told(finder: LocalFaceFinder, photos_dir: Path) -> None:
    def traits(name: str) -> dict[Trait, float]:
        return dict(finder.find(read_pixels(photos_dir / "lfw62" / name)).traits)

    laughing, asleep = (
        traits("Tiger_Woods/Tiger_Woods_0020.jpg"),
        traits("Junichiro_Koizumi/Junichiro_Koizumi_0027.jpg"),
    )
    assert laughing[Trait.SMILE] > 0.75 > 0.25 > asleep[Trait.SMILE]
    assert laughing[Trait.JOY] > 0.5 > asleep[Trait.JOY]
    assert asleep[Trait.EYES_CLOSED] > 0.6
    assert traits("Jean_Chretien/Jean_Chretien_0048.jpg")[Trait.MOUTH_OPEN] > 0.5 > asleep[Trait.MOUTH_OPEN]
