"""Limits beside what they do: how many photos are kept and rejected, of whom, and which."""

from __future__ import annotations

from functools import partial

import streamlit as st

from engine.browsing import photos_per_verdict
from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.kinds import Verdict
from engine.settings import Settings
from engine.verdicts import Decision, decide_dataset
from pages.widgets.limit_panel import limit_panel
from pages.widgets.people_chart import balance_chart
from pages.widgets.photo_grid import VERDICT_BADGES
from pages.widgets.preset_bar import preset_bar
from pages.widgets.reason_gallery import reason_gallery, show_alone

LIMITS_PX = 390
_COLUMN = "limits_column"
# Where both stand side by side, the limits stay in sight while the photos scroll.
STYLE = f"""<style>@media (min-width: 900px) {{
  [data-testid="stLayoutWrapper"]:has(> .st-key-{_COLUMN}) {{ align-self: flex-start; position: sticky; top: 1rem; }}
}}</style>"""


def limits_view(settings: Settings, catalog: Catalog, dataset: Dataset, decision: Decision) -> None:
    """Draw the limits and, beside them where there is room, the counts and the photos."""
    st.html(STYLE)
    _draw(settings, catalog, dataset)


@st.fragment  # a limit that moves draws what it changes, not the frame and the other parts of the page
def _draw(settings: Settings, catalog: Catalog, dataset: Dataset) -> None:
    decision = decide_dataset(catalog, dataset)
    with st.container(horizontal=True, gap="large"):
        with st.container(width=LIMITS_PX, key=_COLUMN):
            preset_bar(settings, catalog, dataset, decision)
            limit_panel(catalog, dataset, decision, show_alone=partial(show_alone, dataset))
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
