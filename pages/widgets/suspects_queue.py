"""A queue of labels that are probably wrong, gone through with one key each: put right, keep, skip, undo."""

from __future__ import annotations

import streamlit as st

from engine import jobs
from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.suspicions import load_answers
from engine.kinds import Kind
from engine.settings import Settings
from engine.suspects import Suspicions, unsettled
from engine.verdicts import Decision, decide_dataset
from pages.widgets.job_progress import job_progress
from pages.widgets.suspect_answers import draw_error, inquiry, look_again
from pages.widgets.suspect_copies import copies_view
from pages.widgets.suspect_pairs import pair_view
from pages.widgets.suspect_photos import suspect_view

SUSPECTS, PAIRS, COPIES = "suspects", "pairs", "copies"
TITLES = {
    Kind.FACES: {SUSPECTS: "Another person", PAIRS: "One person, two names", COPIES: "Same photo, two names"},
    Kind.IMAGES: {SUSPECTS: "Another class", PAIRS: "One class, two names", COPIES: "Same picture, two names"},
}
VIEWS = {SUSPECTS: suspect_view, PAIRS: pair_view, COPIES: copies_view}
UNSURE = (
    "Many pictures here look like those of another class, so most of these labels are probably right. "
    "The ones at the top are worth a look."
)


def suspects_queue(settings: Settings, catalog: Catalog, dataset: Dataset, decision: Decision) -> None:
    """Draw the queue, or what has to be done before there is one."""
    job = jobs.find_latest(settings, "analyze", dataset.name)
    if job is not None and job.state.is_active:
        job_progress(settings, job)
        look_again(dataset)
    elif not decision.table.is_measured.any():
        st.info("Wrong labels can be found once the photos were looked at: each of them once, on this computer.")
        st.button("Analyze", type="primary", on_click=jobs.start, args=(settings, ["analyze", dataset.name]))
    else:
        _draw(catalog, dataset)


@st.fragment  # an answer draws the next question, not the whole page
def _draw(catalog: Catalog, dataset: Dataset) -> None:
    decision = decide_dataset(catalog, dataset)
    found = inquiry(catalog, dataset, decision).found
    waiting = unsettled(found, load_answers(catalog, dataset), decision)
    draw_error()
    if not (found.suspects or found.pairs or found.copies):
        _draw_nothing(dataset, found)
        return
    kind = _choose_kind(dataset, waiting)
    total, left = len(getattr(found, kind)), len(getattr(waiting, kind))
    if total:
        st.progress((total - left) / total, text=f"{total - left:,} of {total:,} settled")
    if left:
        if kind == SUSPECTS and found.is_unsure:
            st.caption(UNSURE)
        VIEWS[kind](catalog, dataset, decision, waiting)
    else:
        st.success("All settled: nothing is left to decide here." if total else "Nothing of this kind was found.")
        st.button(
            "Look again", on_click=look_again, args=(dataset,), help="Search once more, with the labels as they are now"
        )


def _choose_kind(dataset: Dataset, waiting: Suspicions) -> str:
    left = {kind: len(getattr(waiting, kind)) for kind in VIEWS}
    first = next((kind for kind, number in left.items() if number), SUSPECTS)
    chosen = st.segmented_control(
        "Kind of suspicion",
        list(VIEWS),
        default=first,
        required=True,
        key=f"suspects_kind_{dataset.id}",
        format_func=lambda kind: f"{TITLES[dataset.kind][kind]} ({left[kind]:,})",
        label_visibility="collapsed",
    )
    return str(chosen or first)


def _draw_nothing(dataset: Dataset, found: Suspicions) -> None:
    if found.num_embedded < 2:
        what = "face" if dataset.kind is Kind.FACES else "picture"
        st.info(
            f"There is nothing to compare: no {what} was found in the photos. Look at the reasons on the Filter page."
        )
        return
    st.success(
        f"Nothing suspicious: {found.num_embedded:,} photos were compared, and each looks like it has the right label."
    )
    st.button("Look again", on_click=look_again, args=(dataset,))
