"""Which of a page's views is drawn: a control beside each other, kept in the address under ``view``."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

NAME = "view"  # in the address; the first view is left out of it


def choose_view(titles: Mapping[str, str], *, key: str) -> str:
    """Ask for a view and return its name; an unknown one in the address is the first.

    Args:
        titles: what stands on the control, by name.
    """
    first = next(iter(titles))
    written = str(st.query_params.get(NAME, first))
    name = written if written in titles else first

    def put() -> None:
        chosen = st.session_state[key]
        if chosen == first:
            st.query_params.pop(NAME, None)
        else:
            st.query_params[NAME] = chosen

    if len(titles) > 1:
        st.session_state[key] = name
        st.segmented_control(
            "View",
            list(titles),
            required=True,
            format_func=lambda name: titles[name],
            key=key,
            label_visibility="collapsed",
            on_change=put,
        )
    return name
