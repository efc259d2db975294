"""What can be done to the selected photos: move them to another person, set them aside, decide by hand, erase them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.edit_history import Edit
from engine.catalog.labels import LabelState, list_labels
from engine.edits import move_photos, move_to_new_person, set_aside, set_overrides
from engine.edits.photos import ASIDE_NAMES
from engine.forgetting import plan_forgetting_photos
from engine.kinds import Override
from engine.settings import Settings
from engine.verdicts import Decision
from pages.widgets import address, selection
from pages.widgets.edit_notice import make_edit
from pages.widgets.erase_panel import erase_panel
from pages.widgets.label_words import all_labels, one_label

MOVE_PX = 200
ERASING = "label_actions_erasing"
DECISIONS = (("Keep", Override.KEEP), ("Reject", Override.REJECT), ("Leave to the checks", None))


def label_actions(
    settings: Settings, catalog: Catalog, dataset: Dataset, decision: Decision, sha256s: Sequence[str]
) -> None:
    """Draw a button per action on the selected photos; every one but the last can be undone."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        relabel_actions(catalog, dataset, sha256s, key="label_actions")
        decision_buttons(catalog, dataset, sha256s, key="label_actions")
        help_ = "For good, with everything derived. Cannot be undone."
        st.button("Erase…", key="label_actions_erase", help=help_, on_click=_ask_to_erase, args=(sha256s,))
    if st.session_state.get(ERASING) == tuple(sha256s) and address.get("photo") is None:  # only one dialog can be open
        _erase(settings, catalog, dataset, sha256s)


def relabel_actions(catalog: Catalog, dataset: Dataset, sha256s: Sequence[str], *, key: str) -> None:
    """Whom photos show: another person, a new one or none of them.

    Args:
        key: tells those of the selection from those of one photo.
    """
    _draw_move(catalog, dataset, sha256s, f"{key}_move")
    _draw_new(catalog, dataset, sha256s, f"{key}_new")
    _draw_aside(catalog, dataset, sha256s, f"{key}_aside")


def _draw_move(catalog: Catalog, dataset: Dataset, sha256s: Sequence[str], key: str) -> None:
    people = [label.name for label in list_labels(catalog, dataset.id) if label.state is LabelState.ACTIVE]

    def move() -> None:
        name = st.session_state[key]
        if name is not None:
            _relabel(dataset, sha256s, lambda: move_photos(catalog, dataset, sha256s, name))
            st.session_state[key] = None

    st.selectbox(
        "Move to",
        people,
        index=None,
        key=key,
        placeholder="Move to…",
        label_visibility="collapsed",
        width=MOVE_PX,
        on_change=move,
    )


def _draw_new(catalog: Catalog, dataset: Dataset, sha256s: Sequence[str], key: str) -> None:
    name_key, times_key = f"{key}_name", f"{key}_times"

    def split_off() -> None:
        name = st.session_state[name_key]
        if _relabel(dataset, sha256s, lambda: move_to_new_person(catalog, dataset, sha256s, name)):
            st.session_state[name_key] = ""
            st.session_state[times_key] = st.session_state.get(times_key, 0) + 1

    times = st.session_state.get(times_key, 0)
    with st.popover(f"New {one_label(dataset)}…", key=f"{key}_panel_{times}"):  # another key closes the panel
        st.text_input(f"Name of the new {one_label(dataset)}", key=name_key)
        words = "Move this photo there" if len(sha256s) == 1 else f"Move {len(sha256s):,} photos there"
        st.button(words, type="primary", key=key, on_click=split_off)


def _draw_aside(catalog: Catalog, dataset: Dataset, sha256s: Sequence[str], key: str) -> None:
    def put_aside() -> None:
        _relabel(dataset, sha256s, lambda: set_aside(catalog, dataset, sha256s))

    help_ = f"They stay in the dataset, apart from all {all_labels(dataset)}, and are never trained on."
    st.button(ASIDE_NAMES[dataset.kind], key=key, help=help_, on_click=put_aside)


def decision_buttons(catalog: Catalog, dataset: Dataset, sha256s: Sequence[str], *, key: str) -> None:
    """Keep, reject or leave photos to the checks.

    Args:
        key: tells these buttons from those of another place.
    """

    def decide(wanted: Override | None) -> None:
        make_edit(dataset, lambda: set_overrides(catalog, dataset, sha256s, wanted))

    for words, wanted in DECISIONS:
        st.button(words, key=f"{key}_{words}", on_click=decide, args=(wanted,))


def _relabel(dataset: Dataset, sha256s: Sequence[str], change: Callable[[], Edit | None]) -> bool:
    """Photos that moved are dealt with, and selected no more."""
    is_made = make_edit(dataset, change)
    if is_made:
        moved = set(sha256s)
        selection.put(dataset, (sha256 for sha256 in selection.get(dataset) if sha256 not in moved))
    return is_made


def _ask_to_erase(sha256s: Sequence[str]) -> None:
    st.session_state[ERASING] = tuple(sha256s)


def _close_erasing() -> None:
    st.session_state.pop(ERASING, None)


@st.dialog("Erase photos for good", width="large", on_dismiss=_close_erasing)
def _erase(settings: Settings, catalog: Catalog, dataset: Dataset, sha256s: Sequence[str]) -> None:
    plan = plan_forgetting_photos(settings, catalog, dataset, sha256s)
    if erase_panel(settings, catalog, plan):
        _close_erasing()
        selection.put(dataset, ())
        st.rerun()
