"""Runs on screen: the numbers of one, and the curves of one or several laid over each other."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from engine.charts.run_curves import accuracy_figure, loss_figure
from engine.training.runs import RunRecord
from pages.widgets.probability_bars import percent
from pages.widgets.run_words import run_name

NO_BAR = {"displayModeBar": False}


def run_numbers(run: RunRecord) -> None:
    """Accuracy now and at best, speed, and what the run computes on."""
    if run.last and run.best:
        judged = "training photos" if run.best.validation_accuracy is None else "validation photos"
        numbers = {
            "Best accuracy": percent(run.best.judged_accuracy),
            "Latest accuracy": percent(run.last.judged_accuracy),
            "Steps per second": _rate(run.last.steps_per_second),
            "Images per second": _rate(run.last.images_per_second),
        }
        for column, (name, value) in zip(st.columns(len(numbers)), numbers.items(), strict=True):
            column.metric(name, value, help=f"On {judged}" if "accuracy" in name else None)
    if run.device:
        st.caption(f"Computes on {run.device}")


def run_curves(runs: Sequence[RunRecord], *, key: str) -> None:
    """Accuracy and loss side by side; redrawn in place under the same ``key`` while a run goes on."""
    points = {run_name(run): run.points for run in runs}
    for column, title, figure in zip(
        st.columns(2, gap="medium"),
        ("Accuracy (higher is better)", "Loss (lower is better)"),
        (accuracy_figure(points), loss_figure(points)),
        strict=True,
    ):
        column.caption(title)
        column.plotly_chart(figure, width="stretch", key=f"{key}_{title[:4]}", config=NO_BAR, alt=title)


def _rate(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"
