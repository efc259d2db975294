"""What is in view (dataset, snapshot, run, photo) stands in the URL and survives a change of page.

Streamlit drops the query when the user follows the navigation. ``carry_over`` runs once at the top of the frame: what
the URL says is remembered, and after a change of page what the new URL does not say is put back.
"""

from __future__ import annotations

from typing import Literal, get_args

import streamlit as st

Name = Literal["dataset", "snapshot", "run", "photo"]
NAMES: tuple[Name, ...] = get_args(Name)
# A photo, run or snapshot belongs to its dataset: choosing another dataset leaves them behind.
BELONG_TO_A_DATASET: tuple[Name, ...] = ("snapshot", "run", "photo")
STAYS_ON_ITS_PAGE: Name = "photo"

_MEMORY = "address_memory"
_PAGE = "address_page"


def carry_over(page_url_path: str) -> None:
    """Restore what the last page had in view. Call once per full run, before anything reads the address."""
    memory: dict[Name, str] = st.session_state.setdefault(_MEMORY, {})
    page_changed = st.session_state.get(_PAGE, page_url_path) != page_url_path
    st.session_state[_PAGE] = page_url_path
    for name in NAMES:
        if name in st.query_params:
            memory[name] = st.query_params[name]
        elif page_changed and name in memory and name != STAYS_ON_ITS_PAGE:
            st.query_params[name] = memory[name]
        else:
            memory.pop(name, None)


def get(name: Name) -> str | None:
    """What is in view, or None."""
    return st.query_params.get(name) or None


def put(name: Name, value: str | None) -> None:
    """Bring something into view; None takes it out. Another dataset takes the run, snapshot and photo out of view."""
    if get(name) == value:
        return
    if name == "dataset":
        for other in BELONG_TO_A_DATASET:
            _write(other, None)
    _write(name, value)


def open_page(page_file: str, **in_view: str) -> None:
    """Go to another page, such as ``"4_Prepare.py"``, with the given things in view besides those already there."""
    same_dataset = in_view.get("dataset", get("dataset")) == get("dataset")
    dropped = {STAYS_ON_ITS_PAGE} if same_dataset else {STAYS_ON_ITS_PAGE, *BELONG_TO_A_DATASET}
    kept = {name: value for name in NAMES if name not in dropped and (value := get(name))}
    st.switch_page(page_file, query_params=kept | in_view)


def _write(name: Name, value: str | None) -> None:
    if value is None:
        st.query_params.pop(name, None)
        st.session_state.get(_MEMORY, {}).pop(name, None)
    else:
        st.query_params[name] = value
