"""Finds 478 points of a face with the network inside MediaPipe's Face Landmarker file, run by LiteRT."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.faces import FloatArray
from engine.faces.level_square import LevelSquare
from engine.faces.litert import load_bundled_network

NETWORK = "face_landmarks_detector.tflite"
NUM_POINTS = 478


class FaceLandmarker:
    """The landmark network, loaded; owned by one thread at a time."""

    def __init__(self, weights: Path) -> None:
        self._network = load_bundled_network(weights, NETWORK)

    def locate(self, square: LevelSquare) -> FloatArray:
        """Locate the points of one face.

        Returns:
            (478, 3) float32 x, y, z in pixels of the square: x right, y down, z away from the viewer, the head's
            middle at about 0. Only differences between points are meant to be used.
        """
        scaled = np.multiply(square.pixels, np.float32(1 / 255), dtype=np.float32)
        return self._network.run(scaled[None]).reshape(NUM_POINTS, 3)
