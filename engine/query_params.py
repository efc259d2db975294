"""A photo query as parameters of an address, such as ``person=Kim&brightness=0..60&sort=-size``, and back."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from engine.kinds import Split, Verdict
from engine.photo_query import NO_SPLIT, PhotoQuery, Range, SortOrder

SORT = "sort"
BETWEEN = ".."
YES = "1"


def _text(value: str) -> str:
    return value


def _day(value: str) -> str:
    return date.fromisoformat(value).isoformat()


def _side(value: str) -> str:
    return NO_SPLIT if value == NO_SPLIT else Split(value).value


def _yes(value: str) -> bool:
    if value != YES:
        raise ValueError(value)
    return True


# Parameter: (attribute of the query, how its text is read). A ValueError means that the text is no such value.
CONDITIONS: dict[str, tuple[str, Callable[[str], object]]] = {
    "person": ("label", _text),
    "verdict": ("verdict", Verdict),
    "failed": ("check", _text),
    "split": ("split", _side),
    "type": ("format", _text),
    "mode": ("mode", _text),
    "source": ("source", _text),
    "name": ("text", _text),
    "unsure": ("unsure", _yes),
    "selected": ("selected", _yes),
    "from": ("first_day", _day),
    "to": ("last_day", _day),
}


def write_query(query: PhotoQuery) -> dict[str, str]:
    """The parameters that say a query, one per condition; nothing for all photos as imported."""
    params = {}
    for name, (attribute, _) in CONDITIONS.items():
        value = getattr(query, attribute)
        if value:
            params[name] = YES if value is True else str(value)
    params |= {name: _write_range(values) for name, values in query.ranges.items()}
    if query.order != SortOrder.IMPORTED or query.descending:
        params[SORT] = f"{'-' if query.descending else ''}{query.order}"
    return params


def read_query(params: Mapping[str, str]) -> tuple[PhotoQuery, tuple[str, ...]]:
    """The query that parameters say, and a sentence for each that says nothing; such a one is left out."""
    known: dict[str, Any] = {}  # attributes of a PhotoQuery are of several types
    ranges: dict[str, Range] = {}
    ignored = []
    for name, text in params.items():
        try:
            if name in CONDITIONS:
                attribute, read = CONDITIONS[name]
                known[attribute] = read(text) or None
            elif name == SORT:
                known |= {"order": text.removeprefix("-") or SortOrder.IMPORTED, "descending": text.startswith("-")}
            else:
                ranges[name] = _read_range(text)
        except ValueError:
            ignored.append(f"The address says {name}={text}, which is no filter. It is left out.")
    return PhotoQuery(**known, ranges=ranges), tuple(ignored)


def _write_range(values: Range) -> str:
    return f"{_number(values.low)}{BETWEEN}{_number(values.high)}"


def _number(value: float | None) -> str:
    """The shortest text that reads back as the same number."""
    return "" if value is None else repr(float(value)).removesuffix(".0")


def _read_range(text: str) -> Range:
    low, between, high = text.partition(BETWEEN)
    values = Range(_side_of_range(low), _side_of_range(high))
    if not between or (values.low is None and values.high is None):
        raise ValueError(text)
    if values.low is not None and values.high is not None and values.low >= values.high:
        raise ValueError(text)
    return values


def _side_of_range(text: str) -> float | None:
    value = float(text) if text else None
    if value is not None and not math.isfinite(value):
        raise ValueError(text)
    return value
