"""What an import has found so far, and in the end: photos per person, files passed over and why, the next step."""

from __future__ import annotations

import streamlit as st

from engine.jobs import Job
from pages.widgets import address
from pages.widgets.people_chart import people_chart
from pages.widgets.url_outcomes import downloads_so_far

LISTS = {
    "conflicts": "were found under two people, and one of the two is wrong",
    "unreadable": "could not be read",
    "skipped": "were passed over",
}


def people_so_far(job: Job) -> None:
    """Photos per person, while they come in."""
    if downloads_so_far(job):
        return
    if job.progress and job.progress.details:
        people_chart(job.progress.details, key="people_so_far")


def import_report(job: Job) -> None:
    """What a finished import found, and the way to the photos."""
    result = job.result or {}
    if not result:
        return
    st.success(f"**{result['dataset']}** is imported. {_sentence(result)}", icon=":material/check:")
    for key, words in LISTS.items():
        if files := result.get(key):
            with st.expander(f"{_files(len(files))} {words if len(files) > 1 else words.replace('were', 'was')}"):
                st.dataframe(files, hide_index=True, width="stretch")
    if st.button("Look at the photos", type="primary", icon=":material/arrow_forward:"):
        address.open_page("2_Browse.py", dataset=result["dataset"])


def _sentence(result: dict[str, object]) -> str:
    people = result["people"]
    number = len(people) if isinstance(people, dict) else 0
    shown = "person or class" if number == 1 else "people or classes"
    copies = int(str(result["duplicates"]))
    more = (
        f" {_files(copies, 'further ')} {'is a copy' if copies == 1 else 'are copies'} of one of them."
        if copies
        else ""
    )
    return f"It holds {result['photos']:,} photos of {number:,} {shown}.{more}"


def _files(number: int, which: str = "") -> str:
    return f"{number:,} {which}{'file' if number == 1 else 'files'}"
