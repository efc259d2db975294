"""How much of a face lies beyond the border, worked out by hand and on photos cut through the face."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.faces import FloatArray
from engine.faces.border import share_cut_off
from engine.faces.cutout import Cutout
from engine.faces.local import LocalFaceFinder
from engine.faces.traits import Trait
from engine.photo_files import read_pixels

HALF_SIZE = Cutout(np.zeros((50, 50, 3), np.uint8), np.array([100, 20], np.float32), 0.5)


def _face(left: float, top: float, right: float, bottom: float) -> FloatArray:
    """Two landmarks at the corners of a face, in pixels of the cutout."""
    return np.array([[left, top, 0], [right, bottom, 0]], np.float32)


def test_a_face_inside_the_photo_is_whole() -> None:
    assert share_cut_off(_face(0, 0, 20, 30), HALF_SIZE, (200, 200)) == 0  # 100 to 140 and 20 to 80 in the photo


@pytest.mark.parametrize(
    ("size_wh", "share"),
    [((130, 200), 0.25), ((200, 50), 0.5), ((130, 50), 0.5), ((140, 80), 0)],
    ids=["right", "below", "both", "just inside"],
)
def test_the_largest_share_beyond_one_side_counts(size_wh: tuple[int, int], share: float) -> None:
    assert share_cut_off(_face(0, 0, 20, 30), HALF_SIZE, size_wh) == share


def test_left_and_above_count_as_well() -> None:
    assert share_cut_off(_face(-60, 0, -20, 30), HALF_SIZE, (200, 200)) == 0.25  # from -20 to 60
    assert share_cut_off(_face(0, -20, 20, 20), HALF_SIZE, (200, 200)) == 0.25


@pytest.mark.photos
def test_cutting_through_a_real_face_is_noticed(finder: LocalFaceFinder, photos_dir: Path) -> None:
    for photo in sorted((photos_dir / "lfw62").glob("*/*_0001.jpg"))[:6]:
        pixels = read_pixels(photo)
        whole = finder.find(pixels)
        assert whole.traits[Trait.CUT] == 0
        left, _, right, _ = whole.boxes_ltrb[0]
        cut = finder.find(np.ascontiguousarray(pixels[:, : int(right - (right - left) / 4)]))
        assert cut.traits[Trait.CUT] == pytest.approx(0.25, abs=0.12)
