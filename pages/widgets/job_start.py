"""Starts a job from a page and tells, once, when it has finished: what it made can then be brought into view."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from engine import jobs
from engine.jobs import Job, JobState
from engine.settings import Settings

_STARTED = "jobs_started_here"


def start_job(settings: Settings, command: Sequence[str]) -> None:
    """Start ``python -m engine COMMAND`` and remember that this browser tab waits for it."""
    expect_job(jobs.start(settings, command).id)


def expect_job(job_id: str) -> None:
    """Remember that this browser tab waits for a job that was started elsewhere."""
    st.session_state.setdefault(_STARTED, set()).add(job_id)


def has_just_finished(job: Job) -> bool:
    """True the first time a page asks about a job that was started here and finished."""
    started: set[str] = st.session_state.get(_STARTED, set())
    if job.state is not JobState.FINISHED or job.id not in started:
        return False
    started.remove(job.id)
    return True
