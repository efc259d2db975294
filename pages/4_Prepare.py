"""Prepare: see what a snapshot will contain, then freeze it for training."""

import streamlit as st

from engine import jobs
from engine.browsing import photos_per_split, planned_per_split
from engine.catalog import Catalog
from engine.catalog.datasets import Dataset, measure_spread
from engine.charts.balance import balance_figure
from engine.errors import DatasetEmpty
from engine.jobs import JobState
from engine.kinds import Split
from engine.settings import Settings
from engine.snapshots import Snapshot, list_snapshots
from engine.snapshots.planning import SnapshotPlan, plan_snapshot
from engine.snapshots.preview import CropPreview, preview_crops
from engine.verdicts import Decision, decide_dataset
from pages.routes import crop_url
from pages.widgets import address
from pages.widgets.dataset_in_view import dataset_in_view, next_step
from pages.widgets.job_progress import job_progress
from pages.widgets.photo_grid import GridItem, photo_grid
from pages.widgets.snapshot_form import freeze_command, snapshot_options

NUM_PREVIEWS = 24
CROPS_PER_PAGE = 60


def draw_plan(plan: SnapshotPlan) -> None:
    """What will be frozen, per person and side of the split."""
    sides = {split: plan.count(split) for split in Split if plan.count(split)}
    words = ", ".join(f"**{count:,}** {split.value}" for split, count in sides.items())
    kind = "colour" if plan.channels == 3 else "grey"
    st.markdown(f"{len(plan.labels)} classes; {words}; {kind} crops of {plan.size} × {plan.size} pixels.")
    if plan.left_out:
        st.caption(f"{plan.left_out:,} kept photos are left out for balance, or because their person has too few.")
    st.plotly_chart(
        balance_figure(planned_per_split(plan)), width="stretch", key="plan", config={"displayModeBar": False}
    )


@st.cache_data(max_entries=4, show_spinner="Cutting out a few examples…")
def cut_previews(_catalog: Catalog, dataset: Dataset, _decision: Decision, plan: SnapshotPlan) -> list[CropPreview]:
    """A few crops; cut anew only when the plan changes."""
    return preview_crops(_catalog, dataset, _decision, plan, NUM_PREVIEWS)


def draw_previews(catalog: Catalog, dataset: Dataset, decision: Decision, plan: SnapshotPlan) -> None:
    """What the network will see."""
    crops = cut_previews(catalog, dataset, decision, plan)
    photo_grid([GridItem(crop.sha256, crop.data_url, crop.label) for crop in crops], key="previews", tile_px=96)


def draw_snapshot(snapshot: Snapshot) -> None:
    """A frozen snapshot: its numbers and a page of its crops."""
    st.subheader(f"Snapshot {snapshot.id}")
    st.plotly_chart(
        balance_figure(photos_per_split(snapshot)), width="stretch", key="frozen", config={"displayModeBar": False}
    )
    num_pages = -(-len(snapshot.entries) // CROPS_PER_PAGE)
    page = st.pagination(num_pages, key=f"crops_{snapshot.id}") if num_pages > 1 else 1
    shown = snapshot.entries[(page - 1) * CROPS_PER_PAGE : page * CROPS_PER_PAGE]
    items = [
        GridItem(entry.sha256, crop_url(snapshot.id, entry.sha256), f"{entry.label} · {entry.split}") for entry in shown
    ]
    photo_grid(items, key=f"crops_grid_{snapshot.id}", tile_px=96)
    next_step("Train on this snapshot", "5_Train.py")


settings = Settings.from_environment()
st.title("Prepare")
if found := dataset_in_view(settings):
    catalog, dataset = found
    decision = decide_dataset(catalog, dataset)
    job = jobs.find_latest(settings, "snapshot", dataset.name)
    ended = job_progress(settings, job, can_resume=False) if job else None
    if ended and ended.state is JobState.FINISHED and ended.result and st.session_state.get("shown_job") != ended.id:
        st.session_state["shown_job"] = ended.id
        address.show("snapshot", ended.result["snapshot"])
    if ended and ended.state is JobState.FINISHED:
        next_step("Train on it", "5_Train.py")
    options = snapshot_options(dataset.kind)
    try:
        plan = plan_snapshot(
            dataset.name, dataset.kind, decision, list(measure_spread(catalog, dataset).modes), options
        )
    except DatasetEmpty as error:
        st.info(str(error))
        next_step("Go to Filter", "3_Filter.py")
    else:
        draw_plan(plan)
        draw_previews(catalog, dataset, decision, plan)
        command = freeze_command(dataset.name, options)
        st.button(
            "Freeze",
            type="primary",
            disabled=bool(job and job.state.is_active),
            on_click=jobs.start,
            args=(settings, command),
        )
    frozen = {snapshot.id: snapshot for snapshot in list_snapshots(settings, dataset.name)}
    if frozen:
        chosen = address.get("snapshot") if address.get("snapshot") in frozen else next(iter(frozen))
        picked = st.selectbox("Frozen so far", list(frozen), index=list(frozen).index(chosen or ""))
        address.show("snapshot", picked)
        draw_snapshot(frozen[picked])
