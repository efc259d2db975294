"""Which photos of a dataset to look at, in which order and how large; remembered while the browser tab is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from engine.browsing import SORT_ORDERS, sort_places
from engine.catalog.datasets import Dataset
from engine.kinds import Verdict
from engine.verdicts import Decision
from pages.widgets.verdict_grid import PAGE_SIZES

EVERYBODY, ANY_VERDICT = "Everybody", "Any verdict"
TILE_SIZES_PX = {"Small": 88, "Medium": 128, "Large": 200}

T = TypeVar("T")


@dataclass(frozen=True)
class BrowseView:
    """What to show.

    Attributes:
        places: photos in the decision's table, in the order to show them.
        order: one of ``SORT_ORDERS``, or a check's name.
    """

    places: Sequence[int]
    order: str
    page_size: int
    tile_px: int


def browse_choices(dataset: Dataset, decision: Decision) -> BrowseView:
    """Ask for person, verdict, order, photos per page and size."""

    def ask(label: str, options: Sequence[T], width: int, *, index: int = 0, words: Callable[[T], str] = str) -> T:
        key = f"browse_{dataset.id}_{label}"
        return st.selectbox(label, options, index, words, key=key, width=width, persist_state="session")

    def order_words(order: str) -> str:
        return decision.checks[order].title if order in decision.checks else order.capitalize()

    with st.container(horizontal=True, vertical_alignment="bottom"):
        person = ask("Person or class", [EVERYBODY, *decision.people()], 220)
        verdict = ask("Verdict", [ANY_VERDICT, *Verdict], 150, words=str.capitalize)
        order = ask("Sort by", [*SORT_ORDERS, *decision.checks], 220, words=order_words)
        page_size = ask("Photos per page", PAGE_SIZES, 140, index=1)
        tile = ask("Size", list(TILE_SIZES_PX), 120, index=1)
    places = decision.select(
        label=None if person == EVERYBODY else person, verdict=None if verdict == ANY_VERDICT else Verdict(verdict)
    )
    return BrowseView(sort_places(decision, places, order), order, page_size, TILE_SIZES_PX[tile])
