"""Where one drops a folder, a zip or a tar: the browser sends it to ``pages.upload_routes``, and it is imported."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from engine import uploads
from engine.settings import Settings
from pages.widgets.dataset_to_fill import DatasetToFill
from pages.widgets.job_start import expect_job

ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
KEY = "drop_zone"

_HERE = Path(__file__).parent
_mount = st.components.v2.component(
    "facet_drop_zone",
    html='<div class="zone" role="group" aria-label="Upload" aria-live="polite"></div>',
    css="\n".join((_HERE / name).read_text(encoding="utf-8") for name in ("browser_input.css", "drop_zone.css")),
    js="\n".join((_HERE / name).read_text(encoding="utf-8") for name in ("uploading.js", "drop_zone.js")),
)


def drop_zone(settings: Settings, into: DatasetToFill) -> None:
    """Draw the zone; what is dropped goes ``into`` that dataset, or into one named like the folder."""
    data = {
        "token": uploads.page_token(settings),
        "name": into.name,
        "kind": into.kind.value,
        "archives": ARCHIVES,
    }
    _mount(key=KEY, data=data, on_imported_change=_show_import)


def _show_import() -> None:
    """The route has started the import; the page runs again and shows it."""
    expect_job(st.session_state[KEY].imported)
