"""A page of a decision's photos with their verdicts, and the controls to turn pages."""

from __future__ import annotations

import math
from collections.abc import Sequence

import streamlit as st

from engine.kinds import Verdict
from engine.verdicts import Decision
from pages.routes import thumb_url
from pages.widgets import address
from pages.widgets.photo_grid import VERDICT_BADGES, GridItem, photo_grid

PAGE_SIZES = (50, 100, 200, 500)


def verdict_grid(
    decision: Decision,
    places: Sequence[int],
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
    page = 1
    if num_pages > 1:
        page = st.pagination(num_pages, key=f"{key}_page_{num_pages}")
    shown = places[(page - 1) * page_size : page * page_size]
    items = [_item(decision, place, check) for place in shown]
    if opened := photo_grid(items, key=f"{key}_grid", selected=address.get("photo"), tile_px=tile_px):
        address.show("photo", opened)


def _item(decision: Decision, place: int, check: str | None) -> GridItem:
    table = decision.table
    label = str(table.labels[place])
    verdict = Verdict(str(decision.verdicts[place]))
    reasons = ". ".join(decision.explain(place))
    return GridItem(
        sha256=table.sha256s[place],
        image_url=thumb_url(table.sha256s[place]),
        caption=f"{_value(decision, place, check)}{label}",
        badge=VERDICT_BADGES[verdict],
        alt=f"Photo of {label}, {verdict}",
        title=f"{table.paths[place]}\n{reasons}".strip(),
    )


def _value(decision: Decision, place: int, check: str | None) -> str:
    """A measured value to stand before the name, such as ``"34° · "``."""
    if check not in decision.values or not decision.checks[check].is_adjustable:
        return ""
    if math.isnan(decision.values[check][place]):
        return ""
    unit = decision.checks[check].unit
    return f"{decision.values[check][place]:.0f}{'°' if unit == 'degrees' else ''} · "
