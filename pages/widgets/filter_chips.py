"""The conditions in force, each to be taken away by a click, and what to drop where nothing matches."""

from __future__ import annotations

import streamlit as st

from engine.browsing import browse
from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.photo_query import PhotoQuery
from engine.verdicts import Decision
from pages.widgets import browse_address, selection
from pages.widgets.condition_words import conditions
from pages.widgets.plain_text import plain_text


def filter_chips(decision: Decision, query: PhotoQuery, num_found: int) -> None:
    """The number of matches and, where they are narrowed, by what."""
    asked = conditions(decision, query)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{num_found:,}** of {len(decision.table):,} photos", width="content")
        for place, condition in enumerate(asked):
            st.button(
                f"{plain_text(condition.words)} ✕",
                key=f"chip_{place}",
                help="Take this filter away",
                on_click=browse_address.put_query,
                args=(condition.rest,),
            )
        if asked:
            st.button("Clear all", type="tertiary", on_click=clear_conditions)


def clear_conditions() -> None:
    """All photos again, in the order chosen."""
    query = browse_address.query()
    browse_address.put_query(PhotoQuery(order=query.order, descending=query.descending))


def nothing_found(catalog: Catalog, dataset: Dataset, decision: Decision, query: PhotoQuery) -> None:
    """Say which filter to drop for photos to show up, with buttons that do it."""
    st.info("No photo matches all of these filters." if conditions(decision, query) else "This dataset has no photos.")
    chosen = selection.get(dataset)
    with st.container(horizontal=True):
        for place, condition in enumerate(conditions(decision, query)):
            number = len(browse(catalog, dataset, decision, condition.rest, chosen))
            if number:
                words = f"Without “{plain_text(condition.words)}”: {number:,} {'photo' if number == 1 else 'photos'}"
                st.button(words, key=f"drop_{place}", on_click=browse_address.put_query, args=(condition.rest,))
        if conditions(decision, query):
            st.button("Clear all filters", key="drop_all", on_click=clear_conditions)
