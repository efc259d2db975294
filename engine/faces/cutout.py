"""A piece of a photo round one face, small enough that no later step reads more pixels than it uses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.faces import FloatArray
from engine.faces.opencv import load_cv2

MARGIN = 2.5  # side over the box's longer side; holds the landmarks' square of 1.7 at any angle (1.7 · √2 = 2.41)
MAX_FACE_PIXELS = 256  # longer side of the box in the piece; the networks see a face at 112 and 150 pixels


@dataclass(frozen=True)
class Cutout:
    """Attributes:
    pixels: (h, w, 3) uint8 RGB.
    offset_xy: (2,) where the piece's top left lies in the photo, in photo pixels.
    scale: piece pixels per photo pixel, at most 1.
    """

    pixels: NDArray[np.uint8]
    offset_xy: FloatArray
    scale: float

    def from_photo(self, points: FloatArray) -> FloatArray:
        """(..., 2) photo coordinates to this piece's."""
        return (points - self.offset_xy) * np.float32(self.scale)

    def to_photo(self, points: FloatArray) -> FloatArray:
        """(..., 2) coordinates of this piece to the photo's."""
        return points / np.float32(self.scale) + self.offset_xy


def cut_out(pixels: NDArray[np.uint8], box_ltrb: FloatArray) -> Cutout:
    """Take the square round a face, as far as it lies inside the photo, and shrink it when the face is large."""
    height, width = pixels.shape[:2]
    longer = float(max(box_ltrb[2:] - box_ltrb[:2]))
    centre = (box_ltrb[:2] + box_ltrb[2:]) / 2
    left, top = np.clip(np.floor(centre - longer * MARGIN / 2), 0, None).astype(int)
    right, bottom = np.minimum(np.ceil(centre + longer * MARGIN / 2), (width, height)).astype(int)
    piece = pixels[top:bottom, left:right]
    scale = min(1.0, MAX_FACE_PIXELS / longer)
    if scale < 1:
        cv2 = load_cv2()
        piece = cv2.resize(piece, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return Cutout(piece, np.array([left, top], np.float32), scale)
