"""The fingerprint of a photo: its picture in grey, 32 × 32 pixels, by which copies of it are told from other pictures.

Hashes of 64 bits were weighed against it: docs/decisions/near_duplicates.md.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.faces.opencv import load_cv2

VERSION = 1  # raised when the same photo would get another fingerprint; old ones are then measured anew
SIDE = 32

Thumbnails = NDArray[np.uint8]  # (n, SIDE, SIDE) grey pictures, each squeezed to a square


def take_fingerprint(pixels: NDArray[np.uint8]) -> bytes:
    """The fingerprint of (height, width, 3) uint8 RGB; 0.2 ms whatever its size."""
    cv2 = load_cv2()
    # Every n-th pixel first: averaging all of a large photo would take longer than everything else.
    step = max(1, min(pixels.shape[:2]) // (4 * SIDE))
    few = np.ascontiguousarray(pixels[::step, ::step])
    grey = cv2.resize(cv2.cvtColor(few, cv2.COLOR_RGB2GRAY), (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return np.asarray(grey, np.uint8).tobytes()


def unpack(fingerprints: Sequence[bytes]) -> Thumbnails:
    """(n, 32, 32) grey pictures, 0 to 255."""
    return np.frombuffer(b"".join(fingerprints), np.uint8).reshape(-1, SIDE, SIDE)
