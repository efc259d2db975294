"""Draws a number over the steps of training: one run while it learns, or several laid over each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.charts.palette import RUN_COLOURS, RUN_MARKERS, axis, layout
from engine.charts.plotly_loading import load_graph_objects
from engine.kinds import Split

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MAX_MARKERS = 25  # more than these crowd a line; the line itself keeps every point


@dataclass(frozen=True)
class Curve:
    """One line.

    Attributes:
        run: name of the run, as the person reads it; curves of one run share a colour.
        split: photos it was measured on.
        steps: (n,) steps, rising.
        values: (n,) the number at each step; NaN leaves a gap.
    """

    run: str
    split: Split
    steps: Sequence[int]
    values: Sequence[float]

    def __post_init__(self) -> None:
        if len(self.steps) != len(self.values):
            raise ValueError(f"Curve has {len(self.steps)} steps and {len(self.values)} values. Expected as many.")


def curves_figure(curves: Sequence[Curve], *, title: str, is_share: bool = False, height: int = 320) -> Figure:
    """Lines over steps: training thin and dotted, validation solid with markers.

    Args:
        curves: in the order of the legend.
        title: name of the number, such as ``"accuracy"``; also keeps the person's zoom while a live chart is redrawn.
        is_share: the numbers are 0 to 1 and read as percent.
    """
    graph_objects = load_graph_objects()

    runs = list(dict.fromkeys(curve.run for curve in curves))
    lines = [_line(curve, runs.index(curve.run), only_run=len(runs) == 1, is_share=is_share) for curve in curves]
    values = axis(title, tickformat=".0%") if is_share else axis(title, rangemode="tozero")
    figure = graph_objects.Figure(lines)
    figure.update_layout(
        layout(height=height, uirevision=title, hovermode="x unified", xaxis=axis("step"), yaxis=values)
    )
    return figure


def _line(curve: Curve, run_number: int, *, only_run: bool, is_share: bool) -> dict[str, Any]:  # a plotly trace
    is_training = curve.split == Split.TRAIN
    word = "training" if is_training else str(curve.split)
    place = run_number % len(RUN_COLOURS)
    return {
        "type": "scatter",
        "mode": "lines" if is_training else "lines+markers",
        "name": word if only_run else f"{curve.run}, {word}",
        "x": list(curve.steps),
        "y": list(curve.values),
        "line": {"color": RUN_COLOURS[place], "dash": "dot" if is_training else "solid", "width": 2},
        "marker": {"symbol": RUN_MARKERS[place], "size": 7, "maxdisplayed": MAX_MARKERS},
        "hovertemplate": "%{y:.1%}" if is_share else "%{y:.4f}",
    }
