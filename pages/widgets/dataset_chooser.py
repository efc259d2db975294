"""The dataset in view, chosen in the sidebar and kept in the URL."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.widgets import address

_KEY = "dataset_choice"


def dataset_chooser(names: Sequence[str]) -> None:
    """Let the person choose a dataset; without a valid one in the URL the first is brought into view.

    Args:
        names: all datasets, in the order to choose from.
    """
    if not names:
        address.put("dataset", None)
        return
    if address.get("dataset") not in names:
        address.put("dataset", names[0])
    st.session_state[_KEY] = address.get("dataset")
    st.selectbox("Dataset", names, key=_KEY, on_change=_choose)


def _choose() -> None:
    address.put("dataset", st.session_state[_KEY])
