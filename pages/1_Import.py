"""Import: a folder, a zip or sample data becomes a dataset."""

import streamlit as st

from engine import jobs
from engine.catalog import open_catalog
from engine.catalog.datasets import count_dataset, list_datasets
from engine.jobs import Job, JobState
from engine.settings import Settings
from engine.sources.samples import SAMPLES
from pages.widgets import address
from pages.widgets.dataset_in_view import next_step
from pages.widgets.import_form import folder_form, sample_button, upload_form
from pages.widgets.job_progress import job_progress

FOLDER, UPLOAD, SAMPLE = "A folder on this computer", "Drop a folder or a zip", "Sample data"


def draw_people_so_far(job: Job) -> None:
    """Photos per person, while they come in."""
    if job.progress and job.progress.details:
        st.bar_chart(dict(sorted(job.progress.details.items())), horizontal=True, y_label="", x_label="photos")


def draw_result(job: Job) -> None:
    """What an import found, what it passed over and why, and the next step."""
    result = job.result or {}
    if job.state is not JobState.FINISHED or not result:
        return
    st.markdown(
        f"**{result['photos']:,} photos** of {len(result['people'])} people or classes in **{result['dataset']}**. "
        f"{result['duplicates']:,} further files are copies of a photo already there."
    )
    for key, title in (("unreadable", "could not be read"), ("skipped", "were passed over")):
        if result[key]:
            with st.expander(f"{len(result[key]):,} files {title}"):
                st.dataframe(result[key], hide_index=True, width="stretch")
    if address.get("dataset") != result["dataset"]:
        st.button(
            f"Show {result['dataset']}", type="primary", on_click=address.put, args=("dataset", result["dataset"])
        )
    else:
        next_step("Look at the photos", "2_Browse.py")


def draw_datasets(settings: Settings) -> None:
    """Everything imported so far."""
    catalog = open_catalog(settings)
    rows = []
    for dataset in list_datasets(catalog):
        counts = count_dataset(catalog, dataset)
        people = ", ".join(list(counts.people)[:6]) + (" …" if len(counts.people) > 6 else "")
        rows.append(
            {"Dataset": dataset.name, "Kind": dataset.kind, "Photos": counts.photos, "People or classes": people}
        )
    if rows:
        st.subheader("Imported so far")
        st.dataframe(rows, hide_index=True, width="stretch")


settings = Settings.from_environment()
st.title("Import photos")
st.markdown("One folder per person, named like the person. Your photos stay on this computer and are never changed.")
latest = jobs.find_latest(settings, "import")
is_running = latest is not None and latest.state.is_active
if latest is not None and job_progress(settings, latest, while_running=draw_people_so_far) is not None:
    draw_result(latest)
if not is_running:
    way = st.segmented_control("Where are the photos?", [FOLDER, UPLOAD, SAMPLE], default=FOLDER, required=True)
    if way == FOLDER:
        folder_form(settings)
    elif way == UPLOAD:
        upload_form(settings)
    else:
        for sample in SAMPLES.values():
            sample_button(settings, sample)
draw_datasets(settings)
