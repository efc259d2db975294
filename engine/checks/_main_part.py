"""The part of a photo that brightness and sharpness are about: the main face where there is one, else all of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.checks import MeasuredPhoto
from engine.faces.opencv import load_cv2

LUMA = (0.299, 0.587, 0.114)  # of red, green and blue: ITU-R BT.601, as Pillow's mode L


def main_part(photo: MeasuredPhoto) -> NDArray[np.uint8] | None:
    """(height, width, 3) uint8 RGB of the main face's box or of the whole photo; None without pixels."""
    if photo.pixels is None or photo.faces is None or len(photo.faces) == 0:
        return photo.pixels
    left, top, right, bottom = np.round(photo.to_pixels(photo.faces.boxes_ltrb[0])).astype(int).tolist()
    # A box narrower than a pixel still stands for one.
    return photo.pixels[top : max(bottom, top + 1), left : max(right, left + 1)]


def shrink(pixels: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """The picture with its shorter side at most ``side`` pixels; one that is smaller stays as it is."""
    scale = side / min(pixels.shape[:2])
    if scale >= 1:
        return pixels
    # Every n-th pixel first: averaging all of a large photo would take longer than everything else measured of it.
    step = max(1, int(0.5 / scale))
    cv2 = load_cv2()
    height, width = pixels.shape[:2]
    size_wh = (max(1, round(width * scale)), max(1, round(height * scale)))
    shrunk: NDArray[np.uint8] = cv2.resize(
        np.ascontiguousarray(pixels[::step, ::step]), size_wh, interpolation=cv2.INTER_AREA
    )
    return shrunk


def luma(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(height, width) float32 brightness of RGB pixels, 0 to 255."""
    return pixels.astype(np.float32) @ np.array(LUMA, np.float32)
