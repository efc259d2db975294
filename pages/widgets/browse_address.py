"""What Browse shows stands in the address: the query, the view above the grid, the page and how the grid looks.

So a link shows another person the same photos, a reload changes nothing and a step back undoes the last choice.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from engine.photo_query import PhotoQuery
from engine.query_params import read_query, write_query
from pages.widgets import address
from pages.widgets.view_choice import NAME as VIEW

PAGE = "page"
LOOKS = ("per_page", "tile", "captions")  # how the grid looks, whatever it shows
NO_CONDITIONS = frozenset({*address.NAMES, VIEW, PAGE, *LOOKS})
_MEMORY = "browse_address_memory"


def query() -> PhotoQuery:
    """The query in the address; what cannot be understood is left out."""
    return read_query(_conditions())[0]


def ignored() -> tuple[str, ...]:
    """A sentence for each part of the address that cannot be understood."""
    return read_query(_conditions())[1]


def put_query(query: PhotoQuery) -> None:
    """Show the photos of a query from the first page on; dataset, view and looks stay."""
    kept = {name: value for name, value in _all().items() if name in NO_CONDITIONS and name not in (PAGE, "photo")}
    _write(kept | write_query(query))


def narrow(**changes: Any) -> None:  # values of the attributes of a PhotoQuery
    """Change conditions of the query in the address, from a widget's callback: ``narrow(label="Kim", check=None)``."""
    put_query(replace(query(), **changes))


def get(name: str, default: str = "") -> str:
    """Another part of what Browse shows: the view, the page or a look."""
    return str(st.query_params.get(name) or default)


def put(name: str, value: str | None) -> None:
    """Change another part; None is its default. A change of looks begins at the first page."""
    dropped = {name, PAGE} if name in LOOKS else {name}
    kept = {key: old for key, old in _all().items() if key not in dropped}
    _write(kept | ({} if value is None else {name: value}))


def carried() -> dict[str, str]:
    """What a link back to Browse carries, besides what every link does: the dataset's photos as last shown."""
    memory = st.session_state.get(_MEMORY, {})
    return dict(memory.get(address.get("dataset"), {}))


def remember() -> None:
    """Note what is shown, for :func:`carried`. Call when Browse is drawn."""
    memory = st.session_state.setdefault(_MEMORY, {})
    memory[address.get("dataset")] = {name: value for name, value in _all().items() if name not in address.NAMES}


def _all() -> dict[str, str]:
    return {name: str(st.query_params[name]) for name in st.query_params}


def _conditions() -> dict[str, str]:
    return {name: value for name, value in _all().items() if name not in NO_CONDITIONS}


def _write(params: dict[str, str]) -> None:
    """All at once: each write is a step in the browser's history."""
    if params != _all():
        st.query_params.from_dict(params)
