"""Faces are found in photos of any shape, inside the photo, the main one first."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.faces.detector import detection_scale
from engine.faces.local import LocalFaceFinder
from engine.photo_files import read_pixels


@pytest.mark.parametrize(
    ("longer_side", "expected"), [(1, 128), (64, 2), (128, 1), (250, 1), (640, 1), (1280, 0.5), (6400, 0.1)]
)
def test_photos_are_looked_at_between_128_and_640_pixels(longer_side: int, expected: float) -> None:
    assert detection_scale(longer_side) == pytest.approx(expected)


@pytest.mark.parametrize("size_wh", [(1, 1), (3, 2), (1, 5000), (5000, 1), (640, 7)])
def test_a_photo_of_any_shape_without_a_face_has_none(finder: LocalFaceFinder, size_wh: tuple[int, int]) -> None:
    width, height = size_wh
    noise = np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)
    assert len(finder.find(noise)) == 0


@pytest.mark.photos
@pytest.mark.parametrize(
    ("name", "count"), [("010_2.jpg", 2), ("011_3.jpg", 3), ("013_4.jpg", 4), ("015_6.jpg", 6), ("016_8.jpg", 8)]
)
def test_several_faces_are_all_found(finder: LocalFaceFinder, photos_dir: Path, name: str, count: int) -> None:
    assert len(finder.detector.detect(read_pixels(photos_dir / "odd_files" / "multi_face" / name))) == count


@pytest.mark.photos
def test_photos_without_people_have_no_face(finder: LocalFaceFinder, photos_dir: Path) -> None:
    photos = sorted((photos_dir / "odd_files" / "no_face").iterdir())
    assert photos
    assert [photo.name for photo in photos if len(finder.detector.detect(read_pixels(photo)))] == []


@pytest.mark.photos
def test_boxes_follow_when_the_photo_is_enlarged(finder: LocalFaceFinder, photos_dir: Path) -> None:
    pixels = read_pixels(photos_dir / "odd_files" / "multi_face" / "011_3.jpg")
    large = pixels.repeat(3, axis=0).repeat(3, axis=1)
    box, large_box = (finder.detector.detect(each).boxes_ltrb[0] for each in (pixels, large))
    assert large_box / 3 == pytest.approx(box, abs=4)
