"""Turns stored measurements, limits and overrides into verdicts: array arithmetic, instant also for 58,000 photos."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any  # results of several types are remembered together

import numpy as np
from numpy.typing import NDArray

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.decisions import LimitSetting, load_limits
from engine.catalog.measurements import missing_checks
from engine.catalog.tables import LoadedTable, MeasurementTable, load_table
from engine.checks import Check, DatasetCheck, DatasetPhotos, PhotoCheck, Values, checks_for
from engine.errors import BadInput
from engine.kinds import Kind, Override, Verdict
from engine.remembered import Remembered

NEAR_DUPLICATE = "near_duplicate"  # the check that waits for all photos to be compared with each other
BY_HAND = "by_hand"  # stands among the reasons of a photo that the user rejected or set aside
NUM_RESULTS = 16  # of one decision; the places of 100,000 photos take 0.8 MB


# What the pages of one process look at again and again. A table of 100,000 photos takes about 60 MB.
_tables: Remembered[LoadedTable] = Remembered(2)
_decisions: Remembered[Decision] = Remembered(2)


@dataclass(frozen=True)
class PersonCounts:
    """Photos of one person by verdict."""

    kept: int
    rejected: int
    undecided: int

    @property
    def total(self) -> int:
        return self.kept + self.rejected + self.undecided


@dataclass(frozen=True)
class Decision:
    """The verdict on every photo of a dataset under given limits.

    Attributes:
        table: the photos, in import order; all arrays here run parallel to it.
        limits: what was asked, by check name.
        verdicts: (n,) values of :class:`engine.kinds.Verdict`.
        failing: per check that is on, (n,) True where the photo lies on the wrong side.
        unanswered: per check that is on, (n,) True where it was asked and has no answer.
        values: per check, (n,) as measured; an angle has its sign. NaN for a slow check that is off.
    """

    table: MeasurementTable
    limits: Mapping[str, LimitSetting]
    checks: Mapping[str, Check]
    verdicts: NDArray[np.str_]
    failing: Mapping[str, NDArray[np.bool_]]
    unanswered: Mapping[str, NDArray[np.bool_]]
    values: Mapping[str, Values]

    @cached_property
    def results(self) -> Remembered[Any]:
        """What was worked out from this decision, such as the photos of a query: true as long as it stands."""
        return Remembered(NUM_RESULTS)

    @cached_property
    def slow_on(self) -> frozenset[str]:
        """The slow checks that are on: those that are off have no values, so what is told from these depends on it."""
        return frozenset(name for name, check in self.checks.items() if _is_slow(check) and self.limits[name].is_on)

    @cached_property
    def _has_verdict(self) -> Mapping[Verdict, NDArray[np.bool_]]:
        return {verdict: self.verdicts == verdict for verdict in Verdict}

    def has_verdict(self, verdict: Verdict) -> NDArray[np.bool_]:
        """(n,) True where a photo has it."""
        return self._has_verdict[verdict]

    def count(self, verdict: Verdict) -> int:
        return int(np.count_nonzero(self.has_verdict(verdict)))

    def reasons(self) -> dict[str, int]:
        """Photos rejected per check; one photo may stand under several. ``by_hand`` counts the user's own."""
        rejected = self.has_verdict(Verdict.REJECTED)
        counts = {name: int(np.count_nonzero(fails & rejected)) for name, fails in self.failing.items()}
        by_hand = int(np.count_nonzero(self.table.is_rejected_by_hand))
        return counts | ({BY_HAND: by_hand} if by_hand else {})

    def people(self) -> dict[str, PersonCounts]:
        """Counts per person, in order of name; photos set aside show none of them."""
        counts: dict[str, PersonCounts] = self.results.get("people", self._count_people)
        return counts

    def _count_people(self) -> dict[str, PersonCounts]:
        names, number_of = self.table.people
        columns = [
            np.bincount(number_of[self.has_verdict(each) & ~self.table.is_aside], minlength=len(names)).tolist()
            for each in Verdict
        ]
        return {name: PersonCounts(*counts) for name, *counts in zip(names, *columns, strict=True)}

    def usable_per_person(self) -> dict[str, int]:
        """Photos per person that are not rejected: what training could use."""
        return {label: counts.kept + counts.undecided for label, counts in self.people().items()}

    def select(
        self, *, label: str | None = None, verdict: Verdict | None = None, check: str | None = None
    ) -> NDArray[np.int64]:
        """Places of the photos of a person, with a verdict, rejected by a check; None does not narrow."""
        chosen = np.ones(len(self.table), np.bool_)
        if label is not None:
            chosen &= self.table.labels == label
        if verdict is not None:
            chosen &= self.has_verdict(verdict)
        if check == BY_HAND:
            chosen &= self.table.is_rejected_by_hand
        elif check is not None:
            chosen &= self.failing.get(check, np.zeros(len(self.table), np.bool_))
        return np.flatnonzero(chosen)

    def reason_names(self, place: int) -> tuple[str, ...]:
        """Names of the checks a photo fails; ``by_hand`` alone when the user rejected it and no check does."""
        failing = tuple(name for name, fails in self.failing.items() if fails[place])
        return (*failing, BY_HAND) if self.table.is_rejected_by_hand[place] else failing

    def explain(self, place: int) -> tuple[str, ...]:
        """Why a photo has its verdict, in sentences with its numbers."""
        sentences = ["Marked as showing none of the people"] if self.table.is_aside[place] else []
        if self.table.overrides[place]:
            sentences.append("Kept by hand" if self.table.overrides[place] == Override.KEEP else "Rejected by hand")
        problem = self.table.problems[place]
        for name in self.reason_names(place):
            if name == "readable" and problem:
                sentences.append(problem)
            elif name != BY_HAND:
                sentences.append(self.checks[name].explain(self.values[name][place], self.limits[name].value))
        return (*sentences, *self._why_undecided(place))

    def _why_undecided(self, place: int) -> tuple[str, ...]:
        if self.verdicts[place] != Verdict.UNDECIDED:
            return ()
        if self.table.errors[place]:
            return (str(self.table.errors[place]),)
        if not self.table.is_measured[place]:
            return ("Not analyzed yet",)
        if "one_face" in self.values and self.values["one_face"][place] == 0:  # then no question about it has an answer
            return (self.checks["one_face"].explain(0, 1),)
        names = [self.checks[name].title.lower() for name, missing in self.unanswered.items() if missing[place]]
        return (f"No answer to: {', '.join(names)}",)


