"""Digits and other symbols, drawn by hand, go into a class of a dataset of pictures."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from engine import uploads
from engine.kinds import Kind
from engine.settings import Settings
from pages.widgets import address
from pages.widgets.dataset_to_fill import choose_dataset, labels_of

FALLBACK_NAME = "drawings"

_HERE = Path(__file__).parent
_mount = st.components.v2.component(
    "facet_draw_canvas",
    html='<div class="draw"></div>',
    css="\n".join((_HERE / name).read_text(encoding="utf-8") for name in ("browser_input.css", "draw_canvas.css")),
    js="\n".join((_HERE / name).read_text(encoding="utf-8") for name in ("uploading.js", "draw_canvas.js")),
)


def draw_form(settings: Settings) -> None:
    """Ask for the dataset and draw."""
    into = choose_dataset(settings, "draw", fallback=FALLBACK_NAME, kind=Kind.IMAGES, is_kept=True)
    name = into.name or FALLBACK_NAME
    data = {"token": uploads.page_token(settings), "name": name, "labels": labels_of(settings, name)}
    mounted = _mount(key="draw_canvas", data=data, on_done_change=lambda: None)
    st.caption(
        "Each drawing is saved as MNIST's digits are: 28 × 28, white on black, its centre of mass in the middle."
    )
    if mounted.done and labels_of(settings, name):
        address.open_page("2_Browse.py", dataset=name)
