"""Lays photos out along the two directions in which they differ most: 100,000 in a fraction of a second."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.faces import FloatArray


def principal_components(vectors: FloatArray, count: int) -> NDArray[np.float64]:
    """(n, count) coordinates of (n, 128) vectors, the direction of largest spread first; signs are fixed."""
    centred = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh((centred.T @ centred).astype(np.float64))
    axes = axes[:, ::-1][:, :count]
    # An axis may point either way: the same photos must not be mirrored tomorrow.
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])] < 0, -1, 1)
    return np.asarray(centred @ axes.astype(np.float32), np.float64)
