"""The people of a dataset in a dialog: a picture and a count each; rename, merge, add, remove and erase."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset, count_dataset
from engine.edits import NameTaken, create_person, merge_people, remove_person, rename_person
from engine.errors import EngineError
from engine.forgetting import plan_forgetting_dataset, plan_forgetting_person
from engine.kinds import Verdict
from engine.settings import Settings
from engine.verdicts import Decision, decide_dataset
from pages.widgets import address
from pages.widgets.edit_notice import edit_notice, make_edit, say
from pages.widgets.erase_panel import erase_panel
from pages.widgets.label_words import all_labels, one_label
from pages.widgets.plain_text import plain_text
from pages.widgets.thumb_row import thumb_row

ROWS = 8
PREVIEW = 8
STATE = "people_manager_view"
NEW, SEARCH = "people_manager_new", "people_manager_search"


@dataclass(frozen=True)
class _View:
    """What the dialog shows: the list, or a question about somebody (``name``; ``into`` a suggestion for a merge)."""

    screen: str = "list"
    name: str = ""
    into: str | None = None


def people_manager(settings: Settings, catalog: Catalog, dataset: Dataset, decision: Decision) -> None:
    """Draw the button that opens the dialog, and the dialog while it is open."""
    words = f"{all_labels(dataset).capitalize()}…"
    st.button(words, key="people_manager", icon=":material/groups:", on_click=_open)
    if STATE in st.session_state and address.get("photo") is None:  # only one dialog can be open
        _people_dialog(settings, catalog, dataset)


def _open() -> None:
    st.session_state[STATE] = _View()
    st.session_state[SEARCH] = ""


def _close() -> None:
    st.session_state.pop(STATE, None)


@st.dialog("Who is in these photos", width="large", on_dismiss=_close)
def _people_dialog(settings: Settings, catalog: Catalog, dataset: Dataset) -> None:
    view: _View = st.session_state[STATE]
    if view.screen != "list":
        st.button("Back to the list", icon=":material/arrow_back:", on_click=_show, args=(_View(),))
    if view.screen == "merge":
        _draw_merge(catalog, dataset, view)
    elif view.screen == "erase":
        _draw_erase(settings, catalog, dataset, view)
    else:
        edit_notice(catalog, dataset, floats=False)
        _draw_list(catalog, dataset)


def _show(view: _View) -> None:
    st.session_state[STATE] = view


def _draw_list(catalog: Catalog, dataset: Dataset) -> None:
    people = count_dataset(catalog, dataset).people
    decision = decide_dataset(catalog, dataset)
    _draw_add(catalog, dataset)
    if len(people) > ROWS:
        st.text_input("Find", key=SEARCH, placeholder="Part of a name", live=True, label_visibility="collapsed")
    part = (st.session_state.get(SEARCH) or "").casefold()
    found = [name for name in people if part in name.casefold()]
    num_pages = -(-len(found) // ROWS)
    page = st.pagination(num_pages, key=f"people_manager_page_{num_pages}") if num_pages > 1 else 1
    for name in found[(page - 1) * ROWS : page * ROWS]:
        _draw_person(catalog, dataset, decision, name, people[name])
    if not found:
        st.info(f"Nobody is called so among {len(people):,} {all_labels(dataset)}.")
    st.button("Erase the whole dataset…", key="people_manager_erase_all", on_click=_show, args=(_View("erase"),))


def _draw_add(catalog: Catalog, dataset: Dataset) -> None:
    def add() -> None:
        if make_edit(dataset, lambda: create_person(catalog, dataset, st.session_state[NEW])):
            st.session_state[NEW] = ""

    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = f"Name of a new {one_label(dataset)}"
        st.text_input(words, key=NEW, placeholder=words, label_visibility="collapsed")
        st.button("Add", key="people_manager_add", on_click=add)


def _draw_person(catalog: Catalog, dataset: Dataset, decision: Decision, name: str, count: int) -> None:
    key = f"people_manager_{name}"

    def rename() -> None:
        _rename(catalog, dataset, name, st.session_state[f"{key}_name"])

    def remove() -> None:
        make_edit(dataset, lambda: remove_person(catalog, dataset, name))

    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if pictures := _pictures(decision, name, 1):
            thumb_row(pictures, side_px=48, alt=f"A photo of {name}")
        st.text_input("Name", name, key=f"{key}_name", label_visibility="collapsed", on_change=rename)
        st.markdown(f"{count:,} {'photo' if count == 1 else 'photos'}", width=90)
        st.button("Merge…", key=f"{key}_merge", on_click=_show, args=(_View("merge", name),))
        st.button("Remove", key=f"{key}_remove", on_click=remove, help="Leaves the dataset; can be undone.")
        st.button("Erase…", key=f"{key}_erase", on_click=_show, args=(_View("erase", name),), help="For good.")


def _rename(catalog: Catalog, dataset: Dataset, old: str, new: str) -> None:
    """Another person's name asks whether both are one."""
    try:
        renamed = rename_person(catalog, dataset, old, new)
    except NameTaken:
        _show(_View("merge", old, new.strip()))
    except EngineError as error:
        say(dataset, str(error))
    else:
        make_edit(dataset, lambda: renamed)


def _draw_merge(catalog: Catalog, dataset: Dataset, view: _View) -> None:
    people = count_dataset(catalog, dataset).people
    decision = decide_dataset(catalog, dataset)
    others = [name for name in people if name != view.name]
    place = others.index(view.into) if view.into in others else None
    into = st.selectbox(f"{view.name} is the same {one_label(dataset)} as", others, index=place, placeholder="Choose")
    for column, name in zip(st.columns(2), (view.name, into), strict=True):
        if name is not None:
            column.markdown(f"**{plain_text(name)}**, {people.get(name, 0):,} photos")
            with column:
                thumb_row(_pictures(decision, name, people.get(name, 0)), most=PREVIEW, alt=f"A photo of {name}")

    def merge() -> None:
        make_edit(dataset, lambda: merge_people(catalog, dataset, view.name, into or ""))
        _show(_View())

    words = "Merge" if into is None else f"Merge: all photos of {plain_text(view.name)} become {plain_text(into)}'s"
    st.button(words, type="primary", disabled=into is None, key="people_manager_merge_now", on_click=merge)


def _draw_erase(settings: Settings, catalog: Catalog, dataset: Dataset, view: _View) -> None:
    if view.name:
        chosen = plan_forgetting_person(settings, catalog, dataset, view.name)
    else:
        chosen = plan_forgetting_dataset(settings, catalog, dataset)
    if not erase_panel(settings, catalog, chosen, name=view.name or dataset.name):
        return
    if not view.name:
        address.put("dataset", None)
    _close()
    st.rerun()


def _pictures(decision: Decision, name: str, most: int) -> list[str]:
    """Photos to recognise somebody by, those that are kept first."""
    places = decision.select(label=name)
    is_kept = decision.verdicts[places] == Verdict.KEPT
    ordered = [*places[is_kept].tolist(), *places[~is_kept].tolist()]
    return [decision.table.sha256s[place] for place in ordered[:most]]
