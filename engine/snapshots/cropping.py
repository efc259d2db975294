"""Cuts the square that a network sees out of a photo. Freezing and prediction both come here, so both see the same."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FACE_MARGIN = 1.3  # side of the crop over the longer side of the detector's box: hair, chin and ears come along


def crop_face(pixels: NDArray[np.uint8], box_ltrb: NDArray[np.float32], size: int) -> NDArray[np.uint8]:
    """Cut a square round a face, its border repeated where it leaves the photo.

    Args:
        pixels: (height, width, 3) uint8 RGB.
        box_ltrb: (4,) left, top, right, bottom in pixels.
        size: side of the result in pixels.

    Returns:
        (size, size, 3) uint8 RGB.
    """
    left, top, right, bottom = (float(edge) for edge in box_ltrb)
    side = max(1, round(max(right - left, bottom - top) * FACE_MARGIN))
    x, y = round((left + right - side) / 2), round((top + bottom - side) / 2)
    return _resize(_cut(pixels, x, y, side), size)


def resize_whole(pixels: NDArray[np.uint8], size: int, channels: int) -> NDArray[np.uint8]:
    """Resize a whole photo to a square.

    Args:
        pixels: (height, width, 3) uint8 RGB.
        size: side of the result in pixels.
        channels: 3 keeps colour, 1 makes grey (ITU-R BT.601 luma).

    Returns:
        (size, size, channels) uint8.
    """
    import cv2

    resized = _resize(pixels, size)
    if channels == 1:
        return np.asarray(cv2.cvtColor(resized, cv2.COLOR_RGB2GRAY), np.uint8)[:, :, np.newaxis]
    return resized


def _cut(pixels: NDArray[np.uint8], x: int, y: int, side: int) -> NDArray[np.uint8]:
    rows = np.clip(np.arange(y, y + side), 0, pixels.shape[0] - 1)
    columns = np.clip(np.arange(x, x + side), 0, pixels.shape[1] - 1)
    return pixels[rows[:, np.newaxis], columns]


def _resize(pixels: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    import cv2

    shrinks = pixels.shape[0] > size or pixels.shape[1] > size
    interpolation = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, (size, size), interpolation=interpolation), np.uint8)
