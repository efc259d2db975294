"""What a snapshot would contain: numbers in a sentence, photos per person and side, and a page of its crops."""

from __future__ import annotations

import streamlit as st

from engine.browsing import planned_per_split
from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.kinds import Split
from engine.snapshots.planning import SnapshotPlan
from engine.snapshots.preview import CropPreview, preview_crops
from engine.verdicts import Decision
from pages.widgets.people_chart import balance_chart
from pages.widgets.photo_grid import GridItem, photo_grid

NUM_PREVIEWS = 24
TILE_PX = 96
SIDE_WORDS = {
    Split.TRAIN: "to train on",
    Split.VALIDATION: "to check with (validation)",
    Split.TEST: "for a last test",
}


def plan_sentence(plan: SnapshotPlan) -> str:
    """Such as ``"145 photos of 5 people or classes: 100 to train on, 45 to check with (validation)."``"""
    sides = {split: plan.count(split) for split in Split if plan.count(split)}
    words = ", ".join(f"**{count:,}** {SIDE_WORDS[split]}" for split, count in sides.items())
    kind = "colour" if plan.channels == 3 else "grey"
    sentence = (
        f"{len(plan.photos):,} photos of {len(plan.labels)} people or classes: {words}. "
        f"Crops are in {kind}, {plan.size} × {plan.size} pixels."
    )
    if plan.left_out:
        sentence += f" {plan.left_out:,} kept photos stay out, for balance or because their person has too few."
    return f"{sentence} {_straddling_words(plan.num_straddling)}".rstrip()


def _straddling_words(num_pictures: int) -> str:
    if not num_pictures:
        return ""
    pictures = "picture has" if num_pictures == 1 else "pictures have"
    return (
        f"**{num_pictures:,}** {pictures} copies that came on different sides, such as train/ and test/: all kept "
        "copies of a picture go to one side, to the last test first, then to validation."
    )


def plan_preview(catalog: Catalog, dataset: Dataset, decision: Decision, plan: SnapshotPlan) -> None:
    """Draw photos per person and side, and the crops that the network will see."""
    chart, crops = st.columns(2, gap="large")
    with chart:
        st.subheader("Photos per person")
        balance_chart(planned_per_split(plan), key="plan")
    with crops:
        st.subheader("What the network will see")
        previews = _cut_previews(catalog, dataset, decision, plan)
        photo_grid(
            [GridItem(crop.sha256, crop.data_url, crop.label) for crop in previews], key="crops", tile_px=TILE_PX
        )


@st.cache_data(max_entries=4, show_spinner="Cutting out a few examples…")
def _cut_previews(_catalog: Catalog, dataset: Dataset, _decision: Decision, plan: SnapshotPlan) -> list[CropPreview]:
    """Cut anew only when the plan changes."""
    return preview_crops(_catalog, dataset, _decision, plan, NUM_PREVIEWS)
