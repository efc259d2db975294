"""Finds near points among many without comparing all: each lies in the cell of a centre, and only near cells are read.

The inverted file of Sivic and Zisserman 2003 ("Video Google"), with points drawn at random as centres: as many as the
square root of the number of points, so that the work grows with its power of 1.5.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.copies.standing import Numbers
from engine.faces import FloatArray

POINTS_FOR_CELLS = 2000  # fewer are all compared with each other
NUM_PROBES = 6  # cells that a query is compared with, nearest first
ROWS_AT_ONCE = 4096
MAX_PER_QUERY = 24  # matches of one query in one cell: a burst of 10,000 pictures must not give 100 million pairs


@dataclass(frozen=True, eq=False)
class Cells:
    """Points by cell. ``points``: (n, d); ``members``: per cell, which of them lie in it."""

    points: FloatArray
    centres: FloatArray
    members: tuple[Numbers, ...]

    @classmethod
    def of(cls, points: FloatArray) -> Cells:
        number = len(points)
        if number <= POINTS_FOR_CELLS:
            return cls(points, points[:1], (np.arange(number),))
        chosen = np.random.default_rng(0).choice(number, round(np.sqrt(number)), replace=False)
        centres = points[chosen]
        cell = _nearest_centres(points, centres, 1)[:, 0]
        order = np.argsort(cell, kind="stable")
        return cls(points, centres, tuple(np.split(order, np.searchsorted(cell[order], np.arange(1, len(centres))))))

    def visits(self, queries: FloatArray) -> Iterator[tuple[Numbers, Numbers]]:
        """Which queries are to be compared with which points, cell by cell."""
        near = _nearest_centres(queries, self.centres, min(NUM_PROBES, len(self.centres)))
        order = np.argsort(near, axis=None, kind="stable")
        ends = np.searchsorted(near.ravel()[order], np.arange(1, len(self.centres)))
        for members, asking in zip(self.members, np.split(order // near.shape[1], ends), strict=True):
            for start in range(0, len(asking), ROWS_AT_ONCE):
                if len(members):
                    yield asking[start : start + ROWS_AT_ONCE], members

    def within(self, queries: FloatArray, distance: float) -> Numbers:
        """(m, 2) query and point of pairs at most ``distance`` apart; of very many, those nearest to the query."""
        found = [np.zeros((0, 2), np.int64)]
        for asking, members in self.visits(queries):
            squares = _squared_distances(queries[asking], self.points[members])
            is_near = squares <= distance**2
            if is_near.shape[1] > MAX_PER_QUERY:
                nearest = np.argpartition(squares, MAX_PER_QUERY, axis=1)[:, :MAX_PER_QUERY]
                chosen = np.zeros_like(is_near)
                np.put_along_axis(chosen, nearest, np.take_along_axis(is_near, nearest, axis=1), axis=1)
                is_near = chosen
            rows, columns = np.nonzero(is_near)
            found.append(np.stack([asking[rows], members[columns]], axis=1))
        return np.concatenate(found)

    def nearest(self, count: int) -> Numbers:
        """(n, count) the points nearest to each point, itself left out; -1 where fewer were met."""
        number = len(self.points)
        best = np.full((number, count), np.inf, np.float32)
        who = np.full((number, count), -1, np.int64)
        for asking, members in self.visits(self.points):
            squares = _squared_distances(self.points[asking], self.points[members])
            squares[asking[:, None] == members] = np.inf
            all_squares = np.concatenate([best[asking], squares], axis=1)
            all_points = np.concatenate([who[asking], np.broadcast_to(members, squares.shape)], axis=1)
            kept = np.argpartition(all_squares, count - 1, axis=1)[:, :count]
            best[asking] = np.take_along_axis(all_squares, kept, axis=1)
            who[asking] = np.take_along_axis(all_points, kept, axis=1)
        return np.where(np.isfinite(best), who, -1)


def _nearest_centres(points: FloatArray, centres: FloatArray, count: int) -> Numbers:
    found = np.zeros((len(points), count), np.int64)
    for start in range(0, len(points), ROWS_AT_ONCE):
        squares = _squared_distances(points[start : start + ROWS_AT_ONCE], centres)
        found[start : start + ROWS_AT_ONCE] = np.argpartition(squares, count - 1, axis=1)[:, :count]
    return found


def _squared_distances(some: FloatArray, others: FloatArray) -> FloatArray:
    products = some @ others.T
    lengths = np.einsum("ij,ij->i", some, some)[:, None] + np.einsum("ij,ij->i", others, others)
    return np.asarray(lengths - 2 * products, np.float32)
