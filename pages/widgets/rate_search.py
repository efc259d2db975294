"""Finding a learning rate from the Train page: a job that tries rates, and the chart of what it found."""

from __future__ import annotations

import streamlit as st

from engine import jobs
from engine.charts.rate_search import rate_search_figure
from engine.jobs import JobState
from engine.settings import Settings
from engine.snapshots import Snapshot
from engine.training.config import TrainConfig
from pages.widgets.job_progress import job_progress
from pages.widgets.job_start import start_job
from pages.widgets.run_curves import NO_BAR


def rate_search(settings: Settings, snapshot: Snapshot, config: TrainConfig) -> None:
    """Offer the search for this network and snapshot, and show the newest."""
    with st.expander("Find a learning rate"):
        st.caption("Tries rates from tiny to huge on a copy that is thrown away; takes about as long as 120 steps.")
        job = jobs.find_latest(settings, "find-rate", snapshot.id)
        is_this = job is not None and config.architecture in job.command
        if not (is_this and job is not None and job.state.is_active) and st.button("Try learning rates"):
            words = ("find-rate", snapshot.id, "--model", config.architecture)
            start_job(settings, [*words, "--set", f"batch_size={config.batch_size}"])
            st.rerun()
        if job is None or not is_this or job_progress(settings, job, can_resume=False) is None:
            return
        if job.state is JobState.FINISHED and job.result:
            found = job.result
            st.markdown(f"**{found['suggested']:g}** is a good learning rate: there the loss falls fastest.")
            figure = rate_search_figure(found["rates"], found["losses"], found["suggested"])
            st.plotly_chart(figure, width="stretch", config=NO_BAR, key="rate_search", alt="Loss over learning rate")
