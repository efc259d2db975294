"""Limits beside what they do: how many photos are kept and rejected, of whom, and which."""

from __future__ import annotations

import streamlit as st

from engine.browsing import photos_per_verdict
from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.kinds import Verdict
from engine.settings import Settings
from engine.verdicts import Decision
from pages.widgets.limit_sliders import limit_sliders
from pages.widgets.people_chart import balance_chart
from pages.widgets.photo_grid import VERDICT_BADGES
from pages.widgets.reason_gallery import reason_gallery

LIMITS_PX = 380


def limits_view(settings: Settings, catalog: Catalog, dataset: Dataset, decision: Decision) -> None:
    """Draw the limits and, beside them where there is room, the counts and the photos."""
    with st.container(horizontal=True, gap="large"):
        with st.container(width=LIMITS_PX):
            limit_sliders(catalog, dataset, decision)
        with st.container():
            _draw_counts(decision)
            reason_gallery(catalog, dataset, decision)


def _draw_counts(decision: Decision) -> None:
    """Kept, rejected and undecided, in all and per person."""
    with st.container(horizontal=True):
        for verdict in Verdict:
            badge = VERDICT_BADGES[verdict]
            st.metric(f"{badge.shape} {badge.word.capitalize()}", f"{decision.count(verdict):,}", border=True)
    balance_chart(photos_per_verdict(decision), key="per_person")
