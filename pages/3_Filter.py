"""Filter: measure every photo once, move limits and see at once what each check rejects, decide by hand."""

import streamlit as st

from engine.settings import Settings
from engine.verdicts import decide_dataset
from pages.widgets.analysis_panel import analysis_panel
from pages.widgets.dataset_in_view import dataset_in_view, next_step
from pages.widgets.filter_views import choose_filter_view

settings = Settings.from_environment()
st.title("Filter")
if found := dataset_in_view(settings):
    catalog, dataset = found
    decision = decide_dataset(catalog, dataset)
    with st.container():  # keeps what follows in place when it comes and goes
        analysis_panel(settings, catalog, dataset, decision)
    if decision.table.is_measured.any():
        view = choose_filter_view()
        with st.container(key=f"filter_{view.name}"):
            view.draw(settings, catalog, dataset, decision)
        next_step("Freeze the kept photos for training", "4_Prepare.py")
