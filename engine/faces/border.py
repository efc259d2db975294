"""How much of a face the border of the photo cuts off, from landmarks, which go on where the photo ends."""

from __future__ import annotations

import numpy as np

from engine.faces import FloatArray
from engine.faces.cutout import Cutout


def share_cut_off(landmarks: FloatArray, cutout: Cutout, size_wh: tuple[int, int]) -> float:
    """The largest share of the face's length or width that lies beyond one side of the photo, 0 to 1.

    Args:
        landmarks: (n, 3) in pixels of ``cutout``.
        size_wh: of the photo.
    """
    xy = cutout.to_photo(landmarks[:, :2])
    lowest, highest = xy.min(axis=0), xy.max(axis=0)
    beyond = np.concatenate([-lowest, highest - size_wh]) / np.tile(np.maximum(highest - lowest, 1e-6), 2)
    return float(np.clip(beyond.max(), 0, 1))
