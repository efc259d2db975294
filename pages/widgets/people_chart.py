"""Charts with one bar per person; with many people they scroll in a frame, so that the page stays short."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from engine.charts.balance import balance_figure
from engine.charts.people import people_figure
from engine.kinds import Split, Verdict

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MAX_ROWS = 12
FRAME_PX = 380


def balance_chart(counts: Mapping[str, Mapping[Verdict, int]] | Mapping[str, Mapping[Split, int]], *, key: str) -> None:
    """Photos per person, stacked by verdict or by side of the split."""
    _draw(balance_figure(counts), len(counts), key)


def people_chart(counts: Mapping[str, float], *, key: str) -> None:
    """Photos per person."""
    _draw(people_figure(counts), len(counts), key)


def _draw(figure: Figure, num_rows: int, key: str) -> None:
    with st.container(height=FRAME_PX if num_rows > MAX_ROWS else "content", border=False):
        st.plotly_chart(figure, width="stretch", key=key, config={"displayModeBar": False}, alt="Photos per person")
