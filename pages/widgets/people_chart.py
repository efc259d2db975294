"""Charts with one bar per person; with many people they scroll in a frame, so that the page stays short."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import streamlit as st

from engine.charts.balance import balance_figure
from engine.charts.people import people_figure
from engine.kinds import Split, Verdict

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MAX_ROWS = 12
FRAME_PX = 380


def balance_chart(
    counts: Mapping[str, Mapping[Verdict, int]] | Mapping[str, Mapping[Split, int]],
    *,
    key: str,
    by_name: bool = False,
    on_pick: Callable[[str, str], None] | None = None,
) -> None:
    """Photos per person, stacked by verdict or by side of the split.

    Args:
        by_name: in order of name instead of most photos first.
        on_pick: called with the person and the verdict or side of a bar that is clicked.
    """
    _draw(balance_figure(counts, by_name=by_name), len(counts), key, on_pick)


def people_chart(counts: Mapping[str, float], *, key: str) -> None:
    """Photos per person."""
    _draw(people_figure(counts), len(counts), key, None)


def _draw(figure: Figure, num_rows: int, key: str, on_pick: Callable[[str, str], None] | None) -> None:
    def take() -> None:
        if on_pick is not None and (picked := st.session_state[key]["selection"]["points"]):
            on_pick(picked[0]["y"], figure.data[picked[0]["curve_number"]].name)

    with st.container(height=FRAME_PX if num_rows > MAX_ROWS else "content", border=False):
        st.plotly_chart(
            figure,
            width="stretch",
            key=key,
            config={"displayModeBar": False},
            on_select="ignore" if on_pick is None else take,
            selection_mode="points",
            alt="Photos per person",
        )
