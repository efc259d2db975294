"""Tells whether one photo is cut out of another: where its frame lies in the other, and how like it is to that part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.copies.cells import Cells
from engine.copies.fingerprint import SIDE, Thumbnails
from engine.copies.standing import Numbers
from engine.copies.whole import find_alike, low_frequencies, standardized
from engine.faces import FloatArray

COARSE, FINE = 8, 16  # points a side at which a part is looked at, first and last
PASSED_ON = 0.6, 0.8  # likeness at the coarse points where the frame lies at first, and once moved; copies have more
NUM_MOVES = 4  # by which a frame finds its place at each fineness
DAMPING = 1e-3  # Levenberg's, relative to each unknown's own scale
TINY = 1e-3  # a flat part tells nothing of where it lies
MAX_MOVE = 0.1  # of the picture's side
LEAST_SIDE = 0.35  # of the other picture's side: of a smaller part the fingerprint shows too little
LARGEST_SIDE = 1.05
INNER_SIDES = (0.9, 0.8, 0.7, 0.6)  # parts round the middle that are looked for where no face says where the frame lies
PAIRS_AT_ONCE = 2048


@dataclass(frozen=True, eq=False)
class Faces:
    """Where the main faces are. ``points``: (n, 5, 2) in pixels, NaN without a face; ``size_wh``: (n, 2) of photos."""

    points: FloatArray
    size_wh: Numbers

    @property
    def is_there(self) -> NDArray[np.bool_]:
        return np.isfinite(self.points[:, 0, 0])

    @property
    def spreads(self) -> FloatArray:
        """(n,) how far the points lie from their middle, in pixels: how large each face is."""
        return np.asarray(np.linalg.norm(self.points - self.points.mean(axis=1, keepdims=True), axis=(1, 2)))


def frames_by_face(faces: Faces, pairs: Numbers) -> FloatArray:
    """(m, 4) left, top, right, bottom of each second photo in the first, whose sides are 1, if it is the same face."""
    middles = faces.points.mean(axis=1)
    spreads, (first, second) = faces.spreads, pairs.T
    scale = (spreads[first] / np.maximum(spreads[second], 1e-6))[:, None]
    left_top = middles[first] - middles[second] * scale
    right_bottom = left_top + faces.size_wh[second] * scale
    return np.asarray(np.hstack([left_top, right_bottom]) / np.tile(faces.size_wh[first], 2), np.float32)


def inner_frames(side: float, number: int) -> FloatArray:
    """(n, 4) the frame of a part round the middle."""
    margin = (1 - side) / 2
    return np.tile(np.array([margin, margin, 1 - margin, 1 - margin], np.float32), (number, 1))


def find_inner(thumbnails: Thumbnails, cells: Cells, side: float, least: float) -> Numbers:
    """(m, 2) a photo and one that may show the part round its middle."""
    found = np.zeros((len(thumbnails), SIDE, SIDE), np.float32)
    for start in range(0, len(thumbnails), PAIRS_AT_ONCE):
        part = thumbnails[start : start + PAIRS_AT_ONCE]
        found[start : start + PAIRS_AT_ONCE] = _sample(part.astype(np.float32), inner_frames(side, len(part)), SIDE)
    return find_alike(cells, low_frequencies(found), least)


def fit(thumbnails: Thumbnails, pairs: Numbers, frames: FloatArray) -> FloatArray:
    """(m,) how like each second photo is to the part of the first in its frame, the frame moved to where it fits best.

    0 for pairs that are not alike where the frame lies, and for frames that are too small or larger than the photo.
    """
    found = np.zeros(len(pairs), np.float32)
    sides = frames[:, 2:] - frames[:, :2]
    possible = np.flatnonzero((sides.min(axis=1) >= LEAST_SIDE) & (sides.max(axis=1) <= LARGEST_SIDE))
    for start in range(0, len(possible), PAIRS_AT_ONCE):
        part = possible[start : start + PAIRS_AT_ONCE]
        whole, cut = thumbnails[pairs[part, 0]], thumbnails[pairs[part, 1]]
        found[part] = _fit(whole, cut, frames[part])
    return found


def _fit(whole: Thumbnails, cut: Thumbnails, frames: FloatArray) -> FloatArray:
    """(m,) likeness; each step is taken only with those that the one before left."""
    found = np.zeros(len(frames), np.float32)
    blurred, wanted = _shrunk(whole, 2 * COARSE), _shrunk(cut, COARSE)
    left = np.flatnonzero(_likeness(_sample(blurred, frames, COARSE), standardized(wanted)) >= PASSED_ON[0])
    moved, likeness = _move(blurred[left], wanted[left], frames[left])
    is_passed = likeness >= PASSED_ON[1]
    left = left[is_passed]
    _, found[left] = _move(whole[left].astype(np.float32), _shrunk(cut[left], FINE), moved[is_passed])
    return found


def _move(whole: FloatArray, cut: FloatArray, frames: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Frames moved to where the part of ``whole`` in them is most like ``cut``, and how like it is there.

    Gauss-Newton on the four sides of the frame, with light and contrast as unknowns (Lucas and Kanade 1981).
    """
    wanted = standardized(cut)
    start, best = frames, np.full(len(frames), -1, np.float32)
    here = frames
    for turn in range(NUM_MOVES + 1):
        seen = _sample(whole, here, cut.shape[1])
        likeness = _likeness(seen, wanted)
        is_better = likeness > best
        frames, best = np.where(is_better[:, None], here, frames), np.maximum(best, likeness)
        if turn < NUM_MOVES:
            here = np.clip(here + _step(seen, wanted, here), start - MAX_MOVE, start + MAX_MOVE)
    return frames, best


