"""A burst of photos from the webcam goes into a person of a dataset."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from engine import uploads
from engine.settings import Settings
from pages.widgets.dataset_to_fill import choose_dataset, labels_of
from pages.widgets.job_start import expect_job

FALLBACK_NAME = "webcam photos"
KEY = "webcam_burst"

_HERE = Path(__file__).parent
_mount = st.components.v2.component(
    "facet_webcam_burst",
    html='<div class="webcam"></div>',
    css="\n".join((_HERE / name).read_text(encoding="utf-8") for name in ("browser_input.css", "webcam_burst.css")),
    js="\n".join((_HERE / name).read_text(encoding="utf-8") for name in ("uploading.js", "webcam_burst.js")),
)


def webcam_form(settings: Settings) -> None:
    """Ask for the dataset and take the photos."""
    into = choose_dataset(settings, "webcam", fallback=FALLBACK_NAME, is_kept=True)
    name = into.name or FALLBACK_NAME
    data = {
        "token": uploads.page_token(settings),
        "name": name,
        "kind": into.kind.value,
        "people": labels_of(settings, name),
    }
    _mount(key=KEY, data=data, on_imported_change=_show_import, on_upload_instead_change=_open_upload)
    st.caption(
        "The picture above is a mirror, the photos are not. Let the person turn the head a little and change the light."
    )


def _show_import() -> None:
    """The route has started the import; the page runs again and shows it."""
    expect_job(st.session_state[KEY].imported)


def _open_upload() -> None:
    st.query_params["way"] = "drop"
