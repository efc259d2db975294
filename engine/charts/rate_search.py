"""Draws what was found while the learning rate grew: the loss falls, is at its best, and runs away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.charts.palette import KEPT, RUN_COLOURS, axis, layout
from engine.charts.plotly_loading import load_graph_objects

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def rate_search_figure(
    rates: Sequence[float], losses: Sequence[float], suggested: float, *, height: int = 280
) -> Figure:
    """Loss over learning rate, the suggestion marked by a labelled line.

    Args:
        rates, losses: (n,) as in ``RateSearch``.
    """
    graph_objects = load_graph_objects()
    figure = graph_objects.Figure(
        graph_objects.Scatter(
            x=list(rates),
            y=list(losses),
            mode="lines",
            line={"color": RUN_COLOURS[0], "width": 2},
            hovertemplate="rate %{x:.2g}, loss %{y:.3f}<extra></extra>",
        )
    )
    figure.add_vline(suggested, line={"color": KEPT, "dash": "dash"}, annotation_text=f"suggested: {suggested:g}")
    rate_axis = axis("learning rate", type="log", exponentformat="power")
    figure.update_layout(layout(height=height, xaxis=rate_axis, yaxis=axis("loss"), showlegend=False))
    return figure
