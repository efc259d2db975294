"""Which faces count: sure ones that are large beside the main face."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from engine.faces import Faces
from engine.faces.counting import count_faces, counted
from engine.faces.local import LocalFaceFinder
from engine.photo_files import read_pixels


def _faces(*sides_and_scores: tuple[float, float]) -> Faces:
    """Square faces of these sides in pixels, in the order given."""
    sides = np.array([side for side, _ in sides_and_scores], np.float32)
    n = len(sides)
    return Faces(
        boxes_ltrb=np.stack([np.zeros(n), np.zeros(n), sides, sides], axis=1).astype(np.float32),
        scores=np.array([score for _, score in sides_and_scores], np.float32),
        points=np.zeros((n, 5, 2), np.float32),
        roll_pan_tilt_degrees=np.zeros((n, 3), np.float32),
    )


def test_a_photo_without_a_face_has_none() -> None:
    assert count_faces(Faces.none()) == 0


def test_one_sure_face_counts_however_small() -> None:
    assert count_faces(_faces((12, 0.9))) == 1


def test_an_unsure_face_alone_does_not_count() -> None:
    assert count_faces(_faces((300, 0.74))) == 0


def test_a_face_in_the_background_does_not_count() -> None:
    assert counted(_faces((100, 0.9), (41, 0.9), (39, 0.9))).tolist() == [True, True, False]


def test_an_unsure_large_face_does_not_make_others_small() -> None:
    assert counted(_faces((40, 0.9), (300, 0.65))).tolist() == [True, False]


@pytest.mark.photos
def test_one_face_or_not_agrees_with_what_a_person_sees(finder: LocalFaceFinder, photos_dir: Path) -> None:
    with (photos_dir / "people5_labels.csv").open(encoding="utf-8") as file:
        labelled = [row for row in csv.DictReader(file) if _is_clear(row)]
    assert len(labelled) == 145
    agreeing = 0
    for row in labelled:
        pixels = read_pixels(photos_dir / row["path"])
        is_one = count_faces(finder.detector.detect(pixels)) == 1
        agreeing += is_one == (row["faces"] == "1")
    assert agreeing / len(labelled) >= 0.95  # measured: 143 of 145


def _is_clear(row: dict[str, str]) -> bool:
    return row["small_background_faces"] != "yes" and "ambiguous" not in row["notes"]
