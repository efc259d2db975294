"""A page of a decision's photos with their verdicts, and the control to turn pages; a click opens a photo."""

from __future__ import annotations

import streamlit as st

from engine.measures import all_measures
from engine.photo_query import Places
from engine.verdicts import Decision
from pages.widgets import address
from pages.widgets.photo_grid import photo_grid
from pages.widgets.tiles import tiles, value_words


def verdict_grid(
    decision: Decision,
    places: Places,
    *,
    key: str,
    check: str | None = None,
    page_size: int = 50,
    tile_px: int = 128,
) -> None:
    """Draw one page of the photos at ``places``; a click brings a photo into view.

    Args:
        key: tells several grids of a page apart.
        check: whose measured value stands in the captions.
    """
    num_pages = max(1, -(-len(places) // page_size))
    page = st.pagination(num_pages, key=f"{key}_page_{num_pages}") if num_pages > 1 else 1
    shown = places[(page - 1) * page_size : page * page_size]
    items = tiles(decision, shown, _lines(decision, shown, check))
    if opened := photo_grid(items, key=f"{key}_grid", selected=address.get("photo"), tile_px=tile_px):
        address.show("photo", opened)


def _lines(decision: Decision, places: Places, check: str | None) -> list[str]:
    """The person and, where one was measured, the value before, such as ``"34° · Kim"``."""
    labels: list[str] = decision.table.labels[places].tolist()
    measure = all_measures(decision).get(check or "")
    if measure is None:
        return labels
    values = (value_words(measure, float(measure.values[place])) for place in places.tolist())
    return [f"{value} · {label}" if value else label for value, label in zip(values, labels, strict=True)]
