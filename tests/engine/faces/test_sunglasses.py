"""The band that the network of sunglasses looks at, and what it says of real faces."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from engine.checks.sunglasses import CHECK
from engine.faces.face_piece import FacePieceReader
from engine.faces.local import LocalFaceFinder
from engine.faces.sunglasses import EYE_BAND, WEIGHTS
from engine.faces.traits import Trait
from engine.photo_files import read_pixels

LIMIT = CHECK.keep_if.value / 100


def test_the_band_lies_round_the_eyes_of_the_square() -> None:
    square = np.zeros((256, 256, 3), np.uint8)
    square[70:160, 68:188] = 200  # brows to below the nose, ear to ear, less a margin
    band = EYE_BAND.take(square)
    assert band.shape == (48, 64, 3)
    assert (band[2:-2, 2:-2] == 200).all()
    assert (EYE_BAND.take(255 - square)[2:-2, 2:-2] == 55).all()


def test_the_weights_are_small_and_load_without_the_others() -> None:
    assert WEIGHTS.stat().st_size < 200_000
    FacePieceReader(EYE_BAND, WEIGHTS)


@pytest.mark.photos
def test_sunglasses_are_found_and_clear_glasses_left_alone(finder: LocalFaceFinder, photos_dir: Path) -> None:
    with (photos_dir / "sunglasses_labels.csv").open(encoding="utf-8") as file:
        starts = [row["file_starts_with"] for row in csv.DictReader(file) if row["sunglasses"] == "yes"][:24]
    worn = [_likelihood(finder, next((photos_dir / "sunglasses").glob(f"{start}*"))) for start in starts]
    assert np.mean(np.array(worn) > LIMIT) >= 0.92
    with (photos_dir / "people5_labels.csv").open(encoding="utf-8") as file:
        clear = [row["path"] for row in csv.DictReader(file) if row["clear_glasses"] == "yes"]
    assert clear
    assert max(_likelihood(finder, photos_dir / path) for path in clear) < LIMIT


def _likelihood(finder: LocalFaceFinder, photo: Path) -> float:
    return finder.find(read_pixels(photo)).traits[Trait.SUNGLASSES]
