"""Which photos of a dataset to look at and in which order; what is chosen goes into the address at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from engine.browsing import occurring
from engine.kinds import Split, Verdict
from engine.measures import all_measures
from engine.photo_query import NO_SPLIT, PhotoQuery, SortOrder
from engine.verdicts import BY_HAND, Decision
from pages.widgets import browse_address
from pages.widgets.condition_words import check_words, source_words, split_words, verdict_words
from pages.widgets.more_filters import ask_for_days, ask_for_ranges

ANY = ""
_ORDER = "browse_order"
ORDER_WORDS = {
    SortOrder.IMPORTED: "Import order",
    SortOrder.LABEL: "Person",
    SortOrder.NAME: "File name",
    SortOrder.DATE: "Date taken",
}


def browse_choices(decision: Decision, query: PhotoQuery) -> None:
    """The common conditions in a row, the others behind "More filters"."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        found = occurring(decision)
        _choose("Person or class", "label", query.label, (*found.people, *found.aside), "Everybody", width=170)
        _choose("Verdict", "verdict", query.verdict, tuple(Verdict), "Any", verdict_words, width=120)
        checks, words = (*decision.failing, BY_HAND), partial(check_words, decision)
        _choose("Fails the check", "check", query.check, checks, "Any", words, width=140)
        _ask_for_text(query)
        _ask_for_order(decision, query)
        with st.popover("More filters", icon=":material/tune:"):
            _draw_more(decision, query)


def _draw_more(decision: Decision, query: PhotoQuery) -> None:
    found, splits = occurring(decision), (*Split, NO_SPLIT)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _choose("Split", "split", query.split, splits, "Any", split_words, width=150)
        _choose("File type", "format", query.format, found.formats, "Any", width=150)
        _choose("Colour mode", "mode", query.mode, found.modes, "Any", width=150)
        _choose("Came through", "source", query.source, found.sources, "Any", source_words, width=150)
    _ask_whether_unsure(query)
    ask_for_days(query)
    ask_for_ranges(decision, query)


def _choose(
    label: str,
    attribute: str,
    value: str | None,
    options: Sequence[str],
    none: str,
    words: Callable[[str], str] = str,
    *,
    width: int = 160,
) -> None:
    """Ask for one value of an attribute of the query, or none."""
    key = f"browse_choice_{attribute}"
    st.session_state[key] = value or ANY
    known = [ANY, *options] if not value or value in options else [ANY, *options, value]
    st.selectbox(
        label,
        known,
        key=key,
        format_func=lambda option: words(option) if option else none,
        on_change=_put,
        args=(key, attribute),
        width=width,
    )


def _ask_for_text(query: PhotoQuery) -> None:
    key = "browse_choice_text"
    st.session_state[key] = query.text or ""
    st.text_input("Name contains", key=key, on_change=_put, args=(key, "text"), width=120, placeholder="any")


def _ask_whether_unsure(query: PhotoQuery) -> None:
    key = "browse_choice_unsure"
    st.session_state[key] = query.unsure
    st.toggle(
        "Only the unsure",
        key=key,
        on_change=_put,
        args=(key, "unsure"),
        help="Photos without a verdict, and those that a slightly stricter or looser limit would judge otherwise.",
    )


def _ask_for_order(decision: Decision, query: PhotoQuery) -> None:
    measures = all_measures(decision)
    st.session_state[_ORDER] = query.order

    def words(order: str) -> str:
        return measures[order].title if order in measures else ORDER_WORDS[SortOrder(order)]

    st.selectbox("Sort by", [*SortOrder, *measures], key=_ORDER, format_func=words, on_change=_put_order, width=145)
    way = "Highest first" if query.descending else "Lowest first"
    st.button(
        f":material/{'arrow_downward' if query.descending else 'arrow_upward'}:",
        key="browse_way",
        help=f"{way}. Press to turn round.",
        on_click=browse_address.narrow,
        kwargs={"descending": not query.descending},
    )


def _put(key: str, attribute: str) -> None:
    browse_address.narrow(**{attribute: st.session_state[key] or getattr(PhotoQuery(), attribute)})


def _put_order() -> None:
    browse_address.narrow(order=st.session_state[_ORDER])
