"""The colours of a whole photo, in which the eye's lightness stands apart from what is colour."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.checks._main_part import shrink
from engine.faces.opencv import load_cv2

SIDE = 48  # pixels; colours of a photo are the same at any size, and half the side is a quarter of the time

Lab = NDArray[np.float32]


def lab_colours(pixels: NDArray[np.uint8]) -> Lab:
    """(n, 3) float32 CIE L*a*b* of RGB pixels: lightness 0 to 100, then how red and how yellow, 0 where grey."""
    shrunk = shrink(pixels, SIDE).astype(np.float32) / 255
    found: Lab = load_cv2().cvtColor(shrunk, load_cv2().COLOR_RGB2LAB).reshape(-1, 3)
    return found


def chroma(lab: Lab) -> NDArray[np.float32]:
    """(n,) how strong the colour of each pixel is, 0 for grey."""
    strength: NDArray[np.float32] = np.hypot(lab[:, 1], lab[:, 2])
    return strength
