"""A job on screen: while it runs a bar, its speed, the time left and Stop; afterwards how it ended, and Resume."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from engine import jobs
from engine.errors import EngineError
from engine.jobs import Job, JobState
from engine.settings import Settings
from pages.widgets.job_words import ending_sentence, job_title, progress_sentence

WATCH_SECONDS = 1.0
STRIP_SECONDS = 2.0
RESUME_ERROR = "job_resume_error"

Show = Callable[[Job], None]


def job_progress(
    settings: Settings, job: Job, *, while_running: Show | None = None, can_resume: bool = True
) -> Job | None:
    """Show a job and return it once it has ended, None while it runs; when it ends the whole page runs again.

    Args:
        while_running: draws more below the bar every second, such as live curves.
        can_resume: offer Resume after a stop, failure or loss.
    """
    if job.state.is_active:
        _watch(job.folder, while_running)
        return None
    _show_ending(settings, job, can_resume)
    return job


def jobs_strip(settings: Settings) -> None:
    """The running jobs, for the sidebar; nothing when nothing runs."""
    _strip(settings)


@st.fragment(run_every=WATCH_SECONDS)
def _watch(folder: Path, while_running: Show | None) -> None:
    job = jobs.read(folder)
    if not job.state.is_active:
        st.rerun()
    fraction = job.progress.fraction if job.progress else 0.0
    bar, stop = st.columns([6, 1], vertical_alignment="bottom")
    with bar:
        st.markdown(f"**{job_title(job)}**")
        st.progress(fraction, text=progress_sentence(job.progress, stop_requested=job.stop_requested))
    stop.button("Stop", key=f"stop_{job.id}", on_click=jobs.request_stop, args=(job,), width="stretch")
    if while_running:
        while_running(job)


@st.fragment(run_every=STRIP_SECONDS)
def _strip(settings: Settings) -> None:
    for job in (each for each in jobs.list_jobs(settings) if each.state.is_active):
        st.progress(job.progress.fraction if job.progress else 0.0, text=job_title(job))


def _show_ending(settings: Settings, job: Job, can_resume: bool) -> None:
    show = {JobState.FINISHED: st.success, JobState.STOPPED: st.info}.get(job.state, st.error)
    show(f"**{job_title(job)}** · {ending_sentence(job)}")
    if error := st.session_state.pop(RESUME_ERROR, None):
        st.error(error)
    if job.state == JobState.FINISHED:
        return
    if can_resume:
        st.button("Resume", key=f"resume_{job.id}", type="primary", on_click=_resume, args=(settings, job))
    if job.state != JobState.STOPPED and (log := jobs.log_tail(job)):
        with st.expander("Technical log, last lines"):
            st.code(log, language=None)


def _resume(settings: Settings, job: Job) -> None:
    try:
        jobs.resume(settings, job)
    except EngineError as error:
        st.session_state[RESUME_ERROR] = str(error)
