"""Hundreds of thumbnails by URL, drawn by the browser in one component; a click says which photo to open.

``st.image`` sends every picture through the page's socket: 200 take three seconds. URLs take a fraction of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # a tree of JSON

import streamlit as st

from engine.charts.palette import KEPT, REJECTED, UNDECIDED
from engine.kinds import Verdict

_HERE = Path(__file__).parent
mount = st.components.v2.component(
    "facet_photo_grid",
    html='<ul class="grid"></ul>',
    css=(_HERE / "photo_grid.css").read_text(encoding="utf-8"),
    js=(_HERE / "photo_grid.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class Badge:
    """A mark on a photo: shape and word carry the meaning, the colour only repeats it.

    Attributes:
        shape: one character, such as ``"✓"``.
        word: such as ``"kept"``; read aloud by a screen reader.
        colour: CSS colour of the badge's ground; its text is white.
    """

    shape: str
    word: str
    colour: str


VERDICT_BADGES = {
    Verdict.KEPT: Badge("✓", "kept", KEPT),
    Verdict.REJECTED: Badge("✕", "rejected", REJECTED),
    Verdict.UNDECIDED: Badge("?", "undecided", UNDECIDED),
}


@dataclass(frozen=True)
class GridItem:
    """One photo of the grid.

    Attributes:
        sha256: names the photo in what the grid reports.
        image_url: from ``pages.routes``, such as ``thumb_url(sha256)``.
        caption: the line under the picture.
        tag: a word in the upper corner, such as the side of the split.
        alt: what the picture shows, for those who do not see it; the caption when empty.
        title: more words, shown when the pointer rests on the photo.
    """

    sha256: str
    image_url: str
    caption: str
    badge: Badge | None = None
    tag: str = ""
    alt: str = ""
    title: str = ""


def photo_grid(items: Sequence[GridItem], *, key: str, selected: str | None = None, tile_px: int = 128) -> str | None:
    """Draw the photos and return the SHA-256 of the one just clicked, once; None otherwise.

    Args:
        selected: the SHA-256 of the photo in view, drawn with a frame.
        tile_px: side of the square tiles.
    """
    data = grid_data(items, tile_px, in_view=selected)
    return mount(key=key, data=data, on_opened_change=_rerun_only).opened


def grid_data(items: Sequence[GridItem], tile_px: int, *, in_view: str | None) -> dict[str, Any]:
    """What the browser needs to draw, as JSON."""
    return {
        "items": [vars(item) | {"badge": item.badge and vars(item.badge)} for item in items],
        "inView": in_view,
        "tilePx": tile_px,
    }


def _rerun_only() -> None:
    """Streamlit makes a value a trigger by its callback; the rerun after it is all that is wanted."""
