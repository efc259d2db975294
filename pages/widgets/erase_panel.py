"""What an erasure will take, with a confirmation that is hard to give by mistake; then the erasure itself."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.catalog import Catalog
from engine.errors import EngineError
from engine.forgetting import ForgetPlan, forget
from engine.settings import Settings
from pages.widgets.edit_notice import say
from pages.widgets.plain_text import plain_text
from pages.widgets.thumb_row import thumb_row

MAX_FOLDERS = 5


def erase_panel(settings: Settings, catalog: Catalog, plan: ForgetPlan, *, name: str | None = None) -> bool:
    """Show what goes, ask, and erase; True once it is done.

    Args:
        name: must be typed to confirm; None asks for a tick instead.
    """
    st.markdown(f"**{plain_text(plan.what[:1].upper() + plan.what[1:])}** will be erased. This cannot be undone.")
    thumb_row(plan.sha256s)
    st.markdown("\n".join(f"- {sentence}" for sentence in consequences(plan)))
    if name is None:
        is_sure = st.checkbox("Yes, erase this for good", key="erase_sure")
    else:
        typed = st.text_input(f"Type “{name}” to confirm", key="erase_name", live=True)
        is_sure = (typed or "").strip() == name
    if not st.button("Erase for good", type="primary", disabled=not is_sure, key="erase_now"):
        return False
    progress = st.progress(0.0, "Erasing…")
    try:
        forget(settings, catalog, plan, lambda done, words: _tell(progress, done, words))
    except EngineError as error:
        progress.empty()
        st.error(str(error))
        return False
    say(plan.traces.dataset, f"Erased: {plan.what}.")
    return True


def consequences(plan: ForgetPlan) -> list[str]:
    """What goes, what stays and who still knows, a sentence each."""
    told = [f"Thumbnails, measurements, faces and decisions about them go, and {_size(plan.num_bytes)} on this disk."]
    for loss in plan.snapshots:
        lost = f"Snapshot {loss.snapshot.id} loses {len(loss.sha256s):,} of {loss.total:,} photos"
        told.append(f"{lost} and {'goes with them' if loss.is_whole else 'stays in use without them'}.")
    if plan.runs:
        networks = "1 trained network" if len(plan.runs) == 1 else f"{len(plan.runs):,} trained networks"
        told.append(f"{networks} learned from them and may still know them. Train anew to be sure.")
    if plan.num_edits:
        told.append(f"{_entries(plan.num_edits)} of the history {'forgets' if plan.num_edits == 1 else 'forget'} them.")
    for folder, number in list(plan.staying.items())[:MAX_FOLDERS]:
        files = "1 file of yours stays" if number == 1 else f"{number:,} files of yours stay"
        told.append(f"{files} in {plain_text(folder)}: delete there, too, or the next import brings all back.")
    if len(plan.staying) > MAX_FOLDERS:
        told.append(f"Files stay in {len(plan.staying) - MAX_FOLDERS:,} more of your folders.")
    for other, number in plan.elsewhere.items():
        told.append(f"Dataset {plain_text(other)} has {number:,} of the photos as well and keeps them.")
    return told


def _tell(progress: DeltaGenerator, done: float, words: str) -> None:
    progress.progress(done, words)


def _entries(number: int) -> str:
    return "1 entry" if number == 1 else f"{number:,} entries"


def _size(num_bytes: int) -> str:
    return f"{num_bytes / 1e6:,.1f} MB" if num_bytes >= 100_000 else f"{num_bytes / 1e3:,.0f} KB"
