"""The ways to give photos: a path, a drop, a sample. Each starts an import as a job."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from engine import uploads
from engine.errors import EngineError
from engine.kinds import Kind
from engine.settings import Settings
from engine.sources import find_source
from engine.sources.samples import PREFIX, Sample
from pages.widgets.job_start import start_job

KIND_WORDS = {
    Kind.FACES: "People: find the face in every photo",
    Kind.IMAGES: "Anything else: use the whole picture",
}
UPLOAD_ROUND = "upload_round"  # a new key empties the uploader, whose files live in memory


def folder_form(settings: Settings) -> None:
    """Import a folder, or a zip, by its path."""
    path = st.text_input("Folder", placeholder="/home/me/photos", help="The folder that holds the people's folders")
    name = st.text_input("Name of the dataset", placeholder=Path(path).name or "my photos", key="folder_name")
    kind = choose_kind("folder_kind")
    if st.button("Import", type="primary"):
        _start(settings, path.strip().strip('"'), name or Path(path).name, kind)


def upload_form(settings: Settings) -> None:
    """Import what is dropped into the browser: a folder, or one zip."""
    turn = st.session_state.setdefault(UPLOAD_ROUND, 0)
    folder = st.file_uploader(
        "A folder with one sub-folder per person", accept_multiple_files="directory", key=f"upload_folder_{turn}"
    )
    archive = st.file_uploader("Or a zip of such a folder", type="zip", key=f"upload_zip_{turn}")
    name = st.text_input("Name of the dataset", placeholder="my photos", key="upload_name")
    kind = choose_kind("upload_kind")
    if not st.button("Import", type="primary", key="upload_import"):
        return
    if not (folder or archive):
        st.error("Nothing was dropped yet. Drop a folder or a zip above, wait for it to arrive, then press Import.")
        return
    with st.spinner("Saving the upload…"):
        if archive:
            place = uploads.save_file(settings, archive.name, archive)
        else:
            place = uploads.save_folder(settings, [(file.name, file) for file in folder or []])
    st.session_state[UPLOAD_ROUND] += 1
    fallback = Path(archive.name).stem if archive else "my photos"
    _start(settings, str(place), name or fallback, kind, source_name="zip" if archive else "upload")


def sample_card(settings: Settings, sample: Sample) -> None:
    """Import a sample with one press."""
    with st.container(border=True):
        st.markdown(f"**{sample.title}**")
        st.markdown(f"{sample.description} Comes with Facet: nothing is downloaded.")
        st.caption(sample.licence)
        if st.button("Try with sample data", key=f"sample_{sample.name}", width="stretch"):
            _start(settings, f"{PREFIX}{sample.name}", sample.name, sample.kind)


def choose_kind(key: str) -> Kind:
    """Ask what the photos show."""
    return st.radio("What do the photos show?", list(KIND_WORDS), format_func=KIND_WORDS.__getitem__, key=key)


def _start(settings: Settings, text: str, name: str, kind: Kind, source_name: str | None = None) -> None:
    if not text:
        st.error("No folder is named yet. Type or paste the path of the folder that holds the people's folders.")
        return
    try:
        find_source(text, source_name)  # a wrong path is told here, before a process starts
    except EngineError as error:
        st.error(str(error))
        return
    typed = ["--source", source_name] if source_name else []
    start_job(settings, ["import", text, "--name", name, "--kind", kind.value, *typed])
    st.rerun()
