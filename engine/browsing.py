"""Finds and counts a dataset's photos for the screens that show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.frozen import load_newest_splits
from engine.kinds import Split, Verdict
from engine.photo_query import PhotoQuery, Places, Sides, find_photos
from engine.query_params import write_query
from engine.snapshots import Snapshot
from engine.snapshots.planning import SnapshotPlan
from engine.verdicts import Decision


def browse(
    catalog: Catalog, dataset: Dataset, decision: Decision, query: PhotoQuery, selected: Collection[str] = ()
) -> Places:
    """Places of a query's photos in the decision's table; remembered, as pages are turned in the same ones.

    Args:
        selected: SHA-256 of the photos that the user has selected.
    """
    splits = photo_splits(catalog, dataset, decision)
    if query.selected:
        is_selected = np.zeros(len(decision.table), np.bool_)
        is_selected[[place for sha256 in selected if (place := decision.table.place_of.get(sha256)) is not None]] = True
        return find_photos(decision, query, splits, is_selected)
    found: Places = decision.results.get(
        ("places", *write_query(query).items()), lambda: find_photos(decision, query, splits)
    )
    return found


@dataclass(frozen=True)
class Occurring:
    """What occurs among a dataset's photos, each in order: people (those set aside apart), formats, modes, sources."""

    people: tuple[str, ...]
    aside: tuple[str, ...]
    formats: tuple[str, ...]
    modes: tuple[str, ...]
    sources: tuple[str, ...]


def occurring(decision: Decision) -> Occurring:
    """What the photos of a dataset can be narrowed to; remembered."""

    def names(column: NDArray[np.str_]) -> tuple[str, ...]:
        return tuple(name for name in np.unique(column).tolist() if name)

    def look() -> Occurring:
        table = decision.table
        people, aside = names(table.labels[~table.is_aside]), names(table.labels[table.is_aside])
        return Occurring(people, aside, names(table.formats), names(table.modes), names(table.source_types))

    found: Occurring = decision.results.get("occurring", look)
    return found


def photo_splits(catalog: Catalog, dataset: Dataset, decision: Decision) -> Sides:
    """(n,) the side of every photo: as in the newest snapshot, else as its source gave it, else ""."""

    def load() -> Sides:
        sides = decision.table.given_splits.astype("<U10")
        place_of = decision.table.place_of
        for sha256, split in load_newest_splits(catalog, dataset).items():
            if sha256 in place_of:
                sides[place_of[sha256]] = split
        return sides

    splits: Sides = decision.results.get("splits", load)
    return splits


def given_per_split(decision: Decision) -> dict[Split, int]:
    """Kept photos per side that their source gave them; nothing when it gave all of them to train on, or no side."""
    given = decision.table.given_splits[decision.verdicts == Verdict.KEPT]
    counts = {side: int(np.count_nonzero(given == side)) for side in Split if (given == side).any()}
    return {} if counts.keys() <= {Split.TRAIN} else counts


def photos_per_verdict(decision: Decision) -> dict[str, dict[Verdict, int]]:
    """Photos per person and verdict."""
    return {
        label: {
            Verdict.KEPT: counts.kept,
            Verdict.REJECTED: counts.rejected,
            Verdict.UNDECIDED: counts.undecided,
        }
        for label, counts in decision.people().items()
    }


def photos_per_side(decision: Decision, splits: NDArray[np.str_]) -> dict[str, dict[Split, int]]:
    """Photos per person and side; those on no side are left out.

    Args:
        splits: (n,) the side of every photo, "" where it has none, as :func:`photo_splits` answers.
    """
    counts: dict[str, dict[Split, int]] = {label: {} for label in decision.people()}
    for side in Split:
        mine = decision.table.labels[(splits == side) & ~decision.table.is_aside]
        for label, number in zip(*np.unique(mine, return_counts=True), strict=True):
            counts[str(label)][side] = int(number)
    return counts


def photos_per_split(snapshot: Snapshot) -> dict[str, dict[Split, int]]:
    """Photos per label and side of a snapshot's split."""
    counts: dict[str, Counter[Split]] = {label: Counter() for label in snapshot.labels}
    for entry in snapshot.entries:
        counts[entry.label][entry.split] += 1
    return {label: dict(sides) for label, sides in counts.items()}


def planned_per_split(plan: SnapshotPlan) -> dict[str, dict[Split, int]]:
    """Photos per label and side of a plan."""
    return {label: {split: plan.count(split, label) for split in Split} for label in plan.labels}
