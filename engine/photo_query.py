"""Which photos of a dataset to show and in which order, as conditions that combine and as parameters of an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.kinds import Verdict
from engine.measures import all_measures
from engine.verdicts import Decision

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
NO_SPLIT = "none"
NEAR_LIMIT = 0.1  # of a limit's slider: so close that another look is worth it


class SortOrder(StrEnum):
    """Orders that are no measure."""

    IMPORTED = "imported"
    LABEL = "label"
    NAME = "name"
    DATE = "date"


@dataclass(frozen=True)
class Range:
    """Values from ``low`` up to but without ``high``; None leaves a side open."""

    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class PhotoQuery:
    """Conditions on photos; every one that is given must hold.

    Attributes:
        check: the photo fails it; ``by_hand`` for those the user rejected.
        split: its side, or ``none``.
        format, mode: as Pillow names them.
        source: name of the source type it came through.
        text: part of its path, whatever the case.
        unsure: undecided, or close to a limit.
        first_day, last_day: it was taken then or between them, ISO 8601 dates.
        ranges: by name of a measure (:func:`engine.measures.all_measures`).
        order: a :class:`SortOrder` or the name of a measure.
    """

    label: str | None = None
    verdict: Verdict | None = None
    check: str | None = None
    split: str | None = None
    format: str | None = None
    mode: str | None = None
    source: str | None = None
    text: str | None = None
    unsure: bool = False
    first_day: str | None = None
    last_day: str | None = None
    ranges: Mapping[str, Range] = field(default_factory=dict)
    order: str = SortOrder.IMPORTED
    descending: bool = False

    def narrowed(self, name: str, values: Range) -> PhotoQuery:
        """With a range of a measure besides the others."""
        return replace(self, ranges={**self.ranges, name: values})


def find_photos(decision: Decision, query: PhotoQuery, splits: NDArray[np.str_]) -> Places:
    """Places, in the decision's table, of the photos that a query asks for, in its order.

    Args:
        splits: (n,) the side of every photo, "" where it has none.
    """
    chosen = _matches(decision, query, splits)
    for name, values in query.ranges.items():
        chosen &= _in_range(decision, name, values)
    return _sorted(decision, query, np.flatnonzero(chosen))


def is_unsure(decision: Decision) -> Flags:
    """(n,) True where a photo is undecided or a measurement lies within a tenth of its slider beside the limit."""
    unsure: Flags = decision.verdicts == Verdict.UNDECIDED
    for name in decision.failing:
        check = decision.checks[name]
        if check.is_adjustable:
            smallest, largest = check.limit_range
            distance = np.abs(decision.values[name] - decision.limits[name].value)
            unsure = unsure | (distance < NEAR_LIMIT * (largest - smallest))
    return unsure


def _matches(decision: Decision, query: PhotoQuery, splits: NDArray[np.str_]) -> Flags:
    table = decision.table
    chosen = np.zeros(len(table), np.bool_)
    chosen[decision.select(label=query.label, verdict=query.verdict, check=query.check)] = True
    wanted = ((query.format, table.formats), (query.mode, table.modes), (query.source, table.source_types))
    for value, column in wanted:
        if value is not None:
            chosen &= column == value
    if query.split is not None:
        chosen &= splits == ("" if query.split == NO_SPLIT else query.split)
    if query.text:
        part = query.text.casefold()
        chosen &= np.array([part in path.casefold() for path in table.paths], np.bool_)
    if query.unsure:
        chosen &= is_unsure(decision)
    return chosen & _in_days(decision, query)


def _in_days(decision: Decision, query: PhotoQuery) -> Flags:
    days = decision.table.taken.astype("datetime64[D]")
    chosen = np.ones(len(days), np.bool_)
    if query.first_day:
        chosen &= days >= np.datetime64(query.first_day, "D")
    if query.last_day:
        chosen &= days <= np.datetime64(query.last_day, "D")
    return chosen


def _in_range(decision: Decision, name: str, wanted: Range) -> Flags:
    measures = all_measures(decision)
    if name not in measures:
        return np.zeros(len(decision.table), np.bool_)
    values = measures[name].values
    chosen = ~np.isnan(values)
    if wanted.low is not None:
        chosen &= values >= wanted.low
    if wanted.high is not None:
        chosen &= values < wanted.high
    return chosen


def _sorted(decision: Decision, query: PhotoQuery, places: Places) -> Places:
    keys = _keys(decision, query.order)[places]
    order = np.argsort(keys, kind="stable")
    if not query.descending:
        return places[order]
    is_unknown = keys[order] != keys[order]  # NaN and NaT, sorted last; they stay there
    turned: Places = places[np.concatenate([order[~is_unknown][::-1], order[is_unknown]])]
    return turned


def _keys(decision: Decision, order: str) -> NDArray[Any]:  # texts, times or numbers
    table = decision.table
    if order == SortOrder.LABEL:
        return table.labels
    if order == SortOrder.NAME:
        return np.array(table.paths, np.str_)
    if order == SortOrder.DATE:
        return table.taken
    measure = all_measures(decision).get(order)
    return np.arange(len(table)) if measure is None else measure.values
