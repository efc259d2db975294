"""The ways to bring in photos, in one list; the way in the address says which of them is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from engine.settings import Settings
from engine.sources.samples import PREFIX, SAMPLES
from pages.widgets.dataset_to_fill import DatasetToFill
from pages.widgets.import_form import folder_form
from pages.widgets.import_start import start_import
from pages.widgets.pubfig_form import pubfig_form
from pages.widgets.upload_form import upload_form

PARAMETER = "way"
_CHOICE = "import_way"


def sample_cards(settings: Settings) -> None:
    """Import a sample with one press."""
    for sample in SAMPLES.values():
        with st.container(border=True):
            st.markdown(f"**{sample.title}**")
            st.markdown(f"{sample.description} Comes with Facet: nothing is downloaded.")
            st.caption(sample.licence)
            if st.button("Try with sample data", key=f"sample_{sample.name}", width="stretch"):
                start_import(settings, f"{PREFIX}{sample.name}", DatasetToFill(sample.name, sample.kind))


@dataclass(frozen=True)
class Way:
    """One way to bring in photos: its title, when to take it, and what draws it."""

    title: str
    caption: str
    draw: Callable[[Settings], None]


# By name in the address. The first is open when the address names none.
WAYS = {
    "folder": Way("A folder on this computer", "Read where it lies, nothing is copied", folder_form),
    "drop": Way("Drop a folder, zip or tar", "From the computer before you", upload_form),
    "list": Way("A list of web addresses", "PubFig and the like: photos are downloaded", pubfig_form),
    "samples": Way("Sample data", "For those who have no photos at hand", sample_cards),
}


def choose_way() -> Way:
    """Ask where the photos are; an unknown way in the address is the first."""
    names = list(WAYS)
    in_address = st.query_params.get(PARAMETER)
    st.session_state[_CHOICE] = in_address if in_address in WAYS else names[0]
    chosen = st.radio(
        "Where are the photos?",
        names,
        format_func=lambda name: WAYS[name].title,
        captions=[way.caption for way in WAYS.values()],
        key=_CHOICE,
        on_change=_put_chosen,
    )
    return WAYS[chosen]


def open_way(name: str) -> None:
    """Open a way, from a widget's callback."""
    st.query_params[PARAMETER] = name


def _put_chosen() -> None:
    open_way(st.session_state[_CHOICE])
