"""Asks which dataset receives photos: a new one, by name and kind, or one that is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from engine.catalog import open_catalog
from engine.catalog.datasets import count_dataset, list_datasets
from engine.kinds import Kind
from engine.settings import Settings

KIND_WORDS = {
    Kind.FACES: "People: find the face in every photo",
    Kind.IMAGES: "Anything else: use the whole picture",
}
NEW, THERE = "A new dataset", "One that is there"


@dataclass(frozen=True)
class DatasetToFill:
    """The dataset that receives photos. ``name`` is empty when the person leaves it to the source."""

    name: str
    kind: Kind


def choose_dataset(
    settings: Settings, key: str, *, fallback: str = "my photos", kind: Kind | None = None, is_kept: bool = False
) -> DatasetToFill:
    """Ask for the dataset.

    Args:
        key: tells the widgets of several ways to import apart.
        fallback: the name shown for a new dataset that is given none.
        kind: the only kind that will do, when the photos can be of no other.
        is_kept: the answers stay while the screen shows something else, for those who add again and again.
    """
    stay: Literal["session"] | None = "session" if is_kept else None
    known = {
        each.name: each.kind for each in list_datasets(open_catalog(settings)) if kind is None or each.kind is kind
    }
    if known and _add_to_one(key, stay):
        name = st.selectbox("Dataset", list(known), key=f"{key}_there", persist_state=stay)
        return DatasetToFill(name, known[name])
    typed = st.text_input("Name of the dataset", placeholder=fallback, key=f"{key}_name", persist_state=stay).strip()
    return DatasetToFill(typed, kind or known.get(typed) or choose_kind(f"{key}_kind", stay))


def labels_of(settings: Settings, name: str) -> list[str]:
    """The people or classes of the dataset of that name; none when there is no such dataset."""
    catalog = open_catalog(settings)
    found = [dataset for dataset in list_datasets(catalog) if dataset.name == name]
    return list(count_dataset(catalog, found[0]).people) if found else []


def choose_kind(key: str, stay: Literal["session"] | None = None) -> Kind:
    """Ask what the photos show."""
    words = KIND_WORDS.__getitem__
    return st.radio("What do the photos show?", list(KIND_WORDS), format_func=words, key=key, persist_state=stay)


def _add_to_one(key: str, stay: Literal["session"] | None) -> bool:
    chosen = st.segmented_control(
        "Where shall they go?", [NEW, THERE], default=NEW, required=True, key=f"{key}_where", persist_state=stay
    )
    return chosen == THERE
