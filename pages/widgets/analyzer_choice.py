"""Who judges the faces of a dataset: this computer, or Google Cloud Vision."""

from __future__ import annotations

import streamlit as st

from engine.analysis import analyzers_of
from engine.catalog.datasets import Dataset

HELP = (
    "What either has measured is kept, so changing back costs nothing. Google costs money and gets copies of the "
    "photos; you see how many and for how much before anything is sent."
)


def analyzer_choice(dataset: Dataset) -> str:
    """Ask for an analyzer and return its name; the one in use until another is chosen."""
    titles = {name: analyzer.title for name, analyzer in analyzers_of(dataset.kind).items()}
    if len(titles) < 2:
        return dataset.analyzer
    chosen: str = st.segmented_control(
        "Faces are judged by",
        list(titles),
        default=dataset.analyzer,
        required=True,
        format_func=lambda name: titles[name],
        key=f"analyzer_{dataset.id}_{dataset.analyzer}",  # what is in use now is chosen when that changes
        help=HELP,
    )
    return chosen
