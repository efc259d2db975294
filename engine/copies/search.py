"""Finds the copies among pictures: alike as a whole, or one a part of the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.copies.cells import Cells
from engine.copies.cut import INNER_SIDES, Faces, find_inner, fit, frames_by_face, inner_frames
from engine.copies.fingerprint import Thumbnails
from engine.copies.grouping import group_copies
from engine.copies.standing import Numbers
from engine.copies.whole import find_alike, likeness, low_frequencies, mirror
from engine.faces import FloatArray
from engine.kinds import Kind

# Measured: docs/decisions/near_duplicates.md.
LEAST_WHOLE = {Kind.FACES: 0.96, Kind.IMAGES: 0.985}
LEAST_CUT = {Kind.FACES: 0.98, Kind.IMAGES: 0.985}
LEAST_COSINE = 0.65  # of the embeddings of one face in two copies; 0.69 to 0.99 were seen
NUM_LIKE_FACES = 6  # most like faces among which a photo looks for pictures it is cut out of
LEAST_CUT_SIDE = 64  # pixels: parts of smaller pictures show too little to be told apart
LEAST_SIDE = 40  # pixels: two handwritten ones, or two signs, of 28 to 32 are as alike as copies are
CUT_LOSS = 0.04  # of likeness, when a part is read from a small picture and lies a little aside


@dataclass(frozen=True, eq=False)
class Pictures:
    """Pictures to compare, each of them once, as parallel arrays.

    Attributes:
        embeddings: (n, 128) of length 1, of the main faces; zeros without.
        rank: (n,) 0 for the picture that shows most, 1 for the next.
    """

    kind: Kind
    thumbnails: Thumbnails
    faces: Faces
    embeddings: FloatArray
    rank: Numbers

    @property
    def is_telling(self) -> NDArray[np.bool_]:
        """(n,) True for a picture that shows enough to be told from others."""
        return np.asarray((self.faces.size_wh >= LEAST_SIDE).all(axis=1))

    @property
    def is_cuttable(self) -> NDArray[np.bool_]:
        """(n,) True for a picture without a face that is large enough to tell a part of it."""
        return np.asarray(~self.faces.is_there & (self.faces.size_wh >= LEAST_CUT_SIDE).all(axis=1))


def find_copies(pictures: Pictures, has_to_stop: Callable[[], bool] = lambda: False) -> Numbers | None:
    """(n,) number of each picture's group, -1 for none; None when asked to stop."""
    searches = (_find_whole, _find_cut_by_face, _find_cut_by_middle)
    pairs = []
    for search in searches:
        if has_to_stop():
            return None
        pairs.append(search(pictures))
    return group_copies(np.concatenate(pairs), pictures.rank, lambda wanted: _are_copies(pictures, wanted))


def _find_whole(pictures: Pictures) -> Numbers:
    thumbnails, least = pictures.thumbnails, LEAST_WHOLE[pictures.kind]
    low = low_frequencies(thumbnails)
    cells = Cells.of(low)
    pairs = np.concatenate([find_alike(cells, each, least) for each in (low, mirror(low))])
    pairs = np.unique(np.sort(pairs, axis=1), axis=0)
    pairs = pairs[pictures.is_telling[pairs].all(axis=1)]
    return np.asarray(pairs[likeness(thumbnails, pairs) >= least])


def _find_cut_by_face(pictures: Pictures) -> Numbers:
    """Pairs whose faces are alike, and lie so that one photo may be a part of the other."""
    known = np.flatnonzero(pictures.faces.is_there & pictures.embeddings.any(axis=1))
    if len(known) < 2:
        return np.zeros((0, 2), np.int64)
    embeddings = pictures.embeddings[known]
    near = Cells.of(embeddings).nearest(min(NUM_LIKE_FACES, len(known) - 1))
    pairs = np.stack([np.repeat(np.arange(len(known)), near.shape[1]), near.ravel()], axis=1)
    pairs = np.unique(np.sort(pairs[pairs[:, 1] >= 0], axis=1), axis=0)
    cosines = np.einsum("ij,ij->i", embeddings[pairs[:, 0]], embeddings[pairs[:, 1]])
    pairs = known[pairs[cosines >= LEAST_COSINE]]
    return np.asarray(pairs[_are_cut(pictures, pairs)])


def _find_cut_by_middle(pictures: Pictures) -> Numbers:
    """Pairs of photos without a face, one of which shows what is round the middle of the other."""
    known = np.flatnonzero(pictures.is_cuttable)
    thumbnails, least = pictures.thumbnails[known], LEAST_CUT[pictures.kind]
    cells = Cells.of(low_frequencies(thumbnails))
    pairs = []
    for side in INNER_SIDES:
        found = find_inner(thumbnails, cells, side, least - CUT_LOSS)
        pairs.append(found[fit(thumbnails, found, inner_frames(side, len(found))) >= least])
    return known[np.concatenate(pairs)]


def _are_copies(pictures: Pictures, pairs: Numbers) -> NDArray[np.bool_]:
    """(m,) True where two pictures are copies, compared in every way there is."""
    found = likeness(pictures.thumbnails, pairs) >= LEAST_WHOLE[pictures.kind]
    by_face = np.flatnonzero(~found & pictures.faces.is_there[pairs].all(axis=1))
    by_middle = np.flatnonzero(~found & pictures.is_cuttable[pairs].all(axis=1))
    found[by_face] = _are_cut(pictures, pairs[by_face])
    for side in INNER_SIDES:
        frames = inner_frames(side, len(by_middle))
        for order in (slice(None), slice(None, None, -1)):
            fits = fit(pictures.thumbnails, pairs[by_middle][:, order], frames) >= LEAST_CUT[pictures.kind]
            found[by_middle] |= fits
    return found


def _are_cut(pictures: Pictures, pairs: Numbers) -> NDArray[np.bool_]:
    """(m,) True where one of two photos of the same face is a part of the other."""
    found = np.zeros(len(pairs), np.bool_)
    for order in (slice(None), slice(None, None, -1)):
        wanted = pairs[:, order]
        fits = fit(pictures.thumbnails, wanted, frames_by_face(pictures.faces, wanted))
        found |= fits >= LEAST_CUT[pictures.kind]
    return found
