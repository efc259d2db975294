"""What a face expresses, from its landmarks: the 52 scores of Face Landmarker, put together to traits."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.faces import FloatArray
from engine.faces.litert import load_bundled_network
from engine.faces.traits import Trait

NETWORK = "face_blendshapes.tflite"
# Which landmarks the network takes, in its order, and the names of its scores: MediaPipe's face_blendshapes_graph.cc.
# fmt: off
LANDMARKS = np.array([
    0, 1, 4, 5, 6, 7, 8, 10, 13, 14, 17, 21, 33, 37, 39, 40, 46, 52, 53, 54, 55, 58, 61, 63, 65, 66, 67, 70, 78, 80,
    81, 82, 84, 87, 88, 91, 93, 95, 103, 105, 107, 109, 127, 132, 133, 136, 144, 145, 146, 148, 149, 150, 152, 153,
    154, 155, 157, 158, 159, 160, 161, 162, 163, 168, 172, 173, 176, 178, 181, 185, 191, 195, 197, 234, 246, 249,
    251, 263, 267, 269, 270, 276, 282, 283, 284, 285, 288, 291, 293, 295, 296, 297, 300, 308, 310, 311, 312, 314,
    317, 318, 321, 323, 324, 332, 334, 336, 338, 356, 361, 362, 365, 373, 374, 375, 377, 378, 379, 380, 381, 382,
    384, 385, 386, 387, 388, 389, 390, 397, 398, 400, 402, 405, 409, 415, 454, 466, 468, 469, 470, 471, 472, 473,
    474, 475, 476, 477,
])
# fmt: on
BROW_DOWN, BROW_UP = (1, 2), (3, 4, 5)
EYE_BLINK, EYE_WIDE = (9, 10), (21, 22)
JAW_OPEN = (25,)
MOUTH_FROWN, MOUTH_SMILE, UPPER_LIP_UP = (30, 31), (44, 45), (48, 49)


class ExpressionReader:
    """The network of scores, loaded; owned by one thread at a time."""

    def __init__(self, weights: Path) -> None:
        self._network = load_bundled_network(weights, NETWORK)

    def read(self, landmarks: FloatArray) -> dict[Trait, float]:
        """The traits that (478, 3) landmarks of a level face show."""
        scores = self._network.run(np.ascontiguousarray(landmarks[None, LANDMARKS, :2], np.float32))
        return traits_of(scores.reshape(-1))


def traits_of(scores: FloatArray) -> dict[Trait, float]:
    """Put (52,) scores of 0 to 1 together.

    The network sees hardly any sorrow, and lowered brows in many a calm face: an emotion counts as far as the
    movements that make it come together, which is the geometric mean of their scores.
    """

    def mean(places: tuple[int, ...]) -> float:
        return float(np.clip(scores[list(places)], 0, 1).mean())

    def strongest(places: tuple[int, ...]) -> float:
        return float(np.clip(scores[list(places)], 0, 1).max())

    jaw, smile = mean(JAW_OPEN), mean(MOUTH_SMILE)
    teeth = max(jaw, mean(UPPER_LIP_UP))
    return {
        Trait.EYES_CLOSED: mean(EYE_BLINK),
        Trait.MOUTH_OPEN: jaw,
        Trait.SMILE: smile,
        Trait.JOY: _together(smile, teeth),
        Trait.SORROW: _together(mean(MOUTH_FROWN), strongest(BROW_UP)),
        Trait.ANGER: _together(mean(BROW_DOWN), teeth * (1 - smile)),
        Trait.SURPRISE: _together(jaw, max(strongest(BROW_UP), strongest(EYE_WIDE))),
    }


def _together(first: float, second: float) -> float:
    return float(np.sqrt(first * second))
