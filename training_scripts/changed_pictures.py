"""Changes pictures of faces at random, as cameras, light and compression do, so that a network learns none of it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]


def change_geometry(square: Picture, rng: np.random.Generator) -> Picture:
    """Mirrored half of the time, moved by up to 4 %, turned by up to 8°, and 10 % larger or smaller."""
    side = square.shape[0]
    if rng.random() < 0.5:
        square = square[:, ::-1]
    matrix = cv2.getRotationMatrix2D((side / 2, side / 2), rng.uniform(-8, 8), rng.uniform(0.9, 1.1))
    matrix[:, 2] += rng.uniform(-0.04, 0.04, 2) * side
    return cv2.warpAffine(np.ascontiguousarray(square), matrix, (side, side), borderMode=cv2.BORDER_REPLICATE)


def change_colours(picture: Picture, rng: np.random.Generator) -> Picture:
    """Other light, contrast, colours; sometimes grey, blurred or coarsely compressed."""
    changed = picture.astype(np.float32)
    if rng.random() < 0.15:
        changed = np.repeat(changed.mean(axis=2, keepdims=True), 3, axis=2)
    grey = changed.mean(axis=2, keepdims=True)
    changed = grey + (changed - grey) * rng.uniform(0.5, 1.6)
    changed = 255 * (np.clip(changed, 0, 255) / 255) ** rng.uniform(0.6, 1.6)
    changed = (changed - 128) * rng.uniform(0.7, 1.3) + 128 + rng.uniform(-30, 30)
    changed = np.clip(changed * rng.uniform(0.85, 1.15, 3), 0, 255).astype(np.uint8)
    return _degraded(changed, rng)


def _degraded(picture: Picture, rng: np.random.Generator) -> Picture:
    height, width = picture.shape[:2]
    if rng.random() < 0.3:
        scale = rng.uniform(0.25, 0.8)
        small = cv2.resize(picture, (int(width * scale), int(height * scale)), interpolation=cv2.INTER_AREA)
        picture = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.3:
        _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(30, 90))])
        picture = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return picture
