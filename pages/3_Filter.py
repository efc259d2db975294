"""Filter: measure every photo once, move limits and see at once what each check rejects, decide by hand."""

import streamlit as st

from engine import jobs
from engine.browsing import photos_per_verdict
from engine.catalog.datasets import Dataset
from engine.jobs import JobState
from engine.kinds import Verdict
from engine.settings import Settings
from engine.verdicts import Decision, decide_dataset
from pages.widgets.dataset_in_view import dataset_in_view, next_step
from pages.widgets.job_progress import job_progress
from pages.widgets.limit_sliders import limit_sliders
from pages.widgets.new_questions import new_questions
from pages.widgets.people_chart import balance_chart
from pages.widgets.photo_grid import VERDICT_BADGES
from pages.widgets.reason_gallery import reason_gallery

LIMITS_PX = 380


def draw_analysis(settings: Settings, dataset: Dataset, decision: Decision) -> None:
    """The job that measures the photos, or what starts or resumes it; nothing once all are measured."""
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


def draw_counts(decision: Decision) -> None:
    """Kept, rejected and undecided, in all and per person."""
    with st.container(horizontal=True):
        for verdict in Verdict:
            badge = VERDICT_BADGES[verdict]
            st.metric(f"{badge.shape} {badge.word.capitalize()}", f"{decision.count(verdict):,}", border=True)
    balance_chart(photos_per_verdict(decision), key="per_person")


settings = Settings.from_environment()
st.title("Filter")
if found := dataset_in_view(settings):
    catalog, dataset = found
    decision = decide_dataset(catalog, dataset)
    with st.container():  # keeps what follows in place when it comes and goes
        draw_analysis(settings, dataset, decision)
    if decision.table.is_measured.any():
        with st.container(horizontal=True, gap="large"):  # side by side where there is room, else below each other
            with st.container(width=LIMITS_PX):
                limit_sliders(catalog, dataset, decision)
            with st.container():
                draw_counts(decision)
                reason_gallery(catalog, dataset, decision)
        next_step("Freeze the kept photos for training", "4_Prepare.py")
