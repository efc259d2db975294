"""Draws whom the model takes for whom: true labels down, predicted labels across, counts in the cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from engine.charts.palette import HEAT, layout
from engine.charts.plotly_loading import load_graph_objects

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

CELL_PX = 34
FRAME_PX = 140
MAX_LABELS_WITH_NUMBERS = 40
DARK_CELL = 0.5  # from this share on, white text reads better than the page's own


def confusion_figure(counts: Sequence[Sequence[int]], labels: Sequence[str]) -> Figure:
    """A heat map; a cell's strength is its share of the true label's photos, so that rare labels are as visible.

    Args:
        counts: (n, n), ``counts[true][predicted]``.
        labels: (n,) names in the order of both axes.
    """
    graph_objects = load_graph_objects()

    if len(counts) != len(labels) or any(len(row) != len(labels) for row in counts):
        raise ValueError(f"counts has {len(counts)} rows for {len(labels)} labels. Expected a square, one row a label.")
    shares = [[count / max(1, sum(row)) for count in row] for row in counts]
    heat_map = graph_objects.Heatmap(
        z=shares,
        x=list(labels),
        y=list(labels),
        customdata=[list(row) for row in counts],
        zmin=0.0,
        zmax=1.0,
        colorscale=[list(stop) for stop in HEAT],
        showscale=False,
        xgap=2,
        ygap=2,
        hovertemplate="%{customdata} photos of %{y} taken for %{x} (%{z:.0%})<extra></extra>",
    )
    traces = [heat_map]
    if len(labels) <= MAX_LABELS_WITH_NUMBERS:
        traces += [_numbers(counts, shares, labels, on_dark=on_dark) for on_dark in (False, True)]
    figure = graph_objects.Figure(traces)
    figure.update_layout(layout(height=FRAME_PX + CELL_PX * len(labels), showlegend=False, **_axes()))
    return figure


def _numbers(
    counts: Sequence[Sequence[int]], shares: Sequence[Sequence[float]], labels: Sequence[str], *, on_dark: bool
) -> dict[str, Any]:  # a plotly trace
    """The counts of the dark or of the light cells. A trace each: plotly's own choice takes transparent for white."""
    cells = [
        (predicted, true, counts[row][column])
        for row, true in enumerate(labels)
        for column, predicted in enumerate(labels)
        if counts[row][column] and (shares[row][column] >= DARK_CELL) == on_dark
    ]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [predicted for predicted, _, _ in cells],
        "y": [true for _, true, _ in cells],
        "text": [f"{count:,}" for _, _, count in cells],
        "textfont": {"color": "white"} if on_dark else {},
        "hoverinfo": "skip",
    }


def _axes() -> dict[str, Any]:  # plotly's open dictionaries
    shared = {"type": "category", "automargin": True, "showgrid": False, "ticks": ""}
    return {
        "xaxis": shared | {"title": {"text": "predicted"}, "side": "top"},
        "yaxis": shared | {"title": {"text": "true"}, "autorange": "reversed"},
    }
