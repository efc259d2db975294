"""One picture under two names: the copies beside each other, to say which name is right."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.edit_history import Edit
from engine.catalog.suspicions import Answer
from engine.edits import move_photos
from engine.suspects import Copies, Likeness, Suspicions
from engine.verdicts import Decision
from pages.widgets.photo_row import large_photo
from pages.widgets.plain_text import plain_text
from pages.widgets.suspect_answers import answer, put_right
from pages.widgets.suspect_buttons import answer_buttons, undo_button

WORDS = {
    Likeness.SAME_FILE: "The same file lies under {}.",
    Likeness.SAME_PICTURE: "Two files show exactly the same picture, under {}.",
    Likeness.NEARLY_SAME: "Photos are nearly the same, under {}.",
}
KEYS = "FGHJ"  # beside each other on the keyboard; more names than these are told by buttons alone
MAX_SHOWN = 4


def copies_view(catalog: Catalog, dataset: Dataset, decision: Decision, waiting: Suspicions) -> None:
    """Ask about the first group of copies that waits."""
    copies = waiting.copies[0]
    names = " and ".join(plain_text(label) for label in copies.labels)
    st.subheader(WORDS[copies.likeness].format(names), anchor=False)
    shown = copies.photos[:MAX_SHOWN]
    for column, photo in zip(st.columns(len(shown), gap="medium"), shown, strict=True):
        with column:
            large_photo(photo.sha256, alt=f"Photo named {photo.label}")
            st.markdown(f"**{plain_text(photo.label)}**")
            st.caption(plain_text(photo.path))
    _draw_answers(catalog, dataset, copies)


def _draw_answers(catalog: Catalog, dataset: Dataset, copies: Copies) -> None:
    answers: dict[str, tuple[str, Callable[[], None]]] = {
        f"It is {plain_text(label)}": (letter, _settle(catalog, dataset, copies, label))
        for letter, label in zip(KEYS, copies.labels, strict=False)
    }
    answers["Leave both names"] = ("K", lambda: answer(catalog, dataset, copies.subject, Answer.KEEP))
    answers["Skip"] = ("S", lambda: answer(catalog, dataset, copies.subject, Answer.SKIP))
    with st.container(horizontal=True):
        answer_buttons(answers)
        undo_button(catalog, dataset)


def _settle(catalog: Catalog, dataset: Dataset, copies: Copies, label: str) -> Callable[[], None]:
    sha256s = list(dict.fromkeys(photo.sha256 for photo in copies.photos))

    def move() -> Edit | None:
        return move_photos(catalog, dataset, sha256s, label)

    return lambda: put_right(catalog, dataset, move, settles=copies.subject)
