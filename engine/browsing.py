"""Orders and counts a dataset's photos for the screens that show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.kinds import Split, Verdict
from engine.snapshots import Snapshot
from engine.snapshots.planning import SnapshotPlan
from engine.verdicts import Decision

Places = NDArray[np.int64]

SORT_ORDERS: dict[str, Callable[[Decision], Sequence[object]]] = {
    "as imported": lambda decision: range(len(decision.table)),
    "person": lambda decision: [str(label) for label in decision.table.labels],
    "file name": lambda decision: decision.table.paths,
    "largest picture": lambda decision: (-decision.table.size_wh.prod(axis=1)).tolist(),
    "largest file": lambda decision: (-decision.table.num_bytes).tolist(),
}


def sort_places(decision: Decision, places: Places, order: str) -> list[int]:
    """Sort photos by one of ``SORT_ORDERS``, or by a check's measured value, highest first and unmeasured last."""
    if order in SORT_ORDERS:
        keys = SORT_ORDERS[order](decision)
        return sorted(places.tolist(), key=lambda place: keys[place])
    values = decision.values[order][places]
    return [int(place) for place in places[np.argsort(-values, kind="stable")]]


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


def photos_per_split(snapshot: Snapshot) -> dict[str, dict[Split, int]]:
    """Photos per label and side of a snapshot's split."""
    counts: dict[str, Counter[Split]] = {label: Counter() for label in snapshot.labels}
    for entry in snapshot.entries:
        counts[entry.label][entry.split] += 1
    return {label: dict(sides) for label, sides in counts.items()}


def planned_per_split(plan: SnapshotPlan) -> dict[str, dict[Split, int]]:
    """Photos per label and side of a plan."""
    return {label: {split: plan.count(split, label) for split in Split} for label in plan.labels}
