"""Tells whether two photos show the same whole picture, whatever its size, light, colours and side."""

from __future__ import annotations

from functools import cache

import numpy as np

from engine.copies.cells import Cells
from engine.copies.fingerprint import SIDE, Thumbnails
from engine.copies.standing import Numbers
from engine.faces import FloatArray

LOW = 8  # frequencies a direction: what finding looks at, an eighth of the numbers that are then compared
PAIRS_AT_ONCE = 4096
FLAT = 2.0  # grey levels: a picture that varies less has nothing to be told by


def correlations(thumbnails: Thumbnails, pairs: Numbers, *, mirrored: bool = False) -> FloatArray:
    """(m,) how like the pictures of each pair are, -1 to 1; light and contrast do not matter.

    Args:
        pairs: (m, 2) places in ``thumbnails``.
        mirrored: compare the first with the second as a mirror shows it.
    """
    found = np.zeros(len(pairs), np.float32)
    for start in range(0, len(pairs), PAIRS_AT_ONCE):
        first, second = pairs[start : start + PAIRS_AT_ONCE].T
        other = thumbnails[second][:, :, ::-1] if mirrored else thumbnails[second]
        products = np.einsum("ij,ij->i", standardized(thumbnails[first]), standardized(other))
        found[start : start + PAIRS_AT_ONCE] = products
    return found


def likeness(thumbnails: Thumbnails, pairs: Numbers) -> FloatArray:
    """(m,) as :func:`correlations`, whichever way round is more alike."""
    return np.maximum(correlations(thumbnails, pairs), correlations(thumbnails, pairs, mirrored=True))


def find_alike(cells: Cells, queries: FloatArray, least: float) -> Numbers:
    """(m, 2) places of a query and of a picture whose likeness may be ``least`` or more."""
    # The low frequencies are part of the whole: pictures lie no further apart in them than in all.
    pairs = cells.within(queries, float(np.sqrt(2 * (1 - least))))
    return np.asarray(pairs[pairs[:, 0] != pairs[:, 1]])


def standardized(pictures: np.ndarray[tuple[int, ...], np.dtype[np.uint8]] | FloatArray) -> FloatArray:
    """(n, pixels) float32 with mean 0 and length 1; a flat picture is all zeros, like nothing."""
    rows = pictures.reshape(len(pictures), pictures.shape[1] * pictures.shape[2]).astype(np.float32)
    rows -= rows.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    is_flat = lengths < FLAT * np.sqrt(rows.shape[1])
    rows /= np.where(is_flat, np.inf, lengths)
    return rows


def low_frequencies(pictures: Thumbnails | FloatArray) -> FloatArray:
    """(n, 64) the low frequencies of square pictures of 32 pixels, standardized."""
    found = np.zeros((len(pictures), LOW * LOW), np.float32)
    waves = _cosines()
    for start in range(0, len(pictures), PAIRS_AT_ONCE):
        part = standardized(pictures[start : start + PAIRS_AT_ONCE]).reshape(-1, SIDE, SIDE)
        found[start : start + PAIRS_AT_ONCE] = (waves @ part @ waves.T).reshape(len(part), -1)
    return found


def mirror(frequencies: FloatArray) -> FloatArray:
    """The low frequencies of the same pictures in a mirror: those odd across change their sign."""
    signs = np.tile((-1.0) ** np.arange(LOW), LOW).astype(np.float32)
    return np.asarray(frequencies * signs, np.float32)


@cache
def _cosines() -> FloatArray:
    """(8, 32) the first rows of the orthonormal DCT-II."""
    frequency, place = np.arange(LOW)[:, None], np.arange(SIDE)
    waves = np.cos(np.pi * frequency * (2 * place + 1) / (2 * SIDE)) * np.sqrt(2 / SIDE)
    waves[0] /= np.sqrt(2)
    return np.asarray(waves, np.float32)