def _likeness(seen: FloatArray, wanted: FloatArray) -> FloatArray:
    """(m,) of parts and standardized ones."""
    return np.asarray(np.einsum("ij,ij->i", standardized(seen), wanted), np.float32)


def _step(seen: FloatArray, wanted: FloatArray, frames: FloatArray) -> FloatArray:
    """(m, 4) by how much to move the sides of the frames."""
    side = seen.shape[1]
    down, across = np.gradient(seen, axis=(1, 2))
    share = ((np.arange(side) + 0.5) / side).astype(np.float32)
    across = across * side / (frames[:, 2] - frames[:, 0])[:, None, None]
    down = down * side / (frames[:, 3] - frames[:, 1])[:, None, None]
    changes = [across * (1 - share), down * (1 - share)[:, None], across * share, down * share[:, None]]
    columns = [*(change.reshape(wanted.shape) for change in changes), -wanted * side, -np.ones_like(wanted)]
    unknowns = np.stack(columns, axis=2)
    squares = unknowns.transpose(0, 2, 1) @ unknowns
    squares *= 1 + DAMPING * np.eye(squares.shape[1], dtype=np.float32)
    squares += TINY * np.eye(squares.shape[1], dtype=np.float32)
    against = unknowns.transpose(0, 2, 1) @ seen.reshape(*wanted.shape, 1)
    return np.asarray(-np.linalg.solve(squares, against)[:, :4, 0], np.float32)


def _shrunk(thumbnails: Thumbnails, side: int) -> FloatArray:
    """(n, side, side) float32, each the mean of a block."""
    means = np.repeat(np.eye(side, dtype=np.float32), SIDE // side, axis=1) * np.float32(side / SIDE)
    return np.asarray(means @ thumbnails.astype(np.float32) @ means.T)


def _sample(pictures: FloatArray, frames: FloatArray, side: int) -> FloatArray:
    """(n, side, side) the parts in the frames, read between the pixels; beyond a picture its border goes on."""
    last = pictures.shape[1] - 1
    share = ((np.arange(side) + 0.5) / side).astype(np.float32)
    spots = frames[:, :2, None] * (1 - share) + frames[:, 2:, None] * share
    across, down = np.clip(spots * (last + 1) - 0.5, 0, last - 1e-3).transpose(1, 0, 2)
    top, left = down.astype(np.int64), across.astype(np.int64)
    photo = np.arange(len(pictures))[:, None]
    rows = pictures[photo, top] * (1 - down + top)[..., None] + pictures[photo, top + 1] * (down - top)[..., None]
    columns = np.broadcast_to(left[:, None], (len(rows), side, side))
    before, after = np.take_along_axis(rows, columns, axis=2), np.take_along_axis(rows, columns + 1, axis=2)
    return np.asarray(before + (after - before) * (across - left)[:, None], np.float32)
