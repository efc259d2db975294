"""The ways to bring in photos, in one list; the way in the address says which of them is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from engine.settings import Settings
from pages.widgets.bucket_form import bucket_form
from pages.widgets.draw_form import draw_form
from pages.widgets.import_form import folder_form
from pages.widgets.pubfig_form import pubfig_form
from pages.widgets.sample_cards import sample_cards
from pages.widgets.upload_form import upload_form
from pages.widgets.webcam_form import webcam_form

PARAMETER = "way"
SAMPLES = "samples"
_CHOICE = "import_way"
_LAST = "import_way_last"


@dataclass(frozen=True)
class Way:
    """One way to bring in photos: its title, when to take it, and what draws it."""

    title: str
    caption: str
    draw: Callable[[Settings], None]


# By name in the address. The first is open when the address names none.
WAYS = {
    "folder": Way("A folder on this computer", "Or a zip, tar or CSV list, by its path", folder_form),
    "drop": Way("Drop a folder, zip or tar", "From the computer in front of you", upload_form),
    "addresses": Way("A list of web addresses", "Photos are downloaded from them", pubfig_form),
    "bucket": Way("A bucket or web folder", "gs://, s3:// or https://", bucket_form),
    "webcam": Way("Webcam", "A burst of photos of one person", webcam_form),
    "draw": Way("Draw", "Digits and other symbols, by hand", draw_form),
    SAMPLES: Way("Sample data", "No photos of your own needed", sample_cards),
}


def choose_way() -> str:
    """Ask where the photos are and return the way's name.

    An import that ends brings its dataset into the address and may take the way out of it: the last one stays open.
    """
    name = st.query_params.get(PARAMETER) or st.session_state.get(_LAST)
    st.session_state[_CHOICE] = st.session_state[_LAST] = name if name in WAYS else next(iter(WAYS))
    return st.radio(
        "Where are the photos?",
        list(WAYS),
        format_func=lambda name: WAYS[name].title,
        captions=[way.caption for way in WAYS.values()],
        key=_CHOICE,
        on_change=_put_chosen,
    )


def open_way(name: str) -> None:
    """Open a way, from a widget's callback."""
    st.query_params[PARAMETER] = name


def _put_chosen() -> None:
    open_way(st.session_state[_CHOICE])
