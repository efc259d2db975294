"""What may stand above the photos of Browse; the view in the address says which of it does."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.settings import Settings
from engine.verdicts import Decision
from pages.widgets import browse_address
from pages.widgets.balance_panel import balance_panel
from pages.widgets.fit_charts import fit_charts
from pages.widgets.map_view import map_view
from pages.widgets.suspects_queue import suspects_queue

Draw = Callable[[Settings, Catalog, Dataset, Decision], None]
PHOTOS = "photos"
_CHOICE = "browse_view"


def _draw_nothing(settings: Settings, catalog: Catalog, dataset: Dataset, decision: Decision) -> None:
    """The photos alone."""


# Name in the address: (title, what draws it).
VIEWS: dict[str, tuple[str, Draw]] = {
    PHOTOS: ("Photos", _draw_nothing),
    "balance": ("Enough of everybody?", balance_panel),
    "fit": ("Is the data fit?", fit_charts),
    "map": ("Map", map_view),
    "suspects": ("Suspects", suspects_queue),
}


def choose_view() -> Draw:
    """Ask for a view; an unknown one in the address is that of the photos alone."""
    name = browse_address.get(browse_address.VIEW)
    name = name if name in VIEWS else PHOTOS
    if len(VIEWS) > 1:
        st.session_state[_CHOICE] = name
        st.segmented_control(
            "View",
            list(VIEWS),
            required=True,
            format_func=lambda name: VIEWS[name][0],
            key=_CHOICE,
            label_visibility="collapsed",
            on_change=_put_chosen,
        )
    return VIEWS[name][1]


def _put_chosen() -> None:
    chosen = st.session_state[_CHOICE]
    browse_address.put(browse_address.VIEW, None if chosen == PHOTOS else chosen)
