"""Import: a folder, a zip or sample data becomes a dataset."""

import streamlit as st

from engine import jobs
from engine.catalog import open_catalog
from engine.catalog.datasets import count_dataset, list_datasets
from engine.jobs import Job, JobState
from engine.settings import Settings
from engine.sources.samples import SAMPLES
from pages.widgets import address
from pages.widgets.import_form import folder_form, sample_card, upload_form
from pages.widgets.import_report import import_report, people_so_far
from pages.widgets.job_progress import job_progress
from pages.widgets.job_start import has_just_finished

FOLDER, UPLOAD = "A folder on this computer", "Drop a folder or a zip here"


def draw_latest(settings: Settings, latest: Job | None) -> None:
    """The import that runs or went wrong, or else what the import of the dataset in view found."""
    if latest is not None and latest.state is not JobState.FINISHED:
        job_progress(settings, latest, while_running=people_so_far)
        return
    if latest is not None and has_just_finished(latest):
        address.show("dataset", (latest.result or {}).get("dataset"))
    in_view = address.get("dataset")
    shown = jobs.find_latest(settings, "import", in_view) if in_view else None
    if shown is not None and shown.state is JobState.FINISHED:
        import_report(shown)


def draw_ways_to_import(settings: Settings) -> None:
    """One's own photos on the left; sample data beside them for those who have none."""
    own, samples = st.columns([3, 2], gap="large")
    with own:
        way = st.segmented_control("Where are the photos?", [FOLDER, UPLOAD], default=FOLDER, required=True, wrap=True)
        (folder_form if way == FOLDER else upload_form)(settings)
    with samples:
        st.markdown("No photos at hand?")
        for sample in SAMPLES.values():
            sample_card(settings, sample)


def draw_datasets(settings: Settings) -> None:
    """Everything imported so far."""
    catalog = open_catalog(settings)
    rows = []
    for dataset in list_datasets(catalog):
        counts = count_dataset(catalog, dataset)
        people = ", ".join(list(counts.people)[:6]) + (" …" if len(counts.people) > 6 else "")
        rows.append({"Dataset": dataset.name, "Photos": counts.photos, "People or classes": people})
    if rows:
        st.subheader("Imported so far")
        st.dataframe(rows, hide_index=True, width="stretch")


settings = Settings.from_environment()
st.title("Import photos")
st.markdown("One folder per person, named like the person. Your photos stay on this computer and are never changed.")
latest = jobs.find_latest(settings, "import")
with st.container():  # keeps what follows in place when it comes and goes
    draw_latest(settings, latest)
if latest is None or not latest.state.is_active:
    draw_ways_to_import(settings)
draw_datasets(settings)
