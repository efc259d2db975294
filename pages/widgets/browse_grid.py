"""The photos of Browse, a page at a time, with what can be done to those selected."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from engine.browsing import photo_splits
from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.edits import set_overrides
from engine.kinds import Override
from engine.photo_query import PhotoQuery, Places
from engine.settings import Settings
from engine.verdicts import Decision
from pages.widgets import browse_address, selection
from pages.widgets.browse_looks import ask_for_looks, looks
from pages.widgets.edit_notice import make_edit
from pages.widgets.label_actions import label_actions
from pages.widgets.selection_grid import GridPage, selection_grid
from pages.widgets.sticky_bar import sticky_bar
from pages.widgets.tiles import captions, tiles

_PAGE = "browse_page"
PAGES_PX = 420  # measured by itself, the control folds to one page where there are two


def browse_grid(
    settings: Settings, catalog: Catalog, dataset: Dataset, decision: Decision, query: PhotoQuery, places: Places
) -> None:
    """Draw a page of the photos at ``places``, and above it what can be done to those selected."""
    look = looks()
    selection.keep_known(dataset, decision.table.place_of)
    with sticky_bar("browse_bar"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            ask_for_looks()
            _draw_select_all(dataset, decision, places)
            page = _choose_page(-(-len(places) // look.page_size))
        if chosen := selection.get(dataset):
            _draw_selected(dataset, chosen)
            label_actions(settings, catalog, dataset, decision, chosen)
    first = (page - 1) * look.page_size
    shown = places[first : first + look.page_size]
    sha256s = decision.table.sha256s
    selection_grid(
        dataset,
        tiles(
            decision,
            shown,
            captions(decision, look.captions, query.order, shown),
            photo_splits(catalog, dataset, decision),
        ),
        GridPage(first, repr(query), lambda low, high: [sha256s[place] for place in places[low:high].tolist()]),
        key="browse_grid",
        reject=lambda chosen: _reject(catalog, dataset, chosen),
        tile_px=look.tile_px,
    )


def _reject(catalog: Catalog, dataset: Dataset, chosen: Sequence[str]) -> None:
    make_edit(dataset, lambda: set_overrides(catalog, dataset, chosen, Override.REJECT))


def _draw_select_all(dataset: Dataset, decision: Decision, places: Places) -> None:
    words = "Select it" if len(places) == 1 else f"Select all {len(places):,}"
    st.button(words, key="select_all", on_click=_select_all, args=(dataset, decision, places))


def _draw_selected(dataset: Dataset, chosen: Sequence[str]) -> None:
    """How many photos are selected, on this and other pages, and what can be done to them."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{len(chosen):,} selected**", width="content")
        st.button("Select none", key="select_none", on_click=_select_none, args=(dataset,))
        if not browse_address.query().selected:
            only = partial(browse_address.narrow, selected=True)
            st.button("Show only these", key="show_selected", on_click=only)


def _choose_page(num_pages: int) -> int:
    written = browse_address.get(browse_address.PAGE, "1")
    page = min(max(1, int(written)), num_pages) if written.isdecimal() else 1
    if num_pages > 1:
        st.session_state[_PAGE] = page
        st.pagination(num_pages, key=_PAGE, width=PAGES_PX, on_change=_put_page)
    return page


def _put_page() -> None:
    page = st.session_state[_PAGE]
    browse_address.put(browse_address.PAGE, None if page == 1 else str(page))


def _select_all(dataset: Dataset, decision: Decision, places: Places) -> None:
    sha256s = decision.table.sha256s
    selection.put(dataset, (sha256s[place] for place in places.tolist()))


def _select_none(dataset: Dataset) -> None:
    selection.put(dataset, ())
    if browse_address.query().selected:
        browse_address.narrow(selected=False)
