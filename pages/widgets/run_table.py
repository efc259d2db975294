"""A table of runs with their settings and best accuracy, to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import streamlit as st

from engine.training.runs import RunRecord
from pages.widgets import address
from pages.widgets.job_words import duration
from pages.widgets.run_words import run_name

COLUMNS = {
    "Best accuracy": st.column_config.ProgressColumn(
        min_value=0.0, max_value=1.0, format="percent", help="On validation photos, which it never learned from"
    ),
    "Rate": st.column_config.NumberColumn(format="%g", help="Learning rate"),
    "Batch": st.column_config.NumberColumn(help="Photos per step"),
    "Started": st.column_config.DatetimeColumn(format="distance"),
}


def run_table(runs: Sequence[RunRecord], *, key: str, preselected: RunRecord | None) -> list[RunRecord]:
    """Show runs in their order and return those the person marked: one, or several to compare."""
    event = st.dataframe(
        [_row(run) for run in runs],
        key=_key(key, runs, preselected),
        selection_mode="multi-row",
        on_select="rerun",
        **_look(runs, preselected),
    )
    return [runs[place] for place in event.selection.rows]


def run_opener(runs: Sequence[RunRecord], *, key: str, opened: RunRecord | None) -> None:
    """Show runs in their order; the one the person marks comes into view, and leaves it when unmarked."""
    full_key = _key(key, runs, opened)

    def open_marked() -> None:
        marked = [runs[place].id for place in st.session_state[full_key].selection.rows]
        address.put("run", marked[0] if marked else None)

    st.dataframe(
        [_row(run) for run in runs],
        key=full_key,
        selection_mode="single-row",
        on_select=open_marked,
        **_look(runs, opened),
    )


def _key(key: str, runs: Sequence[RunRecord], preselected: RunRecord | None) -> str:
    """A mark is kept by its row, so another list of runs needs another key."""
    return f"{key}_{runs[0].id}_{len(runs)}_{preselected.id if preselected else ''}"


def _look(runs: Sequence[RunRecord], preselected: RunRecord | None) -> dict[str, Any]:  # keyword arguments
    marked = [place for place, run in enumerate(runs) if preselected and run.id == preselected.id]
    return {
        "hide_index": True,
        "width": "stretch",
        "column_config": COLUMNS,
        "selection_default": {"selection": {"rows": marked}},
    }


def _row(run: RunRecord) -> dict[str, object]:
    config = run.config
    done = run.last.step if run.last else 0
    # The table is drawn once while a run goes on: numbers that move stand elsewhere.
    is_moving = run.state.is_active
    return {
        "Run": run_name(run),
        "State": "training" if is_moving else run.state.value,
        "Best accuracy": run.best.judged_accuracy if run.best else None,
        "Snapshot": config.snapshot,
        "Steps": f"{config.steps:,}" if is_moving else f"{done:,} of {config.steps:,}",
        "Batch": config.batch_size,
        "Rate": config.learning_rate,
        "Seed": config.seed,
        "Time": duration(run.last.seconds) if run.last else "–",
        "Device": run.device.kind if run.device else "–",
        "Started": datetime.fromisoformat(run.job.created),
    }
