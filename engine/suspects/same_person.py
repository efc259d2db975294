"""Same person under two names: pairs of people whose photos are as like each other's as like their own."""

from __future__ import annotations

import numpy as np

from engine.suspects.evidence import Evidence, Groups
from engine.suspects.records import Pair, subject_of

MIN_OVERLAP = 0.7  # people of lfw62 reach at most 0.45; one of them split in two at least 0.88 from four photos on


def find_pairs(evidence: Evidence, label_ids: dict[str, int]) -> list[Pair]:
    """Pairs under suspicion, best first; the one with more photos stands first, as the name to keep."""
    photos = evidence.photos
    overlap = overlaps(evidence)
    first, second = np.nonzero(np.triu(overlap >= MIN_OVERLAP, k=1))
    sizes = np.bincount(photos.people)
    found = []
    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        larger, smaller = (one, other) if sizes[one] >= sizes[other] else (other, one)
        names = photos.names[larger], photos.names[smaller]
        subject = subject_of("same_person", *sorted(str(label_ids.get(name, name)) for name in names))
        score = round(min(1.0, float(overlap[one, other])), 4)
        found.append(Pair(*names, int(sizes[larger]), int(sizes[smaller]), score, subject))
    return sorted(found, key=lambda pair: -pair.score)


def overlaps(evidence: Evidence) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """(people, people) mean likeness between the photos of two, over that within the more uniform one of them.

    1: they cannot be told apart. 0: they have nothing in common.
    """
    groups = Groups.of(evidence.photos.people)
    sizes = groups.sizes.astype(np.float32)
    means = groups.sums(evidence.looks) / sizes[:, None]
    between = means @ means.T
    # A mean over pairs of different photos: those of a photo with itself, which are 1, taken out.
    within = (np.diag(between) * sizes - 1) / np.maximum(sizes - 1, 1)
    several = sizes > 1
    within = np.where(several, within, np.median(within[several]) if several.any() else 1.0)
    within = np.maximum(within, 0.01)
    return np.asarray(between / np.maximum(within[:, None], within[None, :]), np.float32)
