"""The run to predict with, chosen among those that have a model; a choice goes into the URL."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from engine.training.runs import RunRecord
from pages.widgets import address
from pages.widgets.run_words import run_label
from pages.widgets.runs_in_view import best_run, run_in_view

_KEY = "run_choice"


def run_picker(runs: Sequence[RunRecord]) -> RunRecord:
    """Let the person choose one of at least one run; the one in the URL, else the one with the best accuracy."""
    by_id = {run.id: run for run in runs}
    first = run_in_view(runs) or best_run(runs)
    assert first is not None
    st.session_state[_KEY] = first.id
    chosen = st.selectbox(
        "Trained network (run)",
        list(by_id),
        key=_KEY,
        format_func=lambda run_id: run_label(by_id[run_id]),
        on_change=_choose,
    )
    return by_id[chosen]


def _choose() -> None:
    address.put("run", st.session_state[_KEY])
