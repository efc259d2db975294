"""A table of runs with their settings and best accuracy, to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import streamlit as st

from engine.training.runs import RunRecord
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


def run_table(
    runs: Sequence[RunRecord],
    *,
    key: str,
    mode: Literal["single-row", "multi-row"],
    preselected: RunRecord | None = None,
) -> list[RunRecord]:
    """Show runs in their order and return those the person marked."""
    default = [runs.index(preselected)] if preselected in runs else []
    event = st.dataframe(
        [_row(run) for run in runs],
        key=key,
        hide_index=True,
        width="stretch",
        column_config=COLUMNS,
        on_select="rerun",
        selection_mode=mode,
        selection_default={"selection": {"rows": default}},
    )
    return [runs[place] for place in event.selection.rows if place < len(runs)]


def _row(run: RunRecord) -> dict[str, object]:
    config, last = run.config, run.last
    return {
        "Run": run_name(run),
        "State": run.state.value,
        "Best accuracy": run.best.judged_accuracy if run.best else None,
        "Snapshot": config.snapshot,
        "Steps": f"{last.step if last else 0:,} of {config.steps:,}",
        "Batch": config.batch_size,
        "Rate": config.learning_rate,
        "Seed": config.seed,
        "Time": duration(last.seconds) if last else "–",
        "Device": run.device.kind if run.device else "–",
        "Started": datetime.fromisoformat(run.job.created),
    }
