"""How the grid of Browse looks: photos per page, their size, what stands under them. Kept in the address."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from pages.widgets import browse_address

PAGE_SIZES = (50, 100, 200, 500)
TILE_SIZES_PX = {"small": 88, "medium": 128, "large": 200}
NO_CAPTION, PERSON, VALUE, FILE_NAME = "none", "person", "value", "name"
CAPTION_WORDS = {NO_CAPTION: "None", PERSON: "Person", VALUE: "Value sorted by", FILE_NAME: "File name"}
PER_PAGE, TILE, CAPTIONS = browse_address.LOOKS
# The default stands first.
_CHOICES = {
    PER_PAGE: ("Photos per page", ("100", *(str(size) for size in PAGE_SIZES if size != 100))),
    TILE: ("Size", ("medium", "small", "large")),
    CAPTIONS: ("Text below", (PERSON, VALUE, FILE_NAME, NO_CAPTION)),
}


@dataclass(frozen=True)
class Looks:
    """How the grid looks. ``captions``: one of ``CAPTION_WORDS``."""

    page_size: int
    tile_px: int
    captions: str


def looks() -> Looks:
    """As the address says; what it does not say, or says wrongly, is the default."""
    chosen = {name: _read(name) for name in _CHOICES}
    return Looks(int(chosen[PER_PAGE]), TILE_SIZES_PX[chosen[TILE]], chosen[CAPTIONS])


def ask_for_looks() -> None:
    """A small menu to choose from."""
    with st.popover("View", icon=":material/grid_view:"):
        for name, (label, options) in _CHOICES.items():
            key = f"browse_look_{name}"
            st.session_state[key] = _read(name)
            st.segmented_control(
                label,
                sorted(options, key=int) if name == PER_PAGE else _in_order(name),
                required=True,
                key=key,
                format_func=lambda option: CAPTION_WORDS.get(option, option.capitalize()),
                on_change=_put,
                args=(name,),
            )


def _in_order(name: str) -> list[str]:
    return list(TILE_SIZES_PX if name == TILE else CAPTION_WORDS)


def _read(name: str) -> str:
    options = _CHOICES[name][1]
    value = browse_address.get(name)
    return value if value in options else options[0]


def _put(name: str) -> None:
    chosen = st.session_state[f"browse_look_{name}"]
    browse_address.put(name, None if chosen == _CHOICES[name][1][0] else chosen)
