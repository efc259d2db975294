"""The filters that ask for two ends: days, and ranges of measured values."""

from __future__ import annotations

from datetime import date
from math import floor, log10

import streamlit as st

from engine.measures import Measure, all_measures
from engine.photo_query import PhotoQuery, Range
from engine.verdicts import Decision
from pages.widgets import browse_address
from pages.widgets.condition_words import number_words

ASKED_FIRST = ("size", "brightness", "sharpness")  # the others after a choice
_MEASURE = "browse_measure"


def ask_for_days(query: PhotoQuery) -> None:
    """First and last day on which the photos were taken."""
    with st.container(horizontal=True):
        for label, attribute, value in (
            ("Taken from", "first_day", query.first_day),
            ("Taken until", "last_day", query.last_day),
        ):
            key = f"browse_choice_{attribute}"
            st.session_state[key] = value and date.fromisoformat(value)
            first, last = date(1900, 1, 1), date(2100, 12, 31)
            st.date_input(label, None, first, last, key, on_change=_put_day, args=(key, attribute), width=150)


def ask_for_ranges(decision: Decision, query: PhotoQuery) -> None:
    """Smallest and largest value of the usual measures, and of any other."""
    measures = all_measures(decision)
    for name in ASKED_FIRST:
        if name in measures:
            _ask_for_range(measures[name], query)
    others = [name for name in measures if name not in ASKED_FIRST]
    asked = [name for name in others if name in query.ranges]
    for name in asked:
        _ask_for_range(measures[name], query)
    more = [name for name in others if name not in asked]
    chosen = st.selectbox(
        "Another measurement",
        more,
        index=None,
        key=_MEASURE,
        format_func=lambda name: measures[name].title,
        width=308,
    )
    if chosen:
        _ask_for_range(measures[chosen], query)


def _ask_for_range(measure: Measure, query: PhotoQuery) -> None:
    if measure.extent is None:
        return
    smallest, largest = measure.extent
    values = query.ranges.get(measure.name, Range())
    unit = f" ({measure.unit})" if measure.unit else ""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for side, label, value, hint in (
            ("low", f"{measure.title}{unit} from", values.low, smallest),
            ("high", "to below", values.high, largest),
        ):
            key = f"browse_range_{measure.name}_{side}"
            st.session_state[key] = value
            st.number_input(
                label,
                value=None,
                step=_step(largest - smallest),
                format="%g",
                key=key,
                placeholder=number_words(hint),
                on_change=_put_range,
                args=(measure.name,),
                width=220 if side == "low" else 120,
            )


def _step(spread: float) -> float:
    """A hundredth of the spread or less, as a power of ten."""
    return float(10.0 ** floor(log10(spread / 20))) if spread > 0 else 1.0


def _put_day(key: str, attribute: str) -> None:
    day = st.session_state[key]
    browse_address.narrow(**{attribute: day and day.isoformat()})


def _put_range(name: str) -> None:
    low, high = (st.session_state.get(f"browse_range_{name}_{side}") for side in ("low", "high"))
    values = None if low is None and high is None else Range(low, high)
    browse_address.put_query(browse_address.query().narrowed(name, values))
