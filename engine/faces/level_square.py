"""One face as the networks behind the detector see it: a square round it, turned so that the eyes are level."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.faces import FloatArray
from engine.faces.cutout import Cutout
from engine.faces.opencv import load_cv2

SIZE = 256  # pixels of the square, what Face Landmarker's network looks at
SIDE = 1.65  # of the square over the longer side of YuNet's box: of 1.4 to 2.2 the smallest error of known angles


@dataclass(frozen=True)
class LevelSquare:
    """Attributes:
    pixels: (256, 256, 3) uint8 RGB; beyond the photo's border its last pixels are repeated.
    matrix: (2, 3) from the square's coordinates to those of the cutout it was taken from.
    """

    pixels: NDArray[np.uint8]
    matrix: FloatArray

    def to_cutout(self, points: FloatArray) -> FloatArray:
        """(n, 3) x, y, z of points in the square to pixels of the cutout; z grows and shrinks with x and y."""
        xy = points[:, :2] @ self.matrix[:, :2].T + self.matrix[:, 2]
        z = points[:, 2:] * np.hypot(self.matrix[0, 0], self.matrix[1, 0])
        return np.concatenate([xy, z], axis=1).astype(np.float32)


def take_square(cutout: Cutout, box_ltrb: FloatArray, points: FloatArray) -> LevelSquare:
    """Take the square of one face.

    Args:
        box_ltrb: (4,) and points: (5, 2), photo coordinates, as in ``Faces``.
    """
    matrix = square_matrix(cutout.from_photo(box_ltrb.reshape(2, 2)).reshape(4), cutout.from_photo(points))
    cv2 = load_cv2()
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    pixels: NDArray[np.uint8] = cv2.warpAffine(
        cutout.pixels, matrix, (SIZE, SIZE), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    return LevelSquare(pixels, matrix)


def square_matrix(box_ltrb: FloatArray, points: FloatArray) -> FloatArray:
    """(2, 3) matrix from the square to the picture: centred on the box, turned so that the eyes are level."""
    centre = (box_ltrb[:2] + box_ltrb[2:]) / 2
    pixels_per_pixel = SIDE * float(max(box_ltrb[2:] - box_ltrb[:2])) / SIZE
    right_eye, left_eye = points[0], points[1]
    angle = math.atan2(left_eye[1] - right_eye[1], left_eye[0] - right_eye[0])
    cosine, sine = pixels_per_pixel * math.cos(angle), pixels_per_pixel * math.sin(angle)
    linear = np.array([[cosine, -sine], [sine, cosine]], np.float32)
    shift = centre - linear @ np.full(2, SIZE / 2, np.float32)
    return np.concatenate([linear, shift[:, None]], axis=1)
