"""Drop a folder, a zip or a tar; and what was dropped before, but never arrived whole."""

from __future__ import annotations

import time
from collections.abc import Sequence

import streamlit as st

from engine import uploads
from engine.settings import Settings
from engine.uploads import Upload
from pages.widgets.dataset_to_fill import choose_dataset
from pages.widgets.drop_zone import drop_zone
from pages.widgets.job_words import duration
from pages.widgets.plain_text import plain_text

RECENT_SECONDS = 10.0  # an upload that grew so lately is still coming in


def upload_form(settings: Settings) -> None:
    """Ask for the dataset, take what is dropped, and list what was broken off."""
    into = choose_dataset(settings, "upload", fallback="the name of what you drop")
    drop_zone(settings, into)
    uploads.remove_abandoned(settings)
    broken_off = [each for each in uploads.list_open(settings) if time.time() - each.changed > RECENT_SECONDS]
    if broken_off:
        _list_broken_off(settings, broken_off)


def _list_broken_off(settings: Settings, broken_off: Sequence[Upload]) -> None:
    st.markdown("**Uploads that did not end.** Drop the same again to go on; what has arrived is not sent twice.")
    for upload in broken_off:
        words, remove = st.columns([4, 1], vertical_alignment="center")
        words.markdown(_describe(upload))
        remove.button(
            "Remove",
            key=f"remove_{upload.id}",
            on_click=uploads.remove,
            args=(settings, upload.id),
            width="stretch",
        )
    st.caption(f"They are removed by themselves after {uploads.KEEP_DAYS:.0f} days.")


def _describe(upload: Upload) -> str:
    num_files, num_bytes = uploads.count_arrived(upload)
    so_far = f"{num_files:,} of {upload.num_files:,} files, {num_bytes / 1e6:,.1f} of {upload.num_bytes / 1e6:,.1f} MB"
    return f"{plain_text(upload.title)} · {so_far} · {duration(time.time() - upload.changed)} ago"
