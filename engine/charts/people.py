"""Draws how many photos of each person there are, while nothing is known of them but the number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.charts.balance import FRAME_PX, ROW_PX
from engine.charts.palette import COLOURS, axis, layout
from engine.charts.plotly_loading import load_graph_objects
from engine.kinds import Split

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def people_figure(counts: Mapping[str, float]) -> Figure:
    """Horizontal bars with their number at the end, in order of name so that a live chart keeps its rows in place.

    Args:
        counts: photos per label.
    """
    graph_objects = load_graph_objects()

    labels = sorted(counts, reverse=True)  # plotly draws the last category at the top
    numbers = [counts[label] for label in labels]
    bar = graph_objects.Bar(
        orientation="h",
        y=labels,
        x=numbers,
        text=[f"{number:,.0f}" for number in numbers],
        textposition="outside",
        cliponaxis=False,
        marker={"color": COLOURS[Split.TRAIN]},
        hovertemplate="%{y}: %{x:,} photos<extra></extra>",
    )
    rows = {"automargin": True, "type": "category", "ticklabelstandoff": 6}
    height = FRAME_PX + ROW_PX * len(labels)
    return graph_objects.Figure(
        bar, layout(height=height, bargap=0.3, showlegend=False, xaxis=axis("photos"), yaxis=rows)
    )
