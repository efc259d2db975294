"""What was found to ask about and what the user answered in this browser tab, so that the last answer can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import streamlit as st

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.edit_history import Edit
from engine.catalog.suspicions import Answer, Subject, load_answers, save_answer
from engine.edits.history import read_history, undo
from engine.errors import EngineError
from engine.suspects import Suspicions, find_suspicions, rejected_last, unsettled
from engine.verdicts import Decision

_ERROR = "suspects_error"
SLOW_PHOTOS = 20_000


@dataclass
class Inquiry:
    """The questions of one search and the answers since.

    Attributes:
        found: as of the search, so that the order stays while labels are put right.
        answered: newest last: the subjects that were answered and the edit that was made, either may be missing.
    """

    found: Suspicions
    answered: list[tuple[Subject | None, int | None]] = field(default_factory=list)


def inquiry(catalog: Catalog, dataset: Dataset, decision: Decision) -> Inquiry:
    """The one going on; begun by a search when there is none."""
    key = _key(dataset)
    if key not in st.session_state:
        num_photos = len(decision.table)
        words = f"Comparing {num_photos:,} photos with each other. This takes up to a minute."
        with st.spinner(words) if num_photos > SLOW_PHOTOS else st.empty():
            found = find_suspicions(catalog, dataset, decision)
        waiting = unsettled(found, load_answers(catalog, dataset), decision)
        st.session_state[key] = Inquiry(replace(waiting, suspects=rejected_last(waiting.suspects)))
    going_on: Inquiry = st.session_state[key]
    return going_on


def look_again(dataset: Dataset) -> None:
    """Search anew when the page is drawn next."""
    st.session_state.pop(_key(dataset), None)


def answer(catalog: Catalog, dataset: Dataset, subject: Subject, said: Answer) -> None:
    """Remember an answer."""
    save_answer(catalog, dataset, subject, said)
    _inquiry(dataset).answered.append((subject, None))


def put_right(
    catalog: Catalog, dataset: Dataset, change: Callable[[], Edit | None], settles: Subject | None = None
) -> None:
    """Make an edit; what went wrong is said above the queue.

    Args:
        settles: a question that the edit answers without changing what the search sees.
    """
    try:
        edit = change()
    except EngineError as error:
        st.session_state[_ERROR] = str(error)
        return
    if settles is not None:
        save_answer(catalog, dataset, settles, Answer.KEEP)
    _inquiry(dataset).answered.append((settles, edit.id if edit else None))


def take_back(catalog: Catalog, dataset: Dataset) -> None:
    """Undo the last answer of this tab."""
    answered = _inquiry(dataset).answered
    if not answered:
        return
    subject, edit_id = answered.pop()
    if subject is not None:
        save_answer(catalog, dataset, subject, None)
    if edit_id is None:
        return
    newest = next((edit for edit in read_history(catalog, dataset) if not edit.is_undone), None)
    if newest is not None and newest.id == edit_id:
        undo(catalog, dataset)
    else:
        st.session_state[_ERROR] = "Other labels were changed since. Step back through the history of changes instead."


def draw_error() -> None:
    """Say what went wrong with the last answer, once."""
    if error := st.session_state.pop(_ERROR, None):
        st.error(error)


def _inquiry(dataset: Dataset) -> Inquiry:
    going_on: Inquiry = st.session_state[_key(dataset)]
    return going_on


def _key(dataset: Dataset) -> str:
    return f"suspects_{dataset.id}"
