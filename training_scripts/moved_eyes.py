"""Gives a face the eyes, or the sunglasses, of another: both kinds of faces then come with both kinds of photos."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

PATCH = (0.75, 0.42)  # half width and half height of what is moved, over the distance between the eyes' outer corners
FEATHER = 0.08  # blur of the patch's edge, over the same distance


def move_eyes(
    source: NDArray[np.uint8],
    source_eyes: NDArray[np.float32],
    target: NDArray[np.uint8],
    target_eyes: NDArray[np.float32],
) -> NDArray[np.uint8]:
    """``target``, (256, 256, 3) uint8 RGB, with the part round the eyes of ``source`` in the place of its own.

    Args:
        source_eyes, target_eyes: (2, 2) x and y of the outer corners of both eyes.
    """
    height, width = target.shape[:2]
    matrix = _similarity(source_eyes, target_eyes)
    moved = cv2.warpAffine(source, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    distance = float(np.linalg.norm(target_eyes[1] - target_eyes[0]))
    mask = np.zeros((height, width), np.float32)
    middle = target_eyes.mean(axis=0)
    half = np.array(PATCH) * distance
    left, top = np.round(middle - half).astype(int).clip(0)
    right, bottom = np.round(middle + half).astype(int)
    mask[top:bottom, left:right] = 1
    mask = cv2.GaussianBlur(mask, (0, 0), max(0.5, FEATHER * distance))[..., None]
    return (moved * mask + target * (1 - mask)).astype(np.uint8)


def _similarity(source: NDArray[np.float32], target: NDArray[np.float32]) -> NDArray[np.float64]:
    """(2, 3) matrix that moves, turns and scales two points onto two others."""
    before, after = source[1] - source[0], target[1] - target[0]
    ratio = complex(*after) / complex(*before)
    linear = np.array([[ratio.real, -ratio.imag], [ratio.imag, ratio.real]])
    return np.concatenate([linear, (target[0] - linear @ source[0])[:, None]], axis=1)
