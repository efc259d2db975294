"""The photos that limits cannot decide: a question has no answer, or the analysis failed."""

from __future__ import annotations

import streamlit as st

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.kinds import Verdict
from engine.settings import Settings
from engine.verdicts import Decision
from pages.widgets.photo_detail import photo_detail
from pages.widgets.verdict_grid import verdict_grid


def undecided_view(settings: Settings, catalog: Catalog, dataset: Dataset, decision: Decision) -> None:
    """Draw the photos, to be decided by hand."""
    places = decision.select(verdict=Verdict.UNDECIDED)
    if not len(places):
        st.success("Every photo is decided: each question has an answer.")
        return
    photo_detail(catalog, dataset, decision, places)
    verdict_grid(decision, places, key="filter_undecided")
