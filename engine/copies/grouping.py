"""Joins pairs of copies into groups, each round its best picture, so that no chain of likenesses joins strangers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.copies.standing import Numbers

Confirm = Callable[[Numbers], NDArray[np.bool_]]


def group_copies(pairs: Numbers, rank: Numbers, confirm: Confirm) -> Numbers:
    """(n,) number of each one's group, -1 for none.

    A picture joins the best one of its pairs' company only when it is a copy of that one; the others form groups of
    their own in the same way.

    Args:
        pairs: (m, 2) copies of each other.
        rank: (n,) 0 for the picture that shows most, 1 for the next.
        confirm: (k, 2) pairs to (k,) True where the second is a copy of the first.
    """
    company = _companies(pairs, len(rank))
    sizes = np.bincount(company, minlength=len(rank))
    groups = np.full(len(rank), -1, np.int64)
    left = np.flatnonzero(sizes[company] > 1)
    while len(left):
        order = left[np.lexsort((rank[left], company[left]))]
        is_best = np.diff(company[order], prepend=-1) != 0
        leader = order[is_best][np.cumsum(is_best) - 1]
        others = np.flatnonzero(~is_best)
        joins = is_best.copy()
        joins[others] = confirm(np.stack([leader[others], order[others]], axis=1))
        groups[order[joins]] = leader[joins]
        left = order[~joins]
    members = np.bincount(groups[groups >= 0], minlength=len(rank))
    return np.where((groups >= 0) & (members[groups] > 1), groups, -1)


def _companies(pairs: Numbers, number: int) -> Numbers:
    """(n,) a number that all have in common who are linked by pairs, over any number of others."""
    company = np.arange(number)
    while len(pairs):
        lowest = company.copy()
        first, second = company[pairs[:, 0]], company[pairs[:, 1]]
        np.minimum.at(lowest, first, second)
        np.minimum.at(lowest, second, first)
        while not np.array_equal(lowest, lowest[lowest]):
            lowest = lowest[lowest]
        if np.array_equal(lowest[company], company):
            break
        company = lowest[company]
    return company
