"""Finds 478 points of a face with the networks inside MediaPipe's Face Landmarker file, run by LiteRT."""

from __future__ import annotations

import math
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.faces import FloatArray
from engine.faces.cutout import Cutout
from engine.faces.opencv import load_cv2

NETWORK = "face_landmarks_detector.tflite"
INPUT_SIZE = 256  # pixels of the square the network looks at
NUM_POINTS = 478
SQUARE = 1.65  # side over the longer side of YuNet's box: of 1.4 to 2.2 the smallest error on photos with known angles


class FaceLandmarker:
    """The landmark network, loaded; owned by one thread at a time."""

    def __init__(self, weights: Path) -> None:
        from ai_edge_litert.interpreter import Interpreter

        with zipfile.ZipFile(weights) as bundle:
            # LiteRT gives no types for its interpreter
            self._network: Any = Interpreter(model_content=bundle.read(NETWORK), num_threads=1)
        self._network.allocate_tensors()
        self._input: int = self._network.get_input_details()[0]["index"]
        self._output: int = self._network.get_output_details()[0]["index"]

    def locate(self, cutout: Cutout, box_ltrb: FloatArray, points: FloatArray) -> FloatArray:
        """Locate the points of one face.

        Args:
            box_ltrb: (4,) and points: (5, 2), photo coordinates, as in ``Faces``.

        Returns:
            (478, 3) float32 x, y, z in pixels of ``cutout``: x right, y down, z away from the viewer, the head's
            middle at about 0. Only differences between points are meant to be used.
        """
        matrix = square_matrix(cutout.from_photo(box_ltrb.reshape(2, 2)).reshape(4), cutout.from_photo(points))
        self._network.set_tensor(self._input, self._look(cutout.pixels, matrix))
        self._network.invoke()
        found: FloatArray = self._network.get_tensor(self._output).reshape(NUM_POINTS, 3)
        return _to_cutout(found, matrix)

    def _look(self, pixels: NDArray[np.uint8], matrix: FloatArray) -> FloatArray:
        cv2 = load_cv2()
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        square = cv2.warpAffine(pixels, matrix, (INPUT_SIZE, INPUT_SIZE), flags=flags, borderMode=cv2.BORDER_REPLICATE)
        scaled: FloatArray = np.multiply(square, np.float32(1 / 255), dtype=np.float32)
        return scaled[None]


def square_matrix(box_ltrb: FloatArray, points: FloatArray) -> FloatArray:
    """(2, 3) matrix from the network's square to the picture: centred on the box, turned so that the eyes are level."""
    centre = (box_ltrb[:2] + box_ltrb[2:]) / 2
    pixels_per_pixel = SQUARE * float(max(box_ltrb[2:] - box_ltrb[:2])) / INPUT_SIZE
    right_eye, left_eye = points[0], points[1]
    angle = math.atan2(left_eye[1] - right_eye[1], left_eye[0] - right_eye[0])
    cosine, sine = pixels_per_pixel * math.cos(angle), pixels_per_pixel * math.sin(angle)
    linear = np.array([[cosine, -sine], [sine, cosine]], np.float32)
    shift = centre - linear @ np.full(2, INPUT_SIZE / 2, np.float32)
    return np.concatenate([linear, shift[:, None]], axis=1)


def _to_cutout(found: FloatArray, matrix: FloatArray) -> FloatArray:
    xy = found[:, :2] @ matrix[:, :2].T + matrix[:, 2]
    z = found[:, 2:] * np.hypot(matrix[0, 0], matrix[1, 0])
    return np.concatenate([xy, z], axis=1).astype(np.float32)
