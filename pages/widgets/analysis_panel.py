"""The job that measures the photos, what starts or resumes it, and which questions it has not answered yet."""

from __future__ import annotations

import streamlit as st

from engine import jobs
from engine.catalog.datasets import Dataset
from engine.jobs import JobState
from engine.settings import Settings
from engine.verdicts import Decision
from pages.widgets.job_progress import job_progress
from pages.widgets.new_questions import new_questions


def analysis_panel(settings: Settings, dataset: Dataset, decision: Decision) -> None:
    """Draw the job while it runs, else what there is to start; nothing once every question is answered."""
    waiting = int((~decision.table.is_measured).sum())
    job = jobs.find_latest(settings, "analyze", dataset.name)
    if job is not None and job.state is not JobState.FINISHED and (job.state.is_active or waiting):
        job_progress(settings, job)
    elif waiting:
        failed = [error for error in decision.table.errors if error]
        why = f"{len(failed):,} could not be analyzed last time: {failed[0]} " if failed else ""
        st.info(
            f"{waiting:,} of {len(decision.table):,} photos wait to be analyzed. {why}Each photo is measured once, "
            "on this computer; nothing is sent anywhere."
        )
        st.button("Analyze", type="primary", on_click=jobs.start, args=(settings, ["analyze", dataset.name]))
    else:
        new_questions(settings, dataset, decision, job)
