"""Import: photos from a folder, the browser, a list, a bucket, the webcam or samples become a dataset."""

import streamlit as st

from engine import jobs
from engine.catalog import open_catalog
from engine.catalog.datasets import list_datasets
from engine.jobs import Job, JobState
from engine.settings import Settings
from pages.widgets import address
from pages.widgets.import_report import import_report, people_so_far
from pages.widgets.import_ways import SAMPLES, WAYS, choose_way, open_way
from pages.widgets.imported_so_far import imported_so_far
from pages.widgets.job_progress import job_progress
from pages.widgets.job_start import has_just_finished
from pages.widgets.url_outcomes import url_outcomes_of


def draw_latest(settings: Settings, latest: Job | None) -> None:
    """The import that runs or went wrong, or else what the import of the dataset in view found."""
    if latest is not None and latest.state is not JobState.FINISHED:
        job_progress(settings, latest, while_running=people_so_far)
        url_outcomes_of(settings, latest)
        return
    if latest is not None and has_just_finished(latest):
        address.show("dataset", (latest.result or {}).get("dataset"))
    in_view = address.get("dataset")
    shown = jobs.find_latest(settings, "import", in_view) if in_view else None
    if shown is not None and shown.state is JobState.FINISHED:
        import_report(shown)
        url_outcomes_of(settings, shown)


def draw_ways_to_import(settings: Settings) -> None:
    """The ways on the left, the one that is open on the right."""
    ways, form = st.columns([1, 2], gap="large")
    with ways:
        way = choose_way()
        if way != SAMPLES and not list_datasets(open_catalog(settings)):
            st.button("No photos at hand? Try sample data", on_click=open_way, args=(SAMPLES,))
    with form:
        WAYS[way].draw(settings)


settings = Settings.from_environment()
st.title("Import photos")
st.markdown("One folder per person, named like the person. Your photos stay on this computer and are never changed.")
latest = jobs.find_latest(settings, "import")
is_importing = latest is not None and latest.state.is_active
with st.container():  # keeps what follows in place when it comes and goes
    draw_latest(settings, latest)
if not is_importing:
    draw_ways_to_import(settings)
imported_so_far(settings, can_import=not is_importing)
