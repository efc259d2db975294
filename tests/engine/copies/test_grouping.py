"""Pairs become groups round their best pictures, worked out by hand."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from engine.copies.grouping import group_copies


def _group(pairs: Collection[tuple[int, int]], rank: list[int]) -> list[int]:
    known = {frozenset(pair) for pair in pairs}

    def confirm(wanted: NDArray[np.int64]) -> NDArray[np.bool_]:
        return np.array([frozenset(pair) in known for pair in wanted.tolist()], np.bool_)

    return group_copies(np.array(list(pairs), np.int64).reshape(-1, 2), np.array(rank), confirm).tolist()


def test_without_pairs_nobody_has_a_group() -> None:
    assert _group([], [0, 1, 2]) == [-1, -1, -1]
    assert _group([], []) == []


def test_copies_are_numbered_by_their_best_picture() -> None:
    assert _group([(0, 2), (2, 4), (0, 4), (1, 3)], [4, 0, 2, 3, 1]) == [4, 1, 4, 1, 4]


def test_a_chain_of_pairs_does_not_join_its_ends() -> None:
    """Each is like the next alone, and 0 is best: 0 takes 1; 2 is best of the rest and takes 3; 4 stays alone."""
    assert _group([(0, 1), (1, 2), (2, 3), (3, 4)], [0, 1, 2, 3, 4]) == [0, 0, 2, 2, -1]


def test_the_best_picture_gathers_copies_on_both_sides() -> None:
    assert _group([(0, 1), (1, 2)], [1, 0, 2]) == [1, 1, 1]
