"""Which photos of a dataset to show and in which order, as conditions that combine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.checks import Check
from engine.kinds import Verdict
from engine.measures import all_measures
from engine.verdicts import BY_HAND, Decision

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
Sides = NDArray[np.str_]  # of a split: train, validation, test, or "" for none
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
        unsure: undecided, or a small step of a limit would turn its verdict.
        selected: among those that the user has selected.
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
    selected: bool = False
    first_day: str | None = None
    last_day: str | None = None
    ranges: Mapping[str, Range] = field(default_factory=dict)
    order: str = SortOrder.IMPORTED
    descending: bool = False

    def narrowed(self, name: str, values: Range | None) -> PhotoQuery:
        """With a range of a measure besides the others, in place of an earlier one; None takes it away."""
        others = {other: old for other, old in self.ranges.items() if other != name}
        return replace(self, ranges=others if values is None else {**others, name: values})


def find_photos(decision: Decision, query: PhotoQuery, splits: Sides, selected: Flags | None = None) -> Places:
    """Places, in the decision's table, of the photos that a query asks for, in its order.

    Args:
        splits: (n,) the side of every photo, "" where it has none.
        selected: (n,) True where the user selected the photo; None when nothing is.
    """
    chosen = _matches(decision, query, splits)
    if query.selected:
        chosen &= False if selected is None else selected
    for name, values in query.ranges.items():
        chosen &= _in_range(decision, name, values)
    return _sorted(decision, query, np.flatnonzero(chosen))


def without_unknown(decision: Decision, query: PhotoQuery) -> tuple[PhotoQuery, tuple[str, ...]]:
    """The query without conditions on what the dataset does not have, and a sentence for each that was left out."""
    measures, notes = all_measures(decision), []
    if query.label is not None and not np.any(decision.table.labels == query.label):
        notes.append(f"Nobody here is called '{query.label}'. Photos of all people are shown.")
        query = replace(query, label=None)
    if query.check is not None and query.check not in (*decision.failing, BY_HAND):
        notes.append(f"No check '{query.check}' is asked here. That filter is left out.")
        query = replace(query, check=None)
    for name in [name for name in query.ranges if name not in measures]:
        notes.append(f"There is no measurement '{name}' here. That filter is left out.")
        query = query.narrowed(name, None)
    if query.order not in (*SortOrder, *measures):
        notes.append(f"Photos cannot be sorted by '{query.order}'. They stand in the order of the import.")
        query = replace(query, order=SortOrder.IMPORTED, descending=False)
    return query, tuple(notes)


def is_unsure(decision: Decision) -> Flags:
    """(n,) True where a photo is undecided, or a tenth of a slider's length would turn its verdict.

    What the user decided by hand is sure.
    """
    near = np.zeros(len(decision.table), np.bool_)
    clearly_fails = near.copy()
    for name, fails in decision.failing.items():
        close = _near_limit(decision, name, decision.checks[name])
        near |= close
        clearly_fails |= fails & ~close
    by_hand = (decision.table.overrides != "") | decision.table.is_aside
    unsure: Flags = ((decision.verdicts == Verdict.UNDECIDED) | (near & ~clearly_fails)) & ~by_hand
    return unsure


def _near_limit(decision: Decision, name: str, check: Check) -> Flags:
    """Where a limit a little lower and one a little higher, both on the slider, disagree."""
    if not check.is_adjustable:
        return np.zeros(len(decision.table), np.bool_)
    smallest, largest = check.limit_range
    limit, step = decision.limits[name].value, NEAR_LIMIT * (largest - smallest)
    lower = check.keep_if.moved_to(max(smallest, limit - step))
    upper = check.keep_if.moved_to(min(largest, limit + step))
    return np.asarray(lower.allows(decision.values[name]) != upper.allows(decision.values[name]))


def _matches(decision: Decision, query: PhotoQuery, splits: Sides) -> Flags:
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
    chosen = np.ones(len(decision.table), np.bool_)
    if not query.first_day and not query.last_day:
        return chosen
    days = decision.table.taken.astype("datetime64[D]")
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
    """Photos that are equal in the order stand as imported, those without a value last, also when descending."""
    keys = _keys(decision, query.order)[places]
    if not query.descending:
        return places[np.argsort(keys, kind="stable")]
    order = len(keys) - 1 - np.argsort(keys[::-1], kind="stable")[::-1]
    is_unknown = keys[order] != keys[order]  # NaN and NaT differ from themselves
    chosen: Places = places[np.concatenate([order[~is_unknown], order[is_unknown]])]
    return chosen


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
