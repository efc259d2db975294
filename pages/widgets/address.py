"""What is in view (dataset, snapshot, run, photo) stands in the URL and survives a change of page.

The sidebar's links carry it along. Where a URL comes without (a typed one, a step back in the browser's history),
``carry_over`` puts back what this session had in view last; Streamlit then replaces the URL instead of adding one.
"""

from __future__ import annotations

from typing import Literal, get_args

import streamlit as st

Name = Literal["dataset", "snapshot", "run", "photo"]
NAMES: tuple[Name, ...] = get_args(Name)
# A photo is open on its page only: a step back closes it, another page does not show it.
CARRIED: tuple[Name, ...] = ("dataset", "snapshot", "run")

_MEMORY = "address_memory"


def carry_over() -> None:
    """Put back what the URL lacks. Call once at the top of the frame, before anything reads the address."""
    memory = _memory()
    missing = {name: memory[name] for name in CARRIED if name not in st.query_params and name in memory}
    if missing:
        st.query_params.update(missing)
    memory.update({name: st.query_params[name] for name in CARRIED if name in st.query_params})


def get(name: Name) -> str | None:
    """What is in view, or None."""
    return st.query_params.get(name) or None


def in_view() -> dict[str, str]:
    """What a link to another page carries along."""
    return {name: value for name in CARRIED if (value := get(name))}


def put(name: Name, value: str | None) -> None:
    """Bring something into view, from a widget's callback; None takes it out of view.

    Another dataset takes all else out of view: its snapshot, run and photo, and what a page shows of it.
    """
    if get(name) == value:
        return
    if name == "dataset" and get(name) is not None:
        _memory().clear()
        st.query_params.clear()
    _write(name, value)


def show(name: Name, value: str | None) -> None:
    """Bring something into view from the middle of a page: the page runs again, as its top has not seen it yet."""
    if get(name) != value:
        put(name, value)
        st.rerun()


def open_page(page_file: str, **more: str) -> None:
    """Go to another page, such as ``"4_Prepare.py"``, with ``more`` in view besides what is there already."""
    stays = in_view() if more.get("dataset", get("dataset")) == get("dataset") else {}
    _memory().clear()
    st.switch_page(page_file, query_params=stays | more)


def _memory() -> dict[str, str]:
    memory: dict[str, str] = st.session_state.setdefault(_MEMORY, {})
    return memory


def _write(name: Name, value: str | None) -> None:
    if value is None:
        st.query_params.pop(name, None)
        _memory().pop(name, None)
    else:
        st.query_params[name] = value
        if name in CARRIED:
            _memory()[name] = value
