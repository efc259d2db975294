"""The snapshots frozen from a dataset: choose one, see its numbers and its crops page by page."""

from __future__ import annotations

import streamlit as st

from engine.browsing import photos_per_split
from engine.settings import Settings
from engine.snapshots import Snapshot, list_snapshots
from pages.routes import crop_url
from pages.widgets import address
from pages.widgets.people_chart import balance_chart
from pages.widgets.photo_grid import GridItem, photo_grid
from pages.widgets.snapshot_picker import erased_words

CROPS_PER_PAGE = 60
TILE_PX = 96
CHOICE = "snapshot_choice"


def frozen_snapshots(settings: Settings, dataset_name: str) -> None:
    """Draw the snapshot in view, the newest one when none of this dataset is; nothing before the first."""
    frozen = {snapshot.id: snapshot for snapshot in list_snapshots(settings, dataset_name)}
    if not frozen:
        return
    st.subheader("Frozen so far")
    in_view = address.get("snapshot")
    st.session_state[CHOICE] = in_view if in_view in frozen else next(iter(frozen))
    chosen = st.selectbox(
        "Snapshot", list(frozen), key=CHOICE, format_func=lambda id: _title(frozen[id]), on_change=_show_chosen
    )
    if words := erased_words(frozen[chosen]):
        st.caption(words.strip())
    balance_chart(photos_per_split(frozen[chosen]), key="frozen")
    _draw_crops(frozen[chosen])


def _title(snapshot: Snapshot) -> str:
    date, _, time = snapshot.created.partition("T")
    return f"{snapshot.id}, {len(snapshot.entries):,} photos, frozen {date} {time[:5]} UTC"


def _show_chosen() -> None:
    address.put("snapshot", st.session_state[CHOICE])


def _draw_crops(snapshot: Snapshot) -> None:
    num_pages = -(-len(snapshot.entries) // CROPS_PER_PAGE)
    page = st.pagination(num_pages, key=f"crops_page_{snapshot.id}") if num_pages > 1 else 1
    shown = snapshot.entries[(page - 1) * CROPS_PER_PAGE : page * CROPS_PER_PAGE]
    items = [
        GridItem(entry.sha256, crop_url(snapshot.id, entry.sha256), f"{entry.label} · {entry.split}") for entry in shown
    ]
    photo_grid(items, key=f"frozen_crops_{snapshot.id}", tile_px=TILE_PX)
