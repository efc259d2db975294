"""One photo that is probably somebody else: it, photos of both people that look most like it, and a key per answer."""

from __future__ import annotations

from functools import partial

import streamlit as st

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.suspicions import Answer
from engine.edits import move_photos, set_aside
from engine.kinds import Kind
from engine.suspects import Suspect, Suspicions, nearest_photos
from engine.verdicts import Decision
from pages.widgets.photo_row import large_photo, photo_row
from pages.widgets.plain_text import plain_text
from pages.widgets.suspect_answers import answer, put_right
from pages.widgets.suspect_buttons import answer_buttons, undo_button

NUM_NEAR = 4
NUM_AHEAD = 2
LIKELIHOODS = ((0.95, "Very likely"), (0.8, "Likely"), (0.0, "Perhaps"))


def suspect_view(catalog: Catalog, dataset: Dataset, decision: Decision, waiting: Suspicions) -> None:
    """Ask about the first photo that waits."""
    suspect = waiting.suspects[0]
    ahead = [each.sha256 for each in waiting.suspects[1 : 1 + NUM_AHEAD]]
    picture, evidence = st.columns(2, gap="medium")
    with picture:
        large_photo(suspect.sha256, alt=f"Photo named {suspect.label}", ahead=ahead)
        st.caption(f"{_likelihood(suspect.score)} {plain_text(suspect.suggested)} · {plain_text(suspect.path)}")
    with evidence:
        st.subheader(f"{plain_text(suspect.label)}, or rather {plain_text(suspect.suggested)}?", anchor=False)
        for label, words in ((suspect.label, "named now"), (suspect.suggested, "suggested")):
            st.markdown(f"**{plain_text(label)}** · {words}")
            near = nearest_photos(catalog, dataset, decision, suspect.sha256, label, NUM_NEAR)
            if near:
                photo_row(near, alt=f"Another photo of {label}")
            else:
                st.caption("There is no other photo.")
    _draw_answers(catalog, dataset, decision, suspect)


def _likelihood(score: float) -> str:
    return next(words for least, words in LIKELIHOODS if score >= least)


def _draw_answers(catalog: Catalog, dataset: Dataset, decision: Decision, suspect: Suspect) -> None:
    move = partial(_move, catalog, dataset, suspect)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        answer_buttons(
            {
                f"Move to {plain_text(suspect.suggested)}": ("F", lambda: move(suspect.suggested)),
                f"Keep {plain_text(suspect.label)}": (
                    "K",
                    lambda: answer(catalog, dataset, suspect.subject, Answer.KEEP),
                ),
                "Skip": ("S", lambda: answer(catalog, dataset, suspect.subject, Answer.SKIP)),
                "Not a person" if dataset.kind is Kind.FACES else "None of these": (
                    "N",
                    lambda: put_right(catalog, dataset, lambda: set_aside(catalog, dataset, [suspect.sha256])),
                ),
            }
        )
        undo_button(catalog, dataset)
        _choose_other(decision, suspect, move)
        if st.button("All about this photo", type="tertiary", key="suspect_details"):
            st.query_params["photo"] = suspect.sha256
            st.rerun()


def _choose_other(decision: Decision, suspect: Suspect, move: partial[None]) -> None:
    others = [name for name in decision.people() if name not in (suspect.label, suspect.suggested)]
    if not others:
        return
    key = f"suspect_other_{suspect.sha256}"

    def take() -> None:
        move(st.session_state[key])

    st.selectbox(
        "Somebody else",
        others,
        index=None,
        placeholder="Somebody else…",
        key=key,
        on_change=take,
        label_visibility="collapsed",
        width=220,
    )


def _move(catalog: Catalog, dataset: Dataset, suspect: Suspect, name: str | None) -> None:
    if name is not None:
        put_right(catalog, dataset, lambda: move_photos(catalog, dataset, [suspect.sha256], name))
