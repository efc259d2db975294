"""Import a folder, an archive or a CSV list that lies on this computer, by its path."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from engine.settings import Settings
from pages.widgets.dataset_to_fill import DatasetToFill, choose_dataset
from pages.widgets.import_start import start_import


def folder_form(settings: Settings) -> None:
    """Ask for the path and the dataset, and import."""
    typed = st.text_input(
        "Folder",
        placeholder="/home/me/photos",
        help="The folder that holds the people's folders, a zip or tar of it, or a CSV list of photos and names",
    )
    path = typed.strip().strip('"')
    into = choose_dataset(settings, "folder", fallback=_name_of(path) or "my photos")
    st.caption("Photos are read where they lie: nothing is copied, and nothing there is ever changed.")
    if not st.button("Import", type="primary"):
        return
    if not path:
        st.error("No folder is named yet. Type or paste the path of the folder that holds the people's folders.")
        return
    start_import(settings, path, DatasetToFill(into.name or _name_of(path), into.kind))


def _name_of(path: str) -> str:
    """The folder's name; of an archive or list without its endings."""
    place = Path(path)
    return place.name.split(".")[0] if place.suffix and place.expanduser().is_file() else place.name