def default_limits(kind: Kind) -> dict[str, LimitSetting]:
    """Every check of a kind with its default limit, switched on unless it is off by default."""
    return {
        name: LimitSetting(check.default_limit(kind).value, check.is_on) for name, check in checks_for(kind).items()
    }


def current_limits(catalog: Catalog, dataset: Dataset) -> dict[str, LimitSetting]:
    """The defaults, with what was remembered for the dataset in their place."""
    saved = load_limits(catalog, dataset)
    return {name: saved.get(name, default) for name, default in default_limits(dataset.kind).items()}


def change_limits(
    base: Mapping[str, LimitSetting], moved: Mapping[str, float], off: Sequence[str] = ()
) -> dict[str, LimitSetting]:
    """Limits with some moved (and so switched on) and some switched off.

    Raises:
        BadInput: a name is no check of these, or a limit is not a number.
    """
    unknown = [name for name in (*moved, *off) if name not in base]
    if unknown:
        raise BadInput(f"There is no check '{unknown[0]}' here. Expected one of: {', '.join(base)}.")
    nonsense = [name for name, value in moved.items() if not np.isfinite(value)]
    if nonsense:
        raise BadInput(f"The limit of '{nonsense[0]}' is {moved[nonsense[0]]}. Expected a finite number.")
    changed = {name: LimitSetting(moved[name]) if name in moved else setting for name, setting in base.items()}
    return {name: LimitSetting(s.value, is_on=False) if name in off else s for name, s in changed.items()}


