"""Browse: the photos of a dataset, the balance between people, one photo with everything known about it."""

import streamlit as st

from engine.advice import balance_advice
from engine.browsing import photos_per_split, photos_per_verdict
from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.settings import Settings
from engine.snapshots import Snapshot, list_snapshots
from engine.verdicts import Decision, decide_dataset
from pages.widgets.browse_choices import browse_choices
from pages.widgets.dataset_in_view import dataset_in_view, next_step
from pages.widgets.people_chart import MAX_ROWS, balance_chart
from pages.widgets.photo_detail import photo_detail
from pages.widgets.verdict_grid import verdict_grid

BY_VERDICT, BY_SPLIT = "By verdict", "By split"


def draw_waiting(decision: Decision) -> None:
    """Say that photos were not looked at yet, and where that is done."""
    waiting = int((~decision.table.is_measured).sum())
    if not waiting:
        return
    whole = "None of these photos is" if waiting == len(decision.table) else f"{waiting:,} photos are not"
    st.info(f"{whole} analyzed yet, so it is open whether they are good enough to train on.")
    next_step("Analyze them on the Filter page", "3_Filter.py")


def draw_balance(settings: Settings, dataset: Dataset, decision: Decision) -> None:
    """Photos per person, by verdict or by the newest snapshot's split, with advice in words."""
    advice = balance_advice(decision.usable_per_person(), dataset.kind)
    (st.warning if advice.is_problem else st.success)(advice.sentence)
    counts = photos_per_verdict(decision)
    with st.expander("Photos per person", expanded=len(counts) <= MAX_ROWS):
        frozen = list_snapshots(settings, dataset.name)
        if frozen and choose_way(dataset, frozen[0]) == BY_SPLIT:
            balance_chart(photos_per_split(frozen[0]), key="by_split")
        else:
            balance_chart(counts, key="by_verdict")


def choose_way(dataset: Dataset, newest: Snapshot) -> str:
    """Ask how to divide the bars, once there is a split."""
    way = st.segmented_control(
        "Divided",
        [BY_VERDICT, BY_SPLIT],
        default=BY_VERDICT,
        required=True,
        help=f"The split is that of the newest snapshot, {newest.id}.",
        key=f"balance_way_{dataset.id}",
        persist_state="session",
    )
    return str(way)


def draw_photos(catalog: Catalog, dataset: Dataset, decision: Decision) -> None:
    """The photos asked for, page by page."""
    view = browse_choices(dataset, decision)
    st.caption(f"{len(view.places):,} of {len(decision.table):,} photos. Click one to see everything known about it.")
    if not view.places:
        st.info("No photo matches. Choose another person or verdict.")
        return
    photo_detail(catalog, dataset, [decision.table.sha256s[place] for place in view.places])
    verdict_grid(decision, view.places, key="browse", check=view.order, page_size=view.page_size, tile_px=view.tile_px)


settings = Settings.from_environment()
st.title("Browse")
if found := dataset_in_view(settings):
    catalog, dataset = found
    decision = decide_dataset(catalog, dataset)
    with st.container():  # keeps what follows in place when it comes and goes
        draw_waiting(decision)
    draw_balance(settings, dataset, decision)
    draw_photos(catalog, dataset, decision)
    next_step("Find the bad photos", "3_Filter.py")
