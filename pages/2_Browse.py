"""Browse: find photos by any combination of facts, look at them, select them and put them right."""

import streamlit as st

from engine.browsing import browse
from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.photo_query import without_unknown
from engine.settings import Settings
from engine.verdicts import Decision, decide_dataset
from pages.widgets import browse_address, selection
from pages.widgets.browse_choices import browse_choices
from pages.widgets.browse_grid import browse_grid
from pages.widgets.browse_views import choose_browse_view
from pages.widgets.dataset_in_view import dataset_in_view, next_step
from pages.widgets.edit_history import edit_history
from pages.widgets.edit_notice import edit_notice
from pages.widgets.filter_chips import filter_chips, nothing_found
from pages.widgets.people_manager import people_manager
from pages.widgets.photo_detail import photo_detail


def draw_waiting(decision: Decision) -> None:
    """Say that photos were not looked at yet, and where that is done."""
    waiting = int((~decision.table.is_measured).sum())
    if not waiting:
        return
    whole = "None of these photos is" if waiting == len(decision.table) else f"{waiting:,} photos are not"
    st.info(f"{whole} analyzed yet, so it is open whether they are good enough to train on.")
    next_step("Analyze them on the Filter page", "3_Filter.py")


def draw_photos(settings: Settings, catalog: Catalog, dataset: Dataset, decision: Decision) -> None:
    """The filters, and the photos that match them, page by page."""
    query, notes = without_unknown(decision, browse_address.query())
    browse_choices(decision, query)
    with st.container():  # keeps what follows in place when it comes and goes
        for note in (*browse_address.ignored(), *notes):
            st.warning(note)
    places = browse(catalog, dataset, decision, query, selection.get(dataset))
    filter_chips(decision, query, len(places))
    photo_detail(catalog, dataset, decision, places)
    if len(places):
        browse_grid(settings, catalog, dataset, decision, query, places)
    else:
        nothing_found(catalog, dataset, decision, query)


settings = Settings.from_environment()
st.title("Browse")
if found := dataset_in_view(settings):
    catalog, dataset = found
    browse_address.remember()
    decision = decide_dataset(catalog, dataset)
    with st.container():  # keeps what follows in place when it comes and goes
        draw_waiting(decision)
    with st.container(horizontal=True, horizontal_alignment="distribute", gap="small"):
        draw_view = choose_browse_view()
        with st.container(horizontal=True, width="content", gap="small"):
            people_manager(settings, catalog, dataset, decision)
            edit_history(settings, catalog, dataset)
    edit_notice(catalog, dataset)
    with st.container():
        draw_view(settings, catalog, dataset, decision)
    draw_photos(settings, catalog, dataset, decision)
    next_step("Find the bad photos", "3_Filter.py")
