"""The square that a network sees, cut by hand-computed edges."""

from __future__ import annotations

import numpy as np

from engine.snapshots.cropping import crop_face, resize_whole


def _columns(width: int, height: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A picture whose red is the column and whose green is the row."""
    rows, columns = np.mgrid[0:height, 0:width]
    return np.stack([columns, rows, np.zeros_like(rows)], axis=2).astype(np.uint8)


def test_a_face_is_cut_as_a_square_with_three_tenths_more_than_its_box() -> None:
    # Longer side 20 × 1.3 = 26, round the middle (50, 40): columns 37 to 62, rows 27 to 52.
    crop = crop_face(_columns(100, 80), np.array([45, 30, 55, 50], np.float32), 26)
    assert crop.shape == (26, 26, 3)
    assert crop[0, 0].tolist() == [37, 27, 0]
    assert crop[-1, -1].tolist() == [62, 52, 0]


def test_where_the_square_leaves_the_photo_its_border_is_repeated() -> None:
    # Longer side 20 × 1.3 = 26, round the middle (5, 10): columns -8 to 17, rows -3 to 22.
    crop = crop_face(_columns(100, 80), np.array([0, 0, 10, 20], np.float32), 26)
    assert crop[:4, 8, 1].tolist() == [0, 0, 0, 0]
    assert crop[4, 8:11].tolist() == [[0, 1, 0], [1, 1, 0], [2, 1, 0]]
    assert crop[10, :9, 0].tolist() == [0] * 9


def test_a_face_smaller_than_a_pixel_is_still_a_crop() -> None:
    crop = crop_face(_columns(10, 10), np.array([5, 5, 5.2, 5.2], np.float32), 8)
    assert crop.shape == (8, 8, 3)


def test_a_whole_picture_becomes_a_square_of_either_number_of_channels() -> None:
    red = np.full((10, 30, 3), (255, 0, 0), np.uint8)
    assert resize_whole(red, 8, 3).shape == (8, 8, 3)
    grey = resize_whole(red, 8, 1)
    assert grey.shape == (8, 8, 1)
    assert grey[0, 0, 0] == 76  # ITU-R BT.601: 0.299 × 255


def test_a_picture_of_the_size_asked_for_is_not_touched() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (28, 28, 3), dtype=np.uint8)
    assert np.array_equal(resize_whole(pixels, 28, 3), pixels)
