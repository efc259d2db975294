"""Draws how many photos each check rejects, the most at the top."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.charts.balance import FRAME_PX, ROW_PX
from engine.charts.palette import REJECTED, axis, layout
from engine.charts.plotly_loading import load_graph_objects

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def rejections_figure(counts: Mapping[str, int]) -> Figure:
    """Horizontal bars with their number at the end.

    Args:
        counts: rejected photos per check, by the name a person reads; checks that reject nothing are drawn too.
    """
    graph_objects = load_graph_objects()

    checks = sorted(counts, key=lambda check: (counts[check], check))
    numbers = [counts[check] for check in checks]
    bar = graph_objects.Bar(
        orientation="h",
        y=checks,
        x=numbers,
        text=[f"{number:,}" for number in numbers],
        textposition="outside",
        cliponaxis=False,
        marker={"color": REJECTED},
        hovertemplate="%{y}: %{x:,} rejected<extra></extra>",
    )
    rows = {"automargin": True, "type": "category", "ticklabelstandoff": 6}
    height = FRAME_PX + ROW_PX * len(checks)
    return graph_objects.Figure(
        bar, layout(height=height, bargap=0.3, showlegend=False, xaxis=axis("photos rejected"), yaxis=rows)
    )
