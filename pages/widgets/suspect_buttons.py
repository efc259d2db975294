"""The answers to a question as buttons, each with a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from pages.widgets import address
from pages.widgets.suspect_answers import Inquiry, take_back


def answer_buttons(answers: Mapping[str, tuple[str, Callable[[], None]]]) -> None:
    """A button per answer, the first one marked.

    Args:
        answers: by what stands on the button: its key on the keyboard and what it does.
    """
    for number, (label, (letter, act)) in enumerate(answers.items()):
        kind = "secondary" if number else "primary"
        st.button(label, key=f"suspect_answer_{letter}", type=kind, shortcut=_free(letter), on_click=act)


def undo_button(catalog: Catalog, dataset: Dataset) -> None:
    """Takes the last answer back."""
    going_on: Inquiry | None = st.session_state.get(f"suspects_{dataset.id}")
    back_button(going_on is not None and bool(going_on.answered), partial(take_back, catalog, dataset))


def back_button(is_possible: bool, on_click: Callable[[], None]) -> None:
    """Undo, with its key."""
    st.button("Undo", key="suspect_undo", shortcut=_free("U"), disabled=not is_possible, on_click=on_click)


def _free(letter: str) -> str | None:
    """The key, unless a photo is open in a dialog above: that has keys of its own."""
    return None if address.get("photo") else letter
