"""Train: choose a network and how long, start it, and watch it learn."""

from functools import partial

import streamlit as st

from engine.errors import DatasetEmpty
from engine.jobs import Job
from engine.settings import Settings
from engine.snapshots import Snapshot, list_snapshots
from engine.training.erased import erased_sentence
from engine.training.runs import RunRecord, read_run
from engine.training.sittings import start_run
from pages.widgets import address
from pages.widgets.dataset_in_view import dataset_in_view, next_step
from pages.widgets.job_progress import job_progress
from pages.widgets.rate_search import rate_search
from pages.widgets.run_actions import run_actions
from pages.widgets.run_curves import run_curves, run_numbers
from pages.widgets.run_table import run_opener
from pages.widgets.run_words import outcome_sentence, run_name, settings_sentence
from pages.widgets.runs_in_view import run_in_view, runs_of_dataset
from pages.widgets.snapshot_picker import snapshot_picker
from pages.widgets.train_form import train_form
from pages.widgets.train_preview import train_preview


def draw_live(settings: Settings, job: Job) -> None:
    """Numbers and curves so far, drawn anew every second."""
    run = read_run(settings, job.id)
    st.caption("Stop keeps the best model so far. Closing this page does not stop the training.")
    run_numbers(run)
    if run.points:
        run_curves([run], key="live")
    else:
        st.info("Getting ready takes some ten seconds. The curves appear with the first measurement.")


def draw_run(settings: Settings, run: RunRecord) -> None:
    """The run in view: live while it goes on, then how it ended and what comes next."""
    st.subheader(f"Run {run_name(run)}")
    st.caption(settings_sentence(run.config))
    if notice := erased_sentence(settings, run.config):
        st.warning(notice)
    can_resume = not run.has_diverged  # at the same rate it would only diverge again
    if job_progress(settings, run.job, while_running=partial(draw_live, settings), can_resume=can_resume) is None:
        return
    st.markdown(outcome_sentence(run))
    with st.container(horizontal=True):
        if run.is_exported:
            next_step("Recognise photos with it", "7_Predict.py")
        if run.points:
            next_step("See whom it mixes up, compare runs", "6_Metrics.py")
    run_actions(settings, run)
    if run.points:
        run_numbers(run)
        run_curves([run], key="ended")


def draw_new_run(settings: Settings, snapshots: list[Snapshot], runs: list[RunRecord]) -> None:
    """The choices for a new run, and its Start."""
    snapshot = snapshot_picker(snapshots)
    try:
        config = train_form(settings, snapshot, runs)
    except DatasetEmpty as error:
        st.info(str(error))
        next_step("Go to Filter", "3_Filter.py")
        return
    if config is not None:
        train_preview(snapshot, config)
        rate_search(settings, snapshot, config)
    if any(run.state.is_active for run in runs):
        st.caption("Another run is training. Two at a time share this computer and take longer.")
    if st.button("Start training", type="primary", disabled=config is None) and config is not None:
        address.show("run", start_run(settings, config).id)


settings = Settings.from_environment()
st.title("Train")
if found := dataset_in_view(settings):
    _, dataset = found
    snapshots = list_snapshots(settings, dataset.name)
    runs = runs_of_dataset(settings, dataset.name)
    run = run_in_view(runs)
    if run is not None:
        draw_run(settings, run)
    if snapshots:
        with st.container() if run is None else st.expander("Start another run"):
            draw_new_run(settings, snapshots, runs)
    else:
        st.info("There is nothing to train on yet. First freeze the kept photos into a snapshot.")
        next_step("Go to Prepare", "4_Prepare.py")
    if runs:
        st.subheader("Runs so far")
        st.caption("Mark a run to open it.")
        run_opener(runs, key="runs_so_far", opened=run)
