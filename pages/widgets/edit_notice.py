"""What the last change by hand did, in the corner of the window, with the way back; or why it could not be made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.edit_history import Edit
from engine.edits import read_history, undo
from engine.errors import EngineError
from pages.widgets.plain_text import plain_text

NOTHING_CHANGED = "That is so already; nothing was changed."
FLOATING = """<style>[data-testid="stLayoutWrapper"]:has(> .st-key-edit_notice) {
  background: #1f2937; border-radius: 0.5rem; bottom: 1.5rem; box-shadow: 0 4px 16px rgb(0 0 0 / 35%); left: 50%;
  max-width: min(46rem, 90vw); padding: 0.5rem 0.5rem 0.5rem 1.25rem; position: fixed; transform: translateX(-50%);
  width: max-content; z-index: 1000;
}
.st-key-edit_notice [data-testid="stMarkdown"] p { color: white; }</style>"""


@dataclass(frozen=True)
class _Notice:
    """``edit_id``: of the edit that can be taken back; None for other words."""

    words: str
    edit_id: int | None = None


def make_edit(dataset: Dataset, change: Callable[[], Edit | None]) -> bool:
    """Make a change, from a widget's callback, and say what it did or why it could not be made; True when it was."""
    try:
        edit = change()
    except EngineError as error:
        say(dataset, str(error))
        return False
    if edit is None:
        say(dataset, NOTHING_CHANGED)
    else:
        st.session_state[_key(dataset)] = _Notice(f"{edit.title}.", edit.id)
    return edit is not None


def say(dataset: Dataset, words: str) -> None:
    """Say something that cannot be taken back."""
    st.session_state[_key(dataset)] = _Notice(words)


def edit_notice(catalog: Catalog, dataset: Dataset, *, floats: bool = True) -> None:
    """Draw what is to be said, until it is closed or something else is.

    Args:
        floats: over the bottom of the window; in place otherwise, as inside a dialog.
    """
    notice: _Notice | None = st.session_state.get(_key(dataset))
    place = "edit_notice" if floats else "edit_notice_here"
    with st.container(
        key=place, horizontal=True, vertical_alignment="center", gap="small", border=not floats and notice is not None
    ):
        if notice is None:
            return
        if floats:
            st.html(FLOATING)
        st.markdown(plain_text(notice.words), width="content" if floats else "stretch")
        if _newest(catalog, dataset) == notice.edit_id:
            st.button("Undo", key=f"{place}_undo", type="primary", on_click=_undo, args=(catalog, dataset))
        st.button("Close", key=f"{place}_close", on_click=_close, args=(dataset,))


def step_words(titles: list[str], num_left: int, verb: str) -> str:
    """What a step back or forward did, such as ``"Undone: Moved 3 photos from Kim to Park."``"""
    told = f"{verb}: {titles[0]}." if len(titles) == 1 else f"{verb}: {len(titles):,} changes."
    if not num_left:
        return told
    return f"{told} {num_left:,} {'value' if num_left == 1 else 'values'} stayed: something else changed them since."


def _undo(catalog: Catalog, dataset: Dataset) -> None:
    step = undo(catalog, dataset)
    say(dataset, step_words([edit.title for edit in step.edits], step.num_left, "Undone"))


def _newest(catalog: Catalog, dataset: Dataset) -> int:
    """The edit that Undo would take back; 0 when there is none."""
    return next((edit.id for edit in read_history(catalog, dataset) if not edit.is_undone), 0)


def _close(dataset: Dataset) -> None:
    st.session_state.pop(_key(dataset), None)


def _key(dataset: Dataset) -> str:
    return f"edit_notice_{dataset.id}"
