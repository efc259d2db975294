"""Photos a page at a time, with their verdicts: select some to keep or reject them by hand, open one to see why."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.edits import set_overrides
from engine.kinds import Override
from engine.measures import all_measures
from engine.photo_query import Places
from engine.verdicts import Decision
from pages.widgets import selection
from pages.widgets.edit_notice import edit_notice, make_edit
from pages.widgets.label_actions import decision_buttons
from pages.widgets.selection_grid import GridPage, selection_grid
from pages.widgets.tiles import tiles, value_words

PAGE_SIZE, TILE_PX = 50, 104


def decided_grid(
    catalog: Catalog, dataset: Dataset, decision: Decision, places: Places, *, order: str, check: str | None = None
) -> None:
    """Draw a page of the photos at ``places`` and what can be decided about those selected.

    Args:
        order: tells these photos from others that the same page shows.
        check: whose measured value stands in the captions.
    """
    selection.keep_known(dataset, decision.table.place_of)
    page = _draw_bar(catalog, dataset, decision, places)
    first = (page - 1) * PAGE_SIZE
    shown, sha256s = places[first : first + PAGE_SIZE], decision.table.sha256s
    selection_grid(
        dataset,
        tiles(decision, shown, _lines(decision, shown, check)),
        GridPage(first, order, lambda low, high: [sha256s[place] for place in places[low:high].tolist()]),
        key=f"decided_grid_{dataset.id}",
        reject=lambda chosen: _reject(catalog, dataset, chosen),
        tile_px=TILE_PX,
    )
    edit_notice(catalog, dataset)


def _draw_bar(catalog: Catalog, dataset: Dataset, decision: Decision, places: Places) -> int:
    """What can be done with the photos; the page that is to be shown, from 1."""
    chosen = selection.get(dataset)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if chosen:
            st.markdown(f"**{len(chosen):,} selected**", width="content")
            decision_buttons(catalog, dataset, chosen, key="decided_grid")
            st.button("Select none", key="decided_none", on_click=selection.put, args=(dataset, ()))
        elif len(places):
            st.caption("Click photos to select them, twice to see one large.", width="content")
        if len(places):
            sha256s = decision.table.sha256s
            everything = (dataset, (sha256s[place] for place in places.tolist()))
            st.button(f"Select all {len(places):,}", key="decided_all", on_click=selection.put, args=everything)
    num_pages = max(1, -(-len(places) // PAGE_SIZE))
    key = f"decided_page_{dataset.id}_{num_pages}"
    return st.pagination(num_pages, key=key) if num_pages > 1 else 1


def _reject(catalog: Catalog, dataset: Dataset, chosen: Sequence[str]) -> None:
    make_edit(dataset, lambda: set_overrides(catalog, dataset, chosen, Override.REJECT))


def _lines(decision: Decision, places: Places, check: str | None) -> list[str]:
    """The person and, where one was measured, the value before, such as ``"34° · Kim"``."""
    labels: list[str] = decision.table.labels[places].tolist()
    measure = all_measures(decision).get(check or "")
    if measure is None:
        return labels
    values = (value_words(measure, float(measure.values[place])) for place in places.tolist())
    return [f"{value} · {label}" if value else label for value, label in zip(values, labels, strict=True)]
