"""Sample data on cards: what each shows and teaches, its size, time and licence, before anything is fetched."""

from __future__ import annotations

import streamlit as st

from engine.errors import EngineError
from engine.samples import Sample, all_samples
from engine.settings import Settings
from engine.sources.samples import require_copy, text_for
from pages.widgets.dataset_to_fill import DatasetToFill
from pages.widgets.import_start import start_import
from pages.widgets.job_words import duration
from pages.widgets.plain_text import plain_text

CARDS_IN_A_ROW = 2


def sample_cards(settings: Settings) -> None:
    """One card per sample, the smallest first; a press imports it."""
    samples = list(all_samples().values())
    for start in range(0, len(samples), CARDS_IN_A_ROW):
        row = st.columns(CARDS_IN_A_ROW)
        for column, sample in zip(row, samples[start : start + CARDS_IN_A_ROW], strict=False):
            with column, st.container(border=True, height="stretch"):
                _card(settings, sample)


def _card(settings: Settings, sample: Sample) -> None:
    st.markdown(f"**{sample.title}**")
    st.markdown(f"{sample.description} {sample.lesson}")
    st.markdown(f"{sample.num_photos:,} photos of {sample.num_labels:,} {_classes(sample)} · {_size(sample)}")
    st.caption(f"Licence: [{sample.licence}]({sample.licence_url}) · [home page]({sample.homepage})")
    if not sample.archives:
        if st.button("Try with sample data", key=f"sample_{sample.name}", width="stretch"):
            start_import(settings, text_for(sample), DatasetToFill(sample.name, sample.kind))
        return
    fetch, copy = st.columns([3, 2])
    if fetch.button("Download and import", key=f"sample_{sample.name}", width="stretch"):
        start_import(settings, text_for(sample), DatasetToFill(sample.name, sample.kind))
    with copy.popover("I have a copy", width="stretch"):
        _copy_form(settings, sample)


def _copy_form(settings: Settings, sample: Sample) -> None:
    st.markdown(
        "The downloaded files as they are, or a folder or zip with one folder per class. Nothing is downloaded."
    )
    path = st.text_input("Path of the copy", placeholder="/home/me/downloads", key=f"sample_copy_{sample.name}")
    if not st.button("Import the copy", key=f"sample_from_copy_{sample.name}", type="primary"):
        return
    text = text_for(sample, path.strip().strip('"'))
    try:
        require_copy(text)
    except EngineError as error:
        st.error(plain_text(str(error)))
        return
    start_import(settings, text, DatasetToFill(sample.name, sample.kind))


def _classes(sample: Sample) -> str:
    return "people" if sample.kind == "faces" else "classes"


def _size(sample: Sample) -> str:
    if not sample.archives:
        return "comes with Facet, nothing is downloaded"
    return f"{sample.num_bytes / 1e6:,.0f} MB to download, about {duration(sample.seconds)} at 20 Mbit/s"
