"""Embeds a face with SFace: 128 numbers whose direction says who it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.faces import EMBEDDING_LENGTH, FloatArray
from engine.faces.cutout import Cutout
from engine.faces.opencv import load_cv2


class FaceEmbedder:
    """SFace, loaded; owned by one thread at a time."""

    def __init__(self, weights: Path) -> None:
        self._cv2 = load_cv2()
        self._network: Any = self._cv2.FaceRecognizerSF.create(str(weights), "")  # OpenCV gives it no types

    def embed(self, cutout: Cutout, points: FloatArray) -> FloatArray:
        """Embed the face in ``cutout``.

        Args:
            points: (5, 2) photo coordinates of eyes, nose tip and mouth corners, as in ``Faces.points``.

        Returns:
            (128,) float32 of length 1; the product of two is their cosine, 0.363 or more for one person.
        """
        row = np.zeros(15, np.float32)  # YuNet's layout; alignCrop reads only the points
        row[4:14] = cutout.from_photo(points).reshape(-1)
        bgr: NDArray[np.uint8] = self._cv2.cvtColor(cutout.pixels, self._cv2.COLOR_RGB2BGR)
        feature = self._network.feature(self._network.alignCrop(bgr, row)).reshape(EMBEDDING_LENGTH)
        embedding: FloatArray = (feature / max(float(np.linalg.norm(feature)), 1e-12)).astype(np.float32)
        return embedding
