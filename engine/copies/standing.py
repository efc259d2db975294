"""Which photos stand for the same picture now, and which of them is best: groups as stored, decided on by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.copies.records import CopyChoice, StoredCopies

Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Standing:
    """Copies among the photos of a dataset, as parallel arrays.

    Attributes:
        groups: (n,) a number that all copies of one picture have in common, exact ones and near ones.
        exact_before: (n,) how many photos with the same pixels come before this one, best first.
        better_pictures: (n,) how many better pictures are in the group; photos with the same pixels are one picture.
        order: (n,) all places, group by group, the best copy of each first.
    """

    groups: Numbers
    exact_before: Numbers
    better_pictures: Numbers
    order: Numbers

    @classmethod
    def of(
        cls, pixel_hashes: Sequence[str | None], is_rejected_by_hand: NDArray[np.bool_], stored: StoredCopies
    ) -> Standing:
        """Best first: not rejected by hand, chosen as best, better quality, imported earlier."""
        pictures = _pictures(pixel_hashes)
        groups = _groups(pictures, stored)
        best_first = (stored.places, stored.choices != CopyChoice.BEST, is_rejected_by_hand)
        by_picture, by_group = np.lexsort((*best_first, pictures)), np.lexsort((*best_first, groups))
        exact_before = _spread(_count_within(pictures[by_picture]), by_picture)
        return cls(groups, exact_before, _better_pictures(pictures, groups, by_group), by_group)

    def copies(self) -> list[Numbers]:
        """Places of the photos of every group of at least two, best first; groups in the order of import."""
        in_order = self.groups[self.order]
        found = np.split(self.order, np.flatnonzero(np.diff(in_order)) + 1)
        return sorted((group for group in found if len(group) > 1), key=lambda group: int(group.min()))


def _pictures(pixel_hashes: Sequence[str | None]) -> Numbers:
    """(n,) a number per picture; a photo whose pixels are not known shows one of its own."""
    number_of: dict[str, int] = {}
    unknown = len(pixel_hashes)
    numbers = np.array(
        [-1 if each is None else number_of.setdefault(each, len(number_of)) for each in pixel_hashes], np.int64
    )
    is_unknown = numbers < 0
    numbers[is_unknown] = unknown + np.flatnonzero(is_unknown)
    return numbers


def _groups(pictures: Numbers, stored: StoredCopies) -> Numbers:
    """Groups as a search found them, joined by equal pixels; a picture that was set apart leaves with exact copies."""
    size = 2 * len(pictures)  # pictures whose pixels are not known have numbers from n on
    of_picture = np.full(size, -1, np.int64)
    np.maximum.at(of_picture, pictures, stored.groups)
    of_picture[pictures[stored.choices == CopyChoice.APART]] = -1
    alone = int(stored.groups.max(initial=-1)) + 1 + np.arange(size)
    return np.where(of_picture >= 0, of_picture, alone)[pictures]


def _better_pictures(pictures: Numbers, groups: Numbers, by_group: Numbers) -> Numbers:
    """(n,) how many other pictures of its group a photo's picture comes after."""
    in_order = pictures[by_group]
    _, first, picture = np.unique(in_order, return_index=True, return_inverse=True)
    is_first = np.zeros(len(in_order), np.int64)
    is_first[first] = 1
    so_far = np.cumsum(is_first)
    starts = np.flatnonzero(np.diff(groups[by_group], prepend=-1))
    of_group = np.repeat(so_far[starts], np.diff(starts, append=len(in_order)))
    return _spread(so_far[first][picture] - of_group, by_group)


def _count_within(in_order: Numbers) -> Numbers:
    """(n,) 0, 1, 2 ... among equal neighbours."""
    starts = np.flatnonzero(np.diff(in_order, prepend=-1))
    return np.arange(len(in_order)) - np.repeat(starts, np.diff(starts, append=len(in_order)))


def _spread(values: Numbers, order: Numbers) -> Numbers:
    spread = np.zeros(len(values), np.int64)
    spread[order] = values
    return spread
