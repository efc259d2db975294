"""The conditions of a query in words, each with the query that is left without it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.kinds import Split, Verdict
from engine.measures import Measure, all_measures
from engine.photo_query import NO_SPLIT, PhotoQuery, Range
from engine.verdicts import BY_HAND, Decision

SPLIT_WORDS = {
    Split.TRAIN: "Train",
    Split.VALIDATION: "Validation",
    Split.TEST: "Test",
    NO_SPLIT: "In no split",
}
SOURCE_WORDS = {"zip": "Zip or tar", "csv": "CSV list", "pubfig": "PubFig list", "upload": "Uploaded"}


@dataclass(frozen=True)
class Condition:
    """One condition of a query: what it asks in words, and the query without it."""

    words: str
    rest: PhotoQuery


def conditions(decision: Decision, query: PhotoQuery) -> list[Condition]:
    """The conditions of a query, in the order in which Browse asks for them."""
    simple = {
        "label": query.label,
        "verdict": query.verdict and verdict_words(query.verdict),
        "check": query.check and f"Fails: {check_words(decision, query.check)}",
        "split": query.split and f"Split: {split_words(query.split)}",
        "text": query.text and f"Name has “{query.text}”",
        "format": query.format,
        "mode": query.mode and f"Colour mode {query.mode}",
        "source": query.source and f"From {source_words(query.source)}",
        "unsure": "Unsure" if query.unsure else None,
        "selected": "Only the selected" if query.selected else None,
        "first_day": query.first_day and f"From {query.first_day}",
        "last_day": query.last_day and f"Until {query.last_day}",
    }
    empty = PhotoQuery()
    found = [
        Condition(words, replace(query, **{name: getattr(empty, name)})) for name, words in simple.items() if words
    ]
    measures = all_measures(decision)
    ranges = [(name, values) for name, values in query.ranges.items() if name in measures]
    return found + [
        Condition(range_words(measures[name], values), query.narrowed(name, None)) for name, values in ranges
    ]


def range_words(measure: Measure, values: Range) -> str:
    """Such as ``"Brightness 0–60"``."""
    if values.low is None:
        return f"{measure.title} below {number_words(values.high)}"
    if values.high is None:
        return f"{measure.title} from {number_words(values.low)}"
    return f"{measure.title} {number_words(values.low)}–{number_words(values.high)}"


def number_words(value: float | None) -> str:
    """A number as short as it can be read: four figures, thousands apart."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def verdict_words(verdict: str) -> str:
    return Verdict(verdict).value.capitalize()


def split_words(split: str) -> str:
    return SPLIT_WORDS.get(split, split.capitalize())


def source_words(source: str) -> str:
    return SOURCE_WORDS.get(source, source.capitalize())


def check_words(decision: Decision, check: str) -> str:
    """The title of a check, as the Filter screen names it."""
    if check == BY_HAND:
        return "Rejected by hand"
    return decision.checks[check].title if check in decision.checks else check
