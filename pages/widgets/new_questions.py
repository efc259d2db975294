"""Tells that Facet asks more than when the photos were analyzed, and offers to answer that too."""

from __future__ import annotations

import streamlit as st

from engine import jobs
from engine.catalog.datasets import Dataset
from engine.jobs import Job
from engine.settings import Settings
from engine.verdicts import Decision, new_checks
from pages.widgets.job_words import duration


def new_questions(settings: Settings, dataset: Dataset, decision: Decision, last_analysis: Job | None) -> None:
    """Offer to measure again where checks are newer than the measurements; nothing where all are answered.

    Args:
        last_analysis: the newest analysis of the dataset, to tell how long another may take.
    """
    waiting = new_checks(decision)
    if not waiting:
        return
    names = [check.title.lower() for check in waiting.values()]
    words, them = ("question", "it") if len(names) == 1 else ("questions", "them")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f"{len(names)} new {words} since the last analysis: {', '.join(names)}. What was measured still stands, "
            f"and you can go on without. To answer {them} too, measure again{_time(decision, last_analysis)}.",
            width="stretch",
        )
        st.button("Measure again", on_click=jobs.start, args=(settings, ["analyze", dataset.name]))


def _time(decision: Decision, last_analysis: Job | None) -> str:
    """Such as ``", about 4 min"``, going by the last analysis; nothing where there was none worth going by."""
    result = (last_analysis.result if last_analysis else None) or {}
    analyzed, seconds = float(str(result.get("analyzed", 0))), float(str(result.get("seconds", 0)))
    if analyzed < 1 or seconds <= 0:
        return ""
    return f", about {duration(len(decision.table) * seconds / analyzed)}"
