"""Who measures the photos, the job that does, what starts or resumes it, and which questions are not answered yet."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from engine import jobs
from engine.catalog import Catalog
from engine.catalog.datasets import Dataset, choose_analyzer
from engine.cloud_vision.consent import plan_sending
from engine.cloud_vision.options import load_options
from engine.faces.vision import NAME as VISION
from engine.jobs import Job, JobState
from engine.settings import Settings
from engine.verdicts import Decision
from pages.widgets.analyzer_choice import analyzer_choice
from pages.widgets.cloud_panel import cloud_panel, cost_so_far
from pages.widgets.job_progress import job_progress
from pages.widgets.new_questions import new_questions


def analysis_panel(settings: Settings, catalog: Catalog, dataset: Dataset, decision: Decision) -> None:
    """Draw the job while it runs, else the choice of an analyzer and what there is to start."""
    job = jobs.find_latest(settings, "analyze", dataset.name)
    if job is not None and job.state.is_active:
        job_progress(settings, job, while_running=cost_so_far)
        return
    chosen = analyzer_choice(dataset)
    is_complete = dataset.analyzer == VISION and bool(decision.table.is_measured.all())
    if chosen == VISION and not is_complete:  # counting takes time, which a slider does not have
        options = load_options(settings)
        plan = plan_sending(catalog, dataset, options, now=datetime.now(UTC))
        if plan.to_send:
            _draw_ending(settings, job, dataset, decision)
            cloud_panel(settings, catalog, dataset, plan, options)
            return
    if chosen != dataset.analyzer:  # free: all it needs is known, or is measured on this computer
        choose_analyzer(catalog, dataset, chosen)
        st.rerun()
    _offer_measuring(settings, dataset, decision, job)


def _draw_ending(settings: Settings, job: Job | None, dataset: Dataset, decision: Decision) -> None:
    """How the last visit to the service ended, where it left photos without an answer."""
    if job is not None and job.state is not JobState.FINISHED and VISION in job.command:
        job_progress(settings, job, can_resume=False)
    elif dataset.analyzer == VISION and (why := _failures(decision)):
        st.warning(why)


def _offer_measuring(settings: Settings, dataset: Dataset, decision: Decision, job: Job | None) -> None:
    """What measures the photos that wait, on this computer; where none does, what is asked since."""
    waiting = int((~decision.table.is_measured).sum())
    if not waiting:
        new_questions(settings, dataset, decision, job)
    elif job is not None and job.state is not JobState.FINISHED:
        job_progress(settings, job)
    else:
        st.info(
            f"{waiting:,} of {len(decision.table):,} photos wait to be analyzed. {_failures(decision)}"
            "Each photo is measured once, on this computer; nothing is sent anywhere."
        )
        st.button("Analyze", type="primary", on_click=jobs.start, args=(settings, ["analyze", dataset.name]))


def _failures(decision: Decision) -> str:
    failed = [error for error in decision.table.errors if error]
    return f"{len(failed):,} could not be analyzed last time: {failed[0]} " if failed else ""