def new_checks(decision: Decision) -> dict[str, Check]:
    """The checks that some analyzed photos were not measured with, as they or their version came later."""
    asked = {name: check for name, check in decision.checks.items() if isinstance(check, PhotoCheck)}
    missing = {name for measured in decision.table.measured for name in missing_checks(measured, asked)}
    if (decision.table.is_measured & ~decision.table.copies.is_compared).any():
        missing.add(NEAR_DUPLICATE)
    return {name: check for name, check in decision.checks.items() if name in missing}


def load_measurements(catalog: Catalog, dataset: Dataset) -> MeasurementTable:
    """Everything :func:`decide` needs; load it once, decide as often as a limit moves."""
    return load_table(catalog, dataset, list(checks_for(dataset.kind))).table


def decide(table: MeasurementTable, kind: Kind, limits: Mapping[str, LimitSetting]) -> Decision:
    """Judge every photo: an override wins, else one failed check rejects, else one unanswered leaves undecided.

    A check that is newer than a photo's analysis was not asked of it, and has no say until it is measured again.
    """
    checks = checks_for(kind)
    values = _with_dataset_checks(table, checks, limits)
    asked = {name: check for name, check in checks.items() if limits[name].is_on}
    unknown = {name: np.isnan(values[name]) for name in asked}
    unanswered = {name: unknown[name] & was_asked(table, check, limits) for name, check in asked.items()}
    failing = {
        name: ~unknown[name] & ~check.default_limit(kind).moved_to(limits[name].value).allows(values[name])
        for name, check in asked.items()
    }
    verdicts = np.full(len(table), Verdict.KEPT, "<U9")
    verdicts[_any(unanswered, len(table)) | ~table.is_measured] = Verdict.UNDECIDED
    verdicts[_any(failing, len(table))] = Verdict.REJECTED
    verdicts[table.overrides == Override.KEEP] = Verdict.KEPT
    verdicts[table.is_rejected_by_hand] = Verdict.REJECTED
    return Decision(table, limits, checks, verdicts, failing, unanswered, values)


def was_asked(table: MeasurementTable, check: Check, limits: Mapping[str, LimitSetting]) -> NDArray[np.bool_]:
    """(n,) True where a photo was analyzed with this check."""
    if isinstance(check, DatasetCheck):
        return np.full(len(table), limits[check.name].is_on or not check.is_slow)
    return table.was_asked(check.name)


def decide_dataset(catalog: Catalog, dataset: Dataset, limits: Mapping[str, LimitSetting] | None = None) -> Decision:
    """Load and judge a dataset, with its current limits when none are given; remembered until the catalog changes."""
    key = (catalog.file, dataset, catalog.revision())
    if limits is None:
        return _decisions.get(key, lambda: decide_dataset(catalog, dataset, current_limits(catalog, dataset)))
    return decide(_load(catalog, dataset), dataset.kind, limits)


def _load(catalog: Catalog, dataset: Dataset) -> MeasurementTable:
    """The dataset as it stands now; what has not changed since it was last loaded is not read again."""
    names = list(checks_for(dataset.kind))
    return _tables.renew((catalog.file, dataset), lambda earlier: load_table(catalog, dataset, names, earlier)).table


def _with_dataset_checks(
    table: MeasurementTable, checks: Mapping[str, Check], limits: Mapping[str, LimitSetting]
) -> dict[str, Values]:
    is_decoded = np.array([pixels is not None for pixels in table.pixel_hashes], np.bool_)
    photos = DatasetPhotos(is_decoded, table.standing, table.labels, table.read_embedded)
    values = dict(table.values)
    for name, check in checks.items():
        if _is_slow(check) and not limits[name].is_on:
            values[name] = np.full(len(table), np.nan)
        elif isinstance(check, DatasetCheck):
            remembered = table.embeddings.results if check.is_slow else table.results
            values[name] = remembered.get(("check", name), partial(check.measure_all, photos))
    return values


def _is_slow(check: Check) -> bool:
    return isinstance(check, DatasetCheck) and check.is_slow


def _any(flags: Mapping[str, NDArray[np.bool_]], length: int) -> NDArray[np.bool_]:
    found = np.zeros(length, np.bool_)
    for flag in flags.values():
        found |= flag
    return found
