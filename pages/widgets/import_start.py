"""Starts an import as a job; what cannot be imported is told before a process starts."""

from __future__ import annotations

import streamlit as st

from engine.errors import EngineError
from engine.settings import Settings
from engine.sources import find_source
from pages.widgets.dataset_to_fill import DatasetToFill
from pages.widgets.job_start import start_job


def start_import(
    settings: Settings, text: str, into: DatasetToFill, *more: str, source_name: str | None = None
) -> None:
    """Import what ``text`` names and run the page again, which then shows the job.

    Args:
        more: further words of the command line, such as ``"--people", "5"``.
        source_name: how to read ``text``; found out when None.
    """
    try:
        find_source(text, source_name)
    except EngineError as error:
        st.error(str(error))
        return
    typed = ["--source", source_name] if source_name else []
    start_job(settings, ["import", text, "--name", into.name, "--kind", into.kind.value, *typed, *more])
    st.rerun()
