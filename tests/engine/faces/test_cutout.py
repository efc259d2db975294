"""The piece of a photo round one face: inside the photo, shrunk when large, coordinates that fit."""

from __future__ import annotations

import numpy as np
import pytest

from engine.faces.cutout import cut_out


def _photo(width: int, height: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Red runs from left to right, green from top to bottom."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[..., 0] = np.linspace(0, 255, width)[None, :]
    pixels[..., 1] = np.linspace(0, 255, height)[:, None]
    return pixels


def test_a_small_face_is_cut_out_with_room_on_all_sides() -> None:
    cutout = cut_out(_photo(400, 300), np.array([180, 130, 220, 170], np.float32))
    assert cutout.pixels.shape == (100, 100, 3)  # 40 pixels times 2.5
    assert cutout.offset_xy.tolist() == [150, 100]
    assert cutout.scale == 1


def test_a_face_at_the_edge_is_cut_out_as_far_as_the_photo_goes() -> None:
    cutout = cut_out(_photo(400, 300), np.array([0, 260, 40, 300], np.float32))
    assert cutout.offset_xy.tolist() == [0, 230]
    assert cutout.pixels.shape == (70, 70, 3)


def test_a_large_face_is_shrunk_and_points_follow() -> None:
    photo = _photo(2000, 2000)
    cutout = cut_out(photo, np.array([744, 744, 1256, 1256], np.float32))
    assert cutout.scale == 0.5
    point = cutout.from_photo(np.array([[1000, 800]], np.float32))[0]
    x, y = point.round().astype(int)
    assert cutout.pixels[y, x].astype(int) == pytest.approx(photo[800, 1000].astype(int), abs=1)
