"""Two names that are probably one person: photos of both, to merge them or to tell them apart."""

from __future__ import annotations

import streamlit as st

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.suspicions import Answer
from engine.edits import merge_people
from engine.kinds import Kind
from engine.suspects import Pair, Suspicions
from engine.verdicts import Decision
from pages.widgets.photo_row import photo_row
from pages.widgets.plain_text import plain_text
from pages.widgets.suspect_answers import answer, put_right
from pages.widgets.suspect_buttons import answer_buttons, undo_button

NUM_SHOWN = 8


def pair_view(catalog: Catalog, dataset: Dataset, decision: Decision, waiting: Suspicions) -> None:
    """Ask about the first pair that waits."""
    pair = waiting.pairs[0]
    st.subheader(f"Are {plain_text(pair.label)} and {plain_text(pair.other)} the same?", anchor=False)
    for column, label, number in zip(
        st.columns(2, gap="medium"), (pair.label, pair.other), (pair.num_photos, pair.num_other), strict=True
    ):
        with column:
            st.markdown(f"**{plain_text(label)}** · {number:,} photo{'' if number == 1 else 's'}")
            shown = decision.select(label=label)[:NUM_SHOWN].tolist()
            photo_row([decision.table.sha256s[place] for place in shown], alt=f"Photo of {label}")
    name = st.segmented_control(
        "Name that stays",
        [pair.label, pair.other],
        default=pair.label,
        required=True,
        key=f"suspect_pair_{'_'.join(pair.subject)}",
    )
    _draw_answers(catalog, dataset, pair, str(name or pair.label))


def _draw_answers(catalog: Catalog, dataset: Dataset, pair: Pair, stays: str) -> None:
    goes = pair.other if stays == pair.label else pair.label
    apart = "They are two people" if dataset.kind is Kind.FACES else "They are two classes"
    with st.container(horizontal=True):
        answer_buttons(
            {
                f"Merge: all become {plain_text(stays)}": (
                    "F",
                    lambda: put_right(catalog, dataset, lambda: merge_people(catalog, dataset, goes, stays)),
                ),
                apart: ("K", lambda: answer(catalog, dataset, pair.subject, Answer.KEEP)),
                "Skip": ("S", lambda: answer(catalog, dataset, pair.subject, Answer.SKIP)),
            }
        )
        undo_button(catalog, dataset)
