"""The photos that limits cannot decide, gone through with one key each: keep, reject, skip, undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

import streamlit as st

from engine import jobs
from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.edits import read_history, set_overrides, undo
from engine.kinds import Override
from engine.limit_effects import places_of_open_questions
from engine.settings import Settings
from engine.verdicts import Decision, decide_dataset
from pages.widgets.decided_grid import decided_grid
from pages.widgets.photo_detail import photo_detail
from pages.widgets.photo_row import large_photo
from pages.widgets.plain_text import plain_text
from pages.widgets.suspect_buttons import answer_buttons, back_button

NUM_AHEAD = 2
ELSEWHERE = "Something else was changed since. Step back through the history of changes on Browse instead."


@dataclass
class _Queue:
    """As it was begun in this browser tab.

    Attributes:
        sha256s: in the order in which they are asked.
        answered: newest last: the photo and the edit that decided it, None where it was skipped.
    """

    sha256s: list[str]
    answered: list[tuple[str, int | None]] = field(default_factory=list)

    @property
    def skipped(self) -> set[str]:
        return {sha256 for sha256, edit_id in self.answered if edit_id is None}


def undecided_view(settings: Settings, catalog: Catalog, dataset: Dataset, decision: Decision) -> None:
    """Draw the photo whose turn it is, what is known of it, and a key per answer."""
    _draw_failed(settings, dataset, decision)
    _draw(catalog, dataset)


def _draw_failed(settings: Settings, dataset: Dataset, decision: Decision) -> None:
    """Photos whose analysis failed are worth another try before anybody looks at them."""
    job = jobs.find_latest(settings, "analyze", dataset.name)
    number = sum(1 for error in decision.table.errors if error)
    if number and not (job and job.state.is_active):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(
                f"The analysis of {number:,} {_photos(number)} failed. Another try may succeed.", width="stretch"
            )
            st.button("Analyze these again", on_click=jobs.start, args=(settings, ["analyze", dataset.name]))


@st.fragment  # an answer draws the next photo, not the whole page
def _draw(catalog: Catalog, dataset: Dataset) -> None:
    decision = decide_dataset(catalog, dataset)
    table = decision.table
    places = places_of_open_questions(decision)
    queue = _queue(dataset, [table.sha256s[place] for place in places.tolist()])
    skipped, undecided = queue.skipped, {table.sha256s[place] for place in places.tolist()}
    waiting = [sha256 for sha256 in queue.sha256s if sha256 in undecided and sha256 not in skipped]
    if error := st.session_state.pop(_error_key(dataset), None):
        st.error(error)
    if waiting:
        _ask(catalog, dataset, decision, queue, waiting)
    else:
        _draw_end(catalog, dataset, queue, len(places))
    if len(places) > 1:
        with st.expander("Decide many at once"):
            decided_grid(catalog, dataset, decision, places, order="undecided")
    photo_detail(catalog, dataset, decision, places)


def _queue(dataset: Dataset, undecided: Sequence[str]) -> _Queue:
    """The one going on, with photos that have become undecided since at its end."""
    queue: _Queue = st.session_state.setdefault(_key(dataset), _Queue(list(undecided)))
    known = set(queue.sha256s)
    queue.sha256s += [sha256 for sha256 in undecided if sha256 not in known]
    return queue


def _ask(catalog: Catalog, dataset: Dataset, decision: Decision, queue: _Queue, waiting: Sequence[str]) -> None:
    sha256, total = waiting[0], len(queue.sha256s)
    place = decision.table.place_of[sha256]
    number = total - len(waiting) + 1
    st.progress((number - 1) / total, text=f"{number:,} of {total:,}")
    picture, words = st.columns(2, gap="medium")
    label = str(decision.table.labels[place])
    with picture:
        large_photo(sha256, alt=f"Photo of {label}", ahead=waiting[1 : 1 + NUM_AHEAD])
        st.caption(plain_text(decision.table.paths[place]))
    with words:
        st.subheader(f"Is this a good photo of {plain_text(label)}?", anchor=False)
        for sentence in decision.explain(place):
            st.markdown(f"- {plain_text(sentence)}")
        st.caption("What you decide stays, whatever the limits say later.")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        answer_buttons(
            {
                "Keep": ("K", partial(_decide, catalog, dataset, sha256, Override.KEEP)),
                "Reject": ("X", partial(_decide, catalog, dataset, sha256, Override.REJECT)),
                "Skip": ("S", partial(_skip, dataset, sha256)),
            }
        )
        back_button(bool(queue.answered), partial(_take_back, catalog, dataset))
        if st.button("All about this photo", type="tertiary", key="undecided_details"):
            st.query_params["photo"] = sha256
            st.rerun()


def _draw_end(catalog: Catalog, dataset: Dataset, queue: _Queue, num_undecided: int) -> None:
    if not num_undecided:
        st.success("Every photo is decided: each question has an answer.")
    else:
        st.info(f"You have seen all of them, and skipped {num_undecided:,} {_photos(num_undecided)}.")
        st.button("Go through those", type="primary", on_click=st.session_state.pop, args=(_key(dataset), None))
    back_button(bool(queue.answered), partial(_take_back, catalog, dataset))


def _decide(catalog: Catalog, dataset: Dataset, sha256: str, decision: Override) -> None:
    edit = set_overrides(catalog, dataset, [sha256], decision)
    if edit is not None:
        _going_on(dataset).answered.append((sha256, edit.id))


def _skip(dataset: Dataset, sha256: str) -> None:
    _going_on(dataset).answered.append((sha256, None))


def _take_back(catalog: Catalog, dataset: Dataset) -> None:
    """Undo the last answer of this tab."""
    answered = _going_on(dataset).answered
    if not answered:
        return
    edit_id = answered.pop()[1]
    newest = next((edit for edit in read_history(catalog, dataset) if not edit.is_undone), None)
    if edit_id is None:
        return
    if newest is not None and newest.id == edit_id:
        undo(catalog, dataset)
    else:
        st.session_state[_error_key(dataset)] = ELSEWHERE


def _photos(number: int) -> str:
    return "photo" if number == 1 else "photos"


def _going_on(dataset: Dataset) -> _Queue:
    queue: _Queue = st.session_state[_key(dataset)]
    return queue


def _key(dataset: Dataset) -> str:
    return f"undecided_{dataset.id}"


def _error_key(dataset: Dataset) -> str:
    return f"undecided_error_{dataset.id}"
