"""Finds faces with YuNet: boxes, scores and five points each, the main face first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.faces import Faces, FloatArray
from engine.faces.counting import COUNTED_SCORE
from engine.faces.opencv import load_cv2

MAX_SIDE = 640  # pixels of the longer side YuNet looks at; misses none of 156 test faces, and twice that costs 4 ×
MIN_SIDE = 128  # smaller photos are enlarged: YuNet sees no face below about 10 pixels
MIN_SCORE = 0.6  # kept and stored; which of them count is decided in counting.py
OVERLAP = 0.3  # of two boxes that share more than this, the surer one is kept; OpenCV's default
MAX_CANDIDATES = 5000  # OpenCV's default


class FaceDetector:
    """YuNet, loaded; owned by one thread at a time."""

    def __init__(self, weights: Path) -> None:
        self._cv2 = load_cv2()
        # OpenCV gives no types for its networks
        self._network: Any = self._cv2.FaceDetectorYN.create(
            str(weights), "", (MAX_SIDE, MAX_SIDE), MIN_SCORE, OVERLAP, MAX_CANDIDATES
        )

    def detect(self, pixels: NDArray[np.uint8]) -> Faces:
        """Faces in (height, width, 3) uint8 RGB; angles and embedding are left open."""
        seen, scale_xy = self._scaled(pixels)
        self._network.setInputSize((seen.shape[1], seen.shape[0]))
        _, rows = self._network.detect(self._cv2.cvtColor(seen, self._cv2.COLOR_RGB2BGR))
        if rows is None:
            return Faces.none()
        return _main_first(_faces_from_rows(rows, scale_xy, (pixels.shape[1], pixels.shape[0])))

    def _scaled(self, pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], FloatArray]:
        """The pixels YuNet looks at, and photo pixels per pixel of those in x and y."""
        height, width = pixels.shape[:2]
        scale = detection_scale(max(height, width))
        if scale == 1:
            return pixels, np.ones(2, np.float32)
        size_wh = (max(1, round(width * scale)), max(1, round(height * scale)))
        filter_ = self._cv2.INTER_AREA if scale < 1 else self._cv2.INTER_LINEAR
        seen = self._cv2.resize(pixels, size_wh, interpolation=filter_)
        return seen, np.array([width / size_wh[0], height / size_wh[1]], np.float32)


def detection_scale(longer_side: int) -> float:
    """Factor that brings a photo's longer side between ``MIN_SIDE`` and ``MAX_SIDE`` pixels."""
    return min(MAX_SIDE, max(MIN_SIDE, longer_side)) / longer_side


def _faces_from_rows(rows: FloatArray, scale_xy: FloatArray, size_wh: tuple[int, int]) -> Faces:
    """YuNet's rows (left, top, width, height, five points, score) as faces inside the photo."""
    corners = np.stack([rows[:, :2], rows[:, :2] + rows[:, 2:4]], axis=1) * scale_xy
    boxes = np.clip(corners, 0, size_wh).reshape(-1, 4).astype(np.float32)
    inside = (boxes[:, 2:] > boxes[:, :2]).all(axis=1)
    points = (rows[:, 4:14].reshape(-1, 5, 2) * scale_xy).astype(np.float32)
    return Faces(
        boxes_ltrb=boxes[inside],
        scores=rows[inside, 14],
        points=points[inside],
        roll_pan_tilt_degrees=np.full((int(inside.sum()), 3), np.nan, np.float32),
    )


def _main_first(faces: Faces) -> Faces:
    """Sure faces before unsure ones, then by area times score: the main face is large and certainly a face."""
    areas = np.prod(faces.boxes_ltrb[:, 2:] - faces.boxes_ltrb[:, :2], axis=1)
    order = np.lexsort((-areas * faces.scores, faces.scores < COUNTED_SCORE))
    return Faces(
        boxes_ltrb=faces.boxes_ltrb[order],
        scores=faces.scores[order],
        points=faces.points[order],
        roll_pan_tilt_degrees=faces.roll_pan_tilt_degrees[order],
    )
