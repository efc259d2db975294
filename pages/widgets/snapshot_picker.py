"""The snapshot in view, chosen among those of the dataset in view and kept in the URL."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from engine.kinds import Split
from engine.snapshots import Snapshot
from pages.widgets import address

USES = {
    Split.TRAIN: "to learn from",
    Split.VALIDATION: "to check with (validation)",
    Split.TEST: "for a last test",
}
_KEY = "snapshot_choice"


def snapshot_picker(snapshots: Sequence[Snapshot]) -> Snapshot:
    """Let the person choose one of at least one snapshot, newest first; the one in the URL, else the newest."""
    by_id = {snapshot.id: snapshot for snapshot in snapshots}
    in_view = address.get("snapshot")
    st.session_state[_KEY] = in_view if in_view in by_id else snapshots[0].id
    chosen = by_id[st.selectbox("Snapshot to train on", list(by_id), key=_KEY, on_change=_choose)]
    photos = ", ".join(f"{count:,} {USES[side]}" for side in Split if (count := len(chosen.indices(side))))
    crops = f"crops of {chosen.size} × {chosen.size} pixels"
    st.caption(f"{len(chosen.labels)} people or classes, {crops}. Photos: {photos}.{erased_words(chosen)}")
    return chosen


def erased_words(snapshot: Snapshot) -> str:
    """Says so when photos were erased from a snapshot since it was frozen."""
    if not snapshot.num_erased:
        return ""
    return f" {snapshot.num_erased:,} {'photo was' if snapshot.num_erased == 1 else 'photos were'} erased since."


def _choose() -> None:
    address.put("snapshot", st.session_state[_KEY])
