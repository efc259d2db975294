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
from pages.widgets import selection
from pages.widgets.edit_notice import make_edit
from pages.widgets.erase_panel import erase_panel
from pages.widgets.label_words import all_labels, one_label

MOVE, NEW_NAME = "label_actions_move", "label_actions_new_name"
MOVE_PX = 200
DECISIONS = (("Keep", Override.KEEP), ("Reject", Override.REJECT), ("Leave to the checks", None))


def label_actions(
    settings: Settings, catalog: Catalog, dataset: Dataset, decision: Decision, sha256s: Sequence[str]
) -> None:
    """Draw a button per action on the selected photos; every one but the last can be undone."""
    people = [label.name for label in list_labels(catalog, dataset.id) if label.state is LabelState.ACTIVE]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _draw_move(catalog, dataset, people, sha256s)
        _draw_new(catalog, dataset, sha256s)
        _draw_aside(catalog, dataset, sha256s)
        _draw_decisions(catalog, dataset, sha256s)
        if st.button("Erase…", key="label_actions_erase", help="For good, with everything derived. Cannot be undone."):
            _erase(settings, catalog, dataset, sha256s)


def _draw_move(catalog: Catalog, dataset: Dataset, people: Sequence[str], sha256s: Sequence[str]) -> None:
    def move() -> None:
        name = st.session_state[MOVE]
        if name is not None:
            _relabel(dataset, lambda: move_photos(catalog, dataset, sha256s, name))
            st.session_state[MOVE] = None

    st.selectbox(
        "Move to",
        people,
        index=None,
        key=MOVE,
        placeholder="Move to…",
        label_visibility="collapsed",
        width=MOVE_PX,
        on_change=move,
    )


def _draw_new(catalog: Catalog, dataset: Dataset, sha256s: Sequence[str]) -> None:
    def split_off() -> None:
        name = st.session_state[NEW_NAME]
        if _relabel(dataset, lambda: move_to_new_person(catalog, dataset, sha256s, name)):
            st.session_state[NEW_NAME] = ""

    with st.popover(f"New {one_label(dataset)}…"):
        st.text_input(f"Name of the new {one_label(dataset)}", key=NEW_NAME)
        st.button("Move the selected photos there", type="primary", key="label_actions_new", on_click=split_off)


def _draw_aside(catalog: Catalog, dataset: Dataset, sha256s: Sequence[str]) -> None:
    def put_aside() -> None:
        _relabel(dataset, lambda: set_aside(catalog, dataset, sha256s))

    help_ = f"They stay in the dataset, apart from all {all_labels(dataset)}, and are never trained on."
    st.button(ASIDE_NAMES[dataset.kind], key="label_actions_aside", help=help_, on_click=put_aside)


def _draw_decisions(catalog: Catalog, dataset: Dataset, sha256s: Sequence[str]) -> None:
    def decide(wanted: Override | None) -> None:
        make_edit(dataset, lambda: set_overrides(catalog, dataset, sha256s, wanted))

    for words, wanted in DECISIONS:
        st.button(words, key=f"label_actions_{words}", on_click=decide, args=(wanted,))


def _relabel(dataset: Dataset, change: Callable[[], Edit | None]) -> bool:
    """Photos that moved are dealt with: the selection is free for the next."""
    is_made = make_edit(dataset, change)
    if is_made:
        selection.put(dataset, ())
    return is_made


@st.dialog("Erase photos for good", width="large")
def _erase(settings: Settings, catalog: Catalog, dataset: Dataset, sha256s: Sequence[str]) -> None:
    plan = plan_forgetting_photos(settings, catalog, dataset, sha256s)
    if erase_panel(settings, catalog, plan):
        selection.put(dataset, ())
        st.rerun()
