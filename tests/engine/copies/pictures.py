"""Pictures made here that no two of them look alike, and copies of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.copies.cut import Faces
from engine.copies.fingerprint import take_fingerprint, unpack
from engine.copies.search import Pictures
from engine.kinds import Kind

Pixels = NDArray[np.uint8]
SIDE = 120


def draw(seed: int) -> Pixels:
    """(120, 120, 3) soft random patches of light and colour."""
    patches = np.random.default_rng(seed).integers(40, 200, (9, 9, 3)).astype(np.uint8)
    return np.asarray(cv2.resize(patches, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC), np.uint8)


def brighter(pixels: Pixels, factor: float) -> Pixels:
    return np.clip(pixels * factor, 0, 255).astype(np.uint8)


def encoded(pixels: Pixels) -> Pixels:
    done, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 40])
    assert done
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


COPIES: dict[str, Callable[[Pixels], Pixels]] = {
    "half as large": lambda pixels: np.asarray(cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)),
    "encoded at quality 40": encoded,
    "brighter": lambda pixels: brighter(pixels, 1.25),
    "darker": lambda pixels: brighter(pixels, 0.75),
    "warmer": lambda pixels: np.clip(pixels * np.array([1.15, 1, 0.85]), 0, 255).astype(np.uint8),
    "mirrored": lambda pixels: np.ascontiguousarray(pixels[:, ::-1]),
    "cut by 15 % each side": lambda pixels: np.ascontiguousarray(pixels[18:-18, 18:-18]),
}


def as_pictures(photos: Sequence[Pixels], kind: Kind = Kind.IMAGES) -> Pictures:
    """Photos without faces, the larger first in rank, then the earlier."""
    size_wh = np.array([photo.shape[1::-1] for photo in photos], np.int64).reshape(-1, 2)
    rank = np.zeros(len(photos), np.int64)
    rank[np.argsort(-size_wh.prod(axis=1), kind="stable")] = np.arange(len(photos))
    return Pictures(
        kind=kind,
        thumbnails=unpack([take_fingerprint(photo) for photo in photos]),
        faces=Faces(np.full((len(photos), 5, 2), np.nan, np.float32), size_wh),
        embeddings=np.zeros((len(photos), 128), np.float32),
        rank=rank,
    )
