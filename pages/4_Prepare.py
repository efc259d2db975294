"""Prepare: see what a snapshot will contain, then freeze it for training."""

import streamlit as st

from engine import jobs
from engine.browsing import given_per_split
from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.membership import measure_spread
from engine.errors import DatasetEmpty
from engine.jobs import Job, JobState
from engine.settings import Settings
from engine.snapshots.planning import plan_snapshot
from engine.verdicts import decide_dataset
from pages.widgets import address
from pages.widgets.dataset_in_view import dataset_in_view, next_step
from pages.widgets.frozen_snapshots import frozen_snapshots
from pages.widgets.job_progress import job_progress
from pages.widgets.job_start import has_just_finished, start_job
from pages.widgets.plan_preview import plan_preview, plan_sentence
from pages.widgets.snapshot_form import freeze_command, snapshot_options


def draw_freezing(settings: Settings, job: Job | None, command: list[str]) -> None:
    """The job that freezes while it runs, else the button that starts one."""
    if job is not None and job.state.is_active:
        job_progress(settings, job)
        return
    if job is not None and job.state is not JobState.FINISHED:
        job_progress(settings, job, can_resume=False)
    if st.button("Freeze", type="primary", icon=":material/ac_unit:"):
        start_job(settings, command)
        st.rerun()


def draw_plan(settings: Settings, catalog: Catalog, dataset: Dataset, job: Job | None) -> None:
    """What would be frozen with the choices made, and the button that does it."""
    decision = decide_dataset(catalog, dataset)
    options = snapshot_options(dataset, given_per_split(decision))
    modes = list(measure_spread(catalog, dataset).modes)
    try:
        plan = plan_snapshot(dataset.name, dataset.kind, decision, modes, options)
    except DatasetEmpty as error:
        st.info(str(error))
        next_step("Go to Filter", "3_Filter.py")
        return
    st.markdown(plan_sentence(plan))
    with st.container():
        draw_freezing(settings, job, freeze_command(dataset.name, options))
    plan_preview(catalog, dataset, decision, plan)


def draw_frozen(job: Job | None) -> None:
    """What the latest freezing made, and the next step, while it is the snapshot in view."""
    made = (job.result or {}).get("snapshot") if job is not None and job.state is JobState.FINISHED else None
    if job is not None and has_just_finished(job):
        address.show("snapshot", made)
    if made is not None and made == address.get("snapshot"):
        st.success(f"Snapshot **{made}** is frozen.", icon=":material/check:")
        next_step("Train on it", "5_Train.py")


settings = Settings.from_environment()
st.title("Prepare")
if found := dataset_in_view(settings):
    catalog, dataset = found
    st.markdown("A snapshot is a frozen copy of the kept photos, cut out for training. Later changes leave it alone.")
    job = jobs.find_latest(settings, "snapshot", dataset.name)
    with st.container():  # keeps what follows in place when it comes and goes
        draw_frozen(job)
    draw_plan(settings, catalog, dataset, job)
    frozen_snapshots(settings, dataset.name)
