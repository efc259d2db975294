"""Draws how a measured number is spread over photos: edges a person can read, one bar between two of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.charts.palette import COLOURS, axis, layout
from engine.charts.plotly_loading import load_graph_objects
from engine.checks import Values
from engine.kinds import Split

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MAX_BARS = 24
HEIGHT_PX = 180
SIZES = (8, 16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096)
DEGREES = tuple(range(0, 95, 5))
# Edges by the name of a measure, where round numbers of its own are more familiar than equal steps.
USUAL_EDGES: dict[str, Sequence[float]] = {
    "size": SIZES,
    "aspect_ratio": (0.25, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.4, 1.6, 1.8, 2.0, 3.0),
    "brightness": tuple(range(0, 257, 16)),
    "sharpness": tuple(range(0, 104, 4)),
    "one_face": (0, 1, 2, 3, 4, 5),
    "roll": DEGREES,
    "pan": DEGREES,
    "tilt": DEGREES,
}


@dataclass(frozen=True)
class Bar:
    """Photos with values from ``low`` up to but without ``high``; None leaves a side open."""

    low: float | None
    high: float | None
    count: int


def count_bars(values: Values, edges: Sequence[float]) -> tuple[Bar, ...]:
    """Photos between neighbouring edges, and below and above them all where there are any; NaN counts nowhere.

    Empty bars at either end are left away, those between stay.
    """
    known = values[~np.isnan(values)]
    ends = [-np.inf, *edges, np.inf]
    places = np.searchsorted(np.array(ends), known, side="right") - 1
    counts = np.bincount(places, minlength=len(ends) - 1)[: len(ends) - 1]
    filled = np.flatnonzero(counts)
    if not len(filled):
        return ()
    return tuple(
        Bar(_finite(ends[place]), _finite(ends[place + 1]), int(counts[place]))
        for place in range(filled[0], filled[-1] + 1)
    )


def even_edges(values: Values, max_bars: int = MAX_BARS) -> tuple[float, ...]:
    """Edges in steps of 1, 2 or 5 times a power of ten that hold all values, so that there are at most ``max_bars``."""
    known = values[~np.isnan(values)]
    if not len(known):
        return ()
    low, high = float(known.min()), float(known.max())
    if low == high:
        return (low,)
    step = next(step for step in _round_steps(low, high) if np.floor(high / step) - np.floor(low / step) < max_bars)
    first, last = int(np.floor(low / step)), int(np.floor(high / step)) + 1
    return tuple(float(f"{number * step:.12g}") for number in range(first, last + 1))


def edges_for(name: str, values: Values) -> Sequence[float]:
    """The usual edges of a measure, else even ones."""
    return USUAL_EDGES.get(name) or even_edges(values)


def bar_words(bar: Bar) -> str:
    """Such as ``"64–96"``; one number where the bar holds only one whole number."""
    if bar.low is None:
        return f"below {_short(bar.high)}"
    if bar.high is None:
        return f"{_short(bar.low)} and more"
    return f"{_short(bar.low)}–{_short(bar.high)}"


def histogram_figure(
    bars: Sequence[Bar], *, axis_title: str, is_chosen: Sequence[bool] = (), is_whole: bool = False
) -> Figure:
    """One upright bar per :class:`Bar`, evenly wide whatever its range.

    Args:
        is_chosen: parallel to ``bars``; the others are drawn pale. Empty: all are drawn alike.
        is_whole: the bars hold one whole number each, so that one number names them.
    """
    words = [_short(bar.low) if is_whole and bar.high is not None else bar_words(bar) for bar in bars]
    return upright_bars(words, [bar.count for bar in bars], axis_title=axis_title, is_chosen=is_chosen)


def upright_bars(
    words: Sequence[str], counts: Sequence[int], *, axis_title: str, is_chosen: Sequence[bool] = ()
) -> Figure:
    """Bars that can be clicked, each under its words."""
    graph_objects = load_graph_objects()

    opacity = [1.0 if chosen else 0.3 for chosen in is_chosen] if any(is_chosen) else 1.0
    bar = graph_objects.Bar(
        x=list(words),
        y=list(counts),
        text=[f"{count:,}" if count else "" for count in counts],
        textposition="outside",
        cliponaxis=False,
        marker={"color": COLOURS[Split.TRAIN], "opacity": opacity},
        hovertemplate="%{x}: %{y:,} photos<extra></extra>",
        selected={"marker": {"opacity": 1.0}},
        unselected={"marker": {"opacity": 0.3}},
    )
    across: dict[str, Any] = axis(axis_title, type="category", categoryorder="array", categoryarray=list(words))
    up: dict[str, Any] = axis("photos", rangemode="tozero", nticks=4)
    return graph_objects.Figure(
        bar,
        layout(
            height=HEIGHT_PX,
            margin={"l": 8, "r": 8, "t": 24, "b": 8},
            bargap=0.15,
            showlegend=False,
            xaxis=across,
            yaxis=up,
            dragmode="select",
        ),
    )


def _round_steps(low: float, high: float) -> list[float]:
    smallest = int(np.floor(np.log10((high - low) / MAX_BARS))) - 1
    return [factor * 10.0**power for power in range(smallest, smallest + 6) for factor in (1, 2, 5)]


def _finite(edge: float) -> float | None:
    return float(edge) if np.isfinite(edge) else None


def _short(value: float | None) -> str:
    return "" if value is None else (f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}")
