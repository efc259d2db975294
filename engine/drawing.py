"""Turns what was drawn on a canvas into a picture like MNIST's: 28 × 28, grey, white on black, centred by mass.

http://yann.lecun.com/exdb/mnist/: "The original black and white (bilevel) images from NIST were size normalized to fit
in a 20x20 pixel box while preserving their aspect ratio. The resulting images contain grey levels as a result of the
anti-aliasing technique used by the normalization algorithm. the images were centered in a 28x28 image by computing the
center of mass of the pixels, and translating the image so as to position this point at the center of the 28x28 field."
"""

from __future__ import annotations

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.errors import BadInput
from engine.photo_files import read_pixels

SIDE = 28
BOX_SIDE = 20
INK = 32  # of 255: fainter pixels are the soft edge of a stroke or noise, and do not widen the box

Grey = NDArray[np.uint8]


def drawing_png(picture: bytes) -> bytes:
    """A canvas, as a picture file with white strokes on black, as the PNG to train on.

    Raises:
        BadInput: nothing is drawn on it.
        UnreadablePhoto: it is no picture.
    """
    grey = read_pixels(picture).max(axis=2)
    buffer = BytesIO()
    Image.fromarray(centre_by_mass(fit_into_box(grey))).save(buffer, "PNG")
    return buffer.getvalue()


def fit_into_box(grey: Grey) -> Grey:
    """The part of a canvas that was drawn on, its longer side scaled to 20 pixels.

    Args:
        grey: (height, width), 0 for black.

    Raises:
        BadInput: nothing is drawn.
    """
    rows, columns = np.nonzero(grey >= INK)
    if not len(rows):
        raise BadInput("Nothing is drawn yet. Draw on the black square, then press Add.")
    drawn = grey[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height, width = drawn.shape
    scale = BOX_SIDE / max(height, width)
    size_wh = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(Image.fromarray(drawn).resize(size_wh, Image.Resampling.BOX), np.uint8)


def centre_by_mass(drawn: Grey) -> Grey:
    """A drawing of at most 20 × 20 in a black field of 28 × 28, its centre of mass at the field's centre (14, 14).

    A pixel's mass lies at its middle: that of the first at 0.5. Shifts are whole pixels, so grey levels stay sharp.
    """
    height, width = drawn.shape
    top, left = _shift(drawn.sum(axis=1)), _shift(drawn.sum(axis=0))
    field = np.zeros((SIDE, SIDE), np.uint8)
    field[top : top + height, left : left + width] = drawn
    return field


def _shift(mass: NDArray[np.uint64]) -> int:
    """Where the first row (or column) goes, so that nothing is cut off."""
    middle = float((mass * (np.arange(len(mass)) + 0.5)).sum() / mass.sum())
    return min(max(round(SIDE / 2 - middle), 0), SIDE - len(mass))
