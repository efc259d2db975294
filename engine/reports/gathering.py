"""Counts what the filter did to a dataset, and chooses the photos that show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.catalog.datasets import Dataset
from engine.checks import Bound, Check
from engine.kinds import Verdict
from engine.limit_effects import SliderBars, rejected_alone, slider_bars
from engine.photo_query import Places
from engine.verdicts import BY_HAND, Decision, PersonCounts

NUM_EXAMPLES = 8  # per reason
NUM_PEOPLE_SHOWN = 50  # people with a photo; the others are told in numbers
BOUND_WORDS = {
    Bound.AT_MOST: "at most {} {}",
    Bound.AT_LEAST: "at least {} {}",
    Bound.WITHIN: "at most {} {} either way",
    Bound.ONE_TO: "1 to {} {}",
}


@dataclass(frozen=True)
class Example:
    """A photo that shows something: ``words`` say why it has its verdict."""

    sha256: str
    label: str
    path: str
    words: str


@dataclass(frozen=True)
class Reason:
    """What one check did, or the user by hand.

    Attributes:
        limit: in words; empty where there is none to set.
        is_on: whether the check took part.
        num_rejected, num_alone: photos it rejects, and those of them that nothing else does.
        bars: how its values lie along the range of limits; None where no limit can be set.
        limit_share: where the limit lies in that range, 0 to 1.
    """

    title: str
    question: str
    limit: str
    is_on: bool
    num_rejected: int
    num_alone: int
    examples: tuple[Example, ...]
    bars: SliderBars | None = None
    limit_share: float = 0.0
    keeps_above: bool = False
    range_words: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Person:
    """A person before (all photos) and after the filter; ``example`` is the first photo kept."""

    label: str
    counts: PersonCounts
    example: Example | None


@dataclass(frozen=True)
class Report:
    """Everything the page says.

    Attributes:
        counts: photos by verdict, in all.
        reasons: most photos first, then the checks that are off.
        undecided: examples of photos that no limit can decide.
    """

    dataset: str
    num_photos: int
    counts: dict[Verdict, int]
    people: tuple[Person, ...]
    reasons: tuple[Reason, ...]
    undecided: tuple[Example, ...]

    def balance(self, *, after: bool) -> tuple[int, int] | None:
        """Photos of the person with fewest and of the one with most, before the filter or after it."""
        numbers = [person.counts.kept if after else person.counts.total for person in self.people]
        return (min(numbers), max(numbers)) if numbers else None


def gather_report(dataset: Dataset, decision: Decision) -> Report:
    """Count and choose; examples are spread evenly over the photos they stand for."""
    reasons = [_reason(decision, name, check) for name, check in decision.checks.items()]
    by_hand = _by_hand(decision)
    reasons.sort(key=lambda reason: (not reason.is_on, -reason.num_rejected))
    return Report(
        dataset=dataset.name,
        num_photos=len(decision.table),
        counts={verdict: decision.count(verdict) for verdict in Verdict},
        people=_people(decision),
        reasons=(*by_hand, *reasons),
        undecided=_examples(decision, decision.select(verdict=Verdict.UNDECIDED)),
    )


def _reason(decision: Decision, name: str, check: Check) -> Reason:
    setting, places = decision.limits[name], decision.select(check=name, verdict=Verdict.REJECTED)
    low, high = check.limit_range
    words = BOUND_WORDS[check.keep_if.bound].format(f"{setting.value:g}", check.unit)
    limit = words if check.is_adjustable else ""
    return Reason(
        title=check.title,
        question=check.question,
        limit=limit,
        is_on=setting.is_on,
        num_rejected=len(places) if setting.is_on else 0,
        num_alone=int(rejected_alone(decision, name).sum()),
        examples=_examples(decision, places) if setting.is_on else (),
        bars=slider_bars(decision).get(name),
        limit_share=float(np.clip((setting.value - low) / (high - low), 0, 1)),
        keeps_above=check.keep_if.bound is Bound.AT_LEAST,
        range_words=(f"{low:g}", f"{high:g}"),
    )


def _by_hand(decision: Decision) -> tuple[Reason, ...]:
    places = decision.select(check=BY_HAND)
    if not len(places):
        return ()
    told = "Did you reject it or set it aside?"
    return (Reason("Rejected by hand", told, "", True, len(places), len(places), _examples(decision, places)),)


def _people(decision: Decision) -> tuple[Person, ...]:
    kept, labels = decision.select(verdict=Verdict.KEPT), decision.table.labels
    names, firsts = np.unique(labels[kept], return_index=True)
    first_of = dict(zip(names.tolist(), kept[firsts].tolist(), strict=True))
    ranked = sorted(decision.people().items(), key=lambda item: (-item[1].total, item[0]))
    return tuple(
        Person(
            label,
            counts,
            _example(decision, first_of[label]) if place < NUM_PEOPLE_SHOWN and label in first_of else None,
        )
        for place, (label, counts) in enumerate(ranked)
    )


def _examples(decision: Decision, places: Places) -> tuple[Example, ...]:
    chosen: Sequence[int] = (
        places[np.linspace(0, len(places) - 1, NUM_EXAMPLES).round().astype(int)].tolist()
        if len(places) > NUM_EXAMPLES
        else places.tolist()
    )
    return tuple(_example(decision, place) for place in chosen)


def _example(decision: Decision, place: int) -> Example:
    table = decision.table
    return Example(
        table.sha256s[place], str(table.labels[place]), table.paths[place], ". ".join(decision.explain(place))
    )
