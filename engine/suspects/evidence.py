"""How well each photo fits its own person and every other: likeness to the person's usual look, and to near photos.

Measured before it was chosen: docs/decisions/suspects.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.embeddings import EmbeddedPhotos, Numbers, unit_rows
from engine.faces import FloatArray

SHRINKAGE = 0.5  # towards equal spread in every direction: 0.1 was worse for few photos, 1 for pictures
TRIM_SPREADS = 2.5  # a photo further from its person's usual look, in robust standard deviations, has no say in it
TRIM_ROUNDS = 2
TO_STANDARD_DEVIATION = 1.4826  # of a normal distribution, from its median absolute deviation
NUM_NEIGHBOURS = 10
VOTE_WEIGHT = 0.5  # of all near photos together, beside a likeness between -1 and 1
MAX_CANDIDATES = 2000  # photos whose near ones are looked for: two seconds among 100,000
ROWS_AT_ONCE = 128  # times 100,000 photos: 51 MB


@dataclass(frozen=True)
class Evidence:
    """What speaks for and against the labels of a dataset's photos.

    Attributes:
        photos: the photos; all places here are places among them.
        looks: (n, 128) whitened embeddings of length 1, in which the spread within a person counts little.
        usual: (people, 128) each person's usual look, of length 1.
        candidates: (m,) photos that could be somebody else, most likely first.
        neighbours: (m, 10) the photos nearest to each candidate, nearest first; fewer columns in small datasets.
        suggested: (m,) the other person each candidate is most like.
        margins: (m,) how much more it is like that one than like its own; above 0 it is under suspicion.
    """

    photos: EmbeddedPhotos
    looks: FloatArray
    usual: FloatArray
    candidates: Numbers
    neighbours: Numbers
    suggested: Numbers
    margins: FloatArray


def gather_evidence(photos: EmbeddedPhotos) -> Evidence | None:
    """Compare every photo with every person; None when there are not two people to compare."""
    if len(photos.names) < 2:
        return None
    groups = Groups.of(photos.people)
    looks = whiten(photos.vectors, photos.people, groups)
    sums, weights = _usual_sums(looks, photos.people, groups)
    usual = unit_rows(sums)
    own = _likeness_to_own(looks, photos.people, sums, weights, groups)
    candidates = _candidates(looks, usual, photos.people, own)
    neighbours, likeness = nearest(looks, candidates, NUM_NEIGHBOURS)
    suggested, margins = _weigh(
        looks[candidates] @ usual.T, own[candidates], photos.people, candidates, neighbours, likeness
    )
    return Evidence(photos, looks, usual, candidates, neighbours, suggested, margins)


@dataclass(frozen=True)
class Groups:
    """Rows by group, without a loop over thousands. ``order`` sorts rows by group, ``starts``: the first of each."""

    order: Numbers
    starts: Numbers
    sizes: Numbers

    @classmethod
    def of(cls, group: Numbers) -> Groups:
        sizes = np.bincount(group)
        return cls(np.argsort(group, kind="stable"), np.cumsum(sizes) - sizes, sizes)

    def sums(self, rows: FloatArray) -> FloatArray:
        """(groups, ...) sum of the rows of each."""
        return np.asarray(np.add.reduceat(rows[self.order], self.starts, axis=0))

    def medians(self, values: FloatArray, group: Numbers) -> FloatArray:
        """(groups,) the middle value of each, the upper one of two."""
        return np.asarray(values[np.lexsort((values, group))][self.starts + self.sizes // 2])


def whiten(vectors: FloatArray, people: Numbers, groups: Groups) -> FloatArray:
    """Stretch the space so that what differs within people (light, pose) counts less than what differs between them."""
    means = groups.sums(vectors) / groups.sizes[:, None]
    within = vectors - means[people]
    spread = (within.T @ within).astype(np.float64) / len(vectors)
    length = len(spread)
    spread = (1 - SHRINKAGE) * spread + (SHRINKAGE * np.trace(spread) / length + 1e-9) * np.eye(length)
    values, axes = np.linalg.eigh(spread)
    return unit_rows((vectors - vectors.mean(axis=0)) @ (axes / np.sqrt(values)).astype(np.float32))


def nearest(looks: FloatArray, of: Numbers, count: int, among: Numbers | None = None) -> tuple[Numbers, FloatArray]:
    """(m, count) the rows most like each row of ``of``, itself left out, nearest first, and how like they are.

    Args:
        among: rows to look among; all when None.
    """
    pool = np.arange(len(looks)) if among is None else among
    count = min(count, len(pool) - 1 if among is None else len(pool))
    rows, found = np.zeros((len(of), max(count, 0)), np.int64), np.zeros((len(of), max(count, 0)), np.float32)
    if count <= 0:
        return rows, found
    others = looks if among is None else looks[pool]
    for start in range(0, len(of), ROWS_AT_ONCE):
        block = of[start : start + ROWS_AT_ONCE]
        likeness = looks[block] @ others.T
        likeness[block[:, None] == pool] = -np.inf
        best = np.argpartition(likeness, -count, axis=1)[:, -count:]
        values = np.take_along_axis(likeness, best, axis=1)
        order = np.argsort(-values, axis=1, kind="stable")
        rows[start : start + len(block)] = pool[np.take_along_axis(best, order, axis=1)]
        found[start : start + len(block)] = np.take_along_axis(values, order, axis=1)
    return rows, found


def _usual_sums(looks: FloatArray, people: Numbers, groups: Groups) -> tuple[FloatArray, FloatArray]:
    """(people, 128) sums of looks, and (n,) which photos are in them: those far from the rest are not."""
    weights = np.ones(len(looks), np.float32)
    sums = groups.sums(looks)
    for _ in range(TRIM_ROUNDS):
        likeness = np.einsum("ij,ij->i", looks, unit_rows(sums)[people])
        middle = groups.medians(likeness, people)[people]
        spread = TO_STANDARD_DEVIATION * groups.medians(np.abs(likeness - middle), people)[people]
        weights = (likeness >= middle - TRIM_SPREADS * spread - 1e-6).astype(np.float32)
        sums = groups.sums(looks * weights[:, None])
    return sums, weights


def _likeness_to_own(
    looks: FloatArray, people: Numbers, sums: FloatArray, weights: FloatArray, groups: Groups
) -> FloatArray:
    """(n,) likeness of each photo to its own person without itself; where nobody else is left, what is usual here."""
    others = sums[people] - looks * weights[:, None]
    own = np.einsum("ij,ij->i", looks, unit_rows(others))
    is_alone = groups.sums(weights)[people] - weights < 0.5
    usual = float(np.median(own[~is_alone])) if not is_alone.all() else 1.0
    return np.where(is_alone, np.float32(usual), own).astype(np.float32)


def _candidates(looks: FloatArray, usual: FloatArray, people: Numbers, own: FloatArray) -> Numbers:
    """Photos that votes could still put under suspicion: the most likely of them, most likely first."""
    margins = np.zeros(len(looks), np.float32)
    for start in range(0, len(looks), ROWS_AT_ONCE * 32):
        part = slice(start, start + ROWS_AT_ONCE * 32)
        likeness = looks[part] @ usual.T
        likeness[np.arange(len(likeness)), people[part]] = -np.inf
        margins[part] = likeness.max(axis=1) - own[part]
    order = np.argsort(-margins, kind="stable")[:MAX_CANDIDATES]
    return np.asarray(order[margins[order] > -VOTE_WEIGHT])


def _weigh(
    support: FloatArray,
    own: FloatArray,
    people: Numbers,
    candidates: Numbers,
    neighbours: Numbers,
    likeness: FloatArray,
) -> tuple[Numbers, FloatArray]:
    """(m,) the other person with most support for each candidate, and by how much it beats its own."""
    rows, mine = np.arange(len(candidates)), people[candidates]
    support = support.copy()
    support[rows, mine] = own
    votes: NDArray[np.float32] = np.maximum(likeness, 0) ** 2
    votes = VOTE_WEIGHT * votes / np.maximum(votes.sum(axis=1, keepdims=True), 1e-9)
    np.add.at(support, (rows[:, None], people[neighbours]), votes)
    for_own = support[rows, mine].copy()
    support[rows, mine] = -np.inf
    suggested = support.argmax(axis=1)
    return suggested, support[rows, suggested] - for_own
