"""Embeds a whole picture in 128 numbers: its edges, where its colours lie, which there are, how rough it is.

Pictures that look alike lie near each other. Weighed against other mixtures on digits, signs, flowers and cracks:
docs/decisions/picture_embedding.md.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.faces import EMBEDDING_LENGTH, FloatArray
from engine.faces.opencv import load_cv2

SIDE = 32  # pixels: what is looked at; larger ones told flowers no better and took three times as long
FINE_SIDE = 64
EDGE_CELLS, EDGE_DIRECTIONS = 4, 5  # 4 × 4 cells × 5 directions of half a turn
COLOUR_CELLS = 3  # 3 × 3 cells × lightness and two colour axes
NUM_HUES, NUM_GREYS = 12, 4
NUM_SCALES = 4  # of roughness, and one number for contrast
LAYOUT_WEIGHT, HUE_WEIGHT = 1.3 / COLOUR_CELLS, 0.5
TINY = 1e-6  # a flat picture has no edges: zeros instead of noise blown up

assert EDGE_CELLS**2 * EDGE_DIRECTIONS + COLOUR_CELLS**2 * 3 + NUM_HUES + NUM_GREYS + NUM_SCALES + 1 == EMBEDDING_LENGTH


def embed_picture(pixels: NDArray[np.uint8]) -> FloatArray:
    """Embed (height, width, 3) uint8 RGB as (128,) float32; the nearer two lie, the more alike the pictures."""
    small, fine = _square(pixels, SIDE), _square(pixels, FINE_SIDE)
    parts = (
        _edges(_grey(small)),
        _colour_layout(small) * LAYOUT_WEIGHT,
        _hues(small) * HUE_WEIGHT,
        _roughness(_grey(fine)),
    )
    return np.concatenate(parts).astype(np.float32)


def _square(pixels: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    cv2 = load_cv2()
    is_larger = max(pixels.shape[:2]) > side
    how = cv2.INTER_AREA if is_larger else cv2.INTER_LINEAR
    resized: NDArray[np.uint8] = cv2.resize(np.ascontiguousarray(pixels), (side, side), interpolation=how)
    return resized


def _grey(pixels: NDArray[np.uint8]) -> FloatArray:
    cv2 = load_cv2()
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) / 255, np.float32)


def _edges(grey: FloatArray) -> FloatArray:
    """(80,) length 1: how strong the edges of each direction are in each cell; by square roots no edge drowns all."""
    cv2 = load_cv2()
    across, down = (cv2.Sobel(grey, cv2.CV_32F, *axis, ksize=1) for axis in ((1, 0), (0, 1)))
    strength = np.hypot(across, down)
    direction = (np.arctan2(down, across) % np.pi) / np.pi * EDGE_DIRECTIONS
    lower = np.floor(direction)
    part = direction - lower
    rows, columns = np.indices(grey.shape) * EDGE_CELLS // grey.shape[0]
    first = (rows * EDGE_CELLS + columns) * EDGE_DIRECTIONS
    sums = np.zeros(EDGE_CELLS**2 * EDGE_DIRECTIONS)
    for step, weight in ((0, 1 - part), (1, part)):
        place = first + (lower.astype(np.int64) + step) % EDGE_DIRECTIONS
        sums += np.bincount(place.ravel(), (strength * weight).ravel(), len(sums))
    return np.sqrt(sums / max(float(sums.sum()), TINY)).astype(np.float32)


def _colour_layout(pixels: NDArray[np.uint8]) -> FloatArray:
    """(27,) mean CIE Lab colour of each cell, in hundreds."""
    cv2 = load_cv2()
    lab = cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    cells = cv2.resize(lab, (COLOUR_CELLS, COLOUR_CELLS), interpolation=cv2.INTER_AREA)
    return np.asarray(cells / 100, np.float32).ravel()


def _hues(pixels: NDArray[np.uint8]) -> FloatArray:
    """(16,) square roots of how much there is of each hue, by how vivid it is, and of each grey."""
    cv2 = load_cv2()
    hue, saturation, value = cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2HSV).reshape(-1, 3).T
    hues = np.bincount((hue * NUM_HUES / 360).astype(np.int64) % NUM_HUES, saturation * value, NUM_HUES)
    grey = np.minimum((value * NUM_GREYS).astype(np.int64), NUM_GREYS - 1)
    greys = np.bincount(grey, 1 - saturation, NUM_GREYS)
    shares = np.concatenate([hues, greys]) / len(hue)
    return np.sqrt(np.maximum(shares, 0)).astype(np.float32)


def _roughness(grey: FloatArray) -> FloatArray:
    """(5,) contrast, and how much neighbouring points differ at four scales: a crack is fine, a petal is not."""
    cv2 = load_cv2()
    found = [float(grey.std())]
    for scale in range(NUM_SCALES):
        side = FINE_SIDE >> scale
        seen = cv2.resize(grey, (side, side), interpolation=cv2.INTER_AREA)
        found.append(float(np.abs(np.diff(seen, axis=0)).mean() + np.abs(np.diff(seen, axis=1)).mean()))
    return 2 * np.array(found, np.float32)
