"""The history of what was put right by hand: a panel of sentences, to step back to any of them and forward again."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.edit_history import Edit
from engine.edits import go_to, read_history
from engine.settings import Settings
from pages.widgets.edit_notice import say, step_words
from pages.widgets.plain_text import plain_text

MAX_SHOWN = 30
PANEL_PX = 560


def edit_history(settings: Settings, catalog: Catalog, dataset: Dataset) -> None:
    """Draw Undo, Redo and the panel; nothing before the first change."""
    history = read_history(catalog, dataset)
    if not history:
        return
    standing, undone = [e for e in history if not e.is_undone], [e for e in history if e.is_undone]
    with st.container(horizontal=True, gap="small", width="content"):
        back = standing[1].id if len(standing) > 1 else 0
        _step_button("Undo", ":material/undo:", catalog, dataset, back, standing[0] if standing else None)
        if undone:
            _step_button("Redo", ":material/redo:", catalog, dataset, undone[-1].id, undone[-1])
        panel = st.popover("History", icon=":material/history:", on_change="rerun", key="edit_history")
        if panel.open:
            with panel:
                _draw_panel(catalog, dataset, history)


def _step_button(words: str, icon: str, catalog: Catalog, dataset: Dataset, target: int, edit: Edit | None) -> None:
    st.button(
        words,
        key=f"edit_history_{words}",
        icon=icon,
        disabled=edit is None,
        help=None if edit is None else plain_text(edit.title),
        on_click=_go_to,
        args=(catalog, dataset, target, f"{words}ne"),
    )


def _draw_panel(catalog: Catalog, dataset: Dataset, history: list[Edit]) -> None:
    here = next((edit.id for edit in history if not edit.is_undone), 0)
    st.caption("Newest first. Your own photo files are never touched.")
    for edit in history[:MAX_SHOWN]:
        _draw_edit(catalog, dataset, edit, is_here=edit.id == here)
    if len(history) > MAX_SHOWN:
        st.caption(f"and {len(history) - MAX_SHOWN:,} older changes")
    if here:
        all_back = (catalog, dataset, 0, "Undone")
        st.button("Back to before all changes", key="edit_history_all", on_click=_go_to, args=all_back)


def _draw_edit(catalog: Catalog, dataset: Dataset, edit: Edit, *, is_here: bool) -> None:
    sentence, step = st.columns([3, 1], vertical_alignment="center", width=PANEL_PX)
    title = plain_text(edit.title)
    sentence.markdown(f"~~{title}~~ (undone)" if edit.is_undone else title)
    sentence.caption(_moment(edit.made))
    if is_here:
        step.caption("You are here")
        return
    words = "Forward to here" if edit.is_undone else "Back to here"
    arguments = (catalog, dataset, edit.id, "Redone" if edit.is_undone else "Undone")
    step.button(words, key=f"edit_history_{edit.id}", on_click=_go_to, args=arguments, width="stretch")


def _go_to(catalog: Catalog, dataset: Dataset, edit_id: int, verb: str) -> None:
    step = go_to(catalog, dataset, edit_id)
    if step.edits:
        say(dataset, step_words([edit.title for edit in step.edits], step.num_left, verb))


def _moment(made: str) -> str:
    """In the time of this computer, which is also the person's."""
    return datetime.fromisoformat(made).astimezone().strftime("%Y-%m-%d %H:%M")
