"""Draws photos as points, by person or by verdict; shape and colour say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any  # plotly's traces are open dictionaries

import numpy as np
from numpy.typing import NDArray

from engine.charts.palette import COLOURS, RUN_COLOURS, RUN_MARKERS, TRANSPARENT, UNDECIDED, layout
from engine.charts.plotly_loading import load_graph_objects
from engine.kinds import Verdict

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

HEIGHT_PX = 560
MARKER_PX = 7
VERDICT_MARKERS = {Verdict.KEPT: "circle", Verdict.REJECTED: "x", Verdict.UNDECIDED: "diamond"}
MAX_GROUPS = len(RUN_COLOURS)  # drawn in colours of their own; the eye tells no more apart
OTHERS = "everybody else"


class Mouse(StrEnum):
    """What the mouse does on the map, by Plotly's names: circle points, or click one and drag the map about."""

    CIRCLE = "lasso"
    CLICK = "pan"


@dataclass(frozen=True)
class MapGroup:
    """Photos drawn alike. ``rows``: places among the map's points."""

    name: str
    rows: NDArray[np.int64]
    colour: str
    marker: str
    is_quiet: bool = False


def groups_by_person(labels: NDArray[np.str_], chosen: Sequence[str], others: str = OTHERS) -> list[MapGroup]:
    """A group for each chosen person, and one in grey for all others, which is drawn first."""
    rest = np.flatnonzero(~np.isin(labels, list(chosen)))
    quiet = [MapGroup(others, rest, UNDECIDED, "circle", is_quiet=True)] if len(rest) else []
    return quiet + [
        MapGroup(
            name,
            np.flatnonzero(labels == name),
            RUN_COLOURS[number % MAX_GROUPS],
            RUN_MARKERS[(number + number // MAX_GROUPS) % len(RUN_MARKERS)],
        )
        for number, name in enumerate(chosen)
    ]


def groups_by_verdict(verdicts: NDArray[np.str_]) -> list[MapGroup]:
    """A group per verdict that occurs."""
    groups = [
        MapGroup(verdict.value, np.flatnonzero(verdicts == verdict), COLOURS[verdict], VERDICT_MARKERS[verdict])
        for verdict in Verdict
    ]
    return [group for group in groups if len(group.rows)]


def map_figure(
    points: NDArray[np.float64],
    groups: Sequence[MapGroup],
    *,
    labels: NDArray[np.str_],
    file_names: Sequence[str],
    ids: Sequence[int],
    chosen: Sequence[int] = (),
    view: str,
    mouse: Mouse = Mouse.CIRCLE,
) -> Figure:
    """A point per photo, to be circled or clicked with the mouse.

    Args:
        points: (n, 2); ``labels``, ``file_names`` and ``ids`` run parallel. An id comes back when a point is chosen.
        chosen: rows of points that are selected; the others then fade.
        view: as long as it stays the same, zoom and place stay.
        mouse: what it does when it is pressed; circling and clicking exclude each other in Streamlit's charts.
    """
    graph_objects = load_graph_objects()
    names = np.array(file_names, dtype=object)
    numbers = np.array(ids, np.int64)
    traces = [_trace(graph_objects, points, group, labels, names, numbers, set(chosen)) for group in groups]
    axis = {"visible": False, "showgrid": False, "zeroline": False}
    look = layout(
        height=HEIGHT_PX,
        xaxis=axis,
        yaxis=axis,
        dragmode=mouse.value,
        hovermode="closest",
        uirevision=view,
        plot_bgcolor=TRANSPARENT,
        margin={"l": 0, "r": 0, "t": 8, "b": 0},
        hoverlabel={"bgcolor": "#ffffff", "font": {"color": "#1d2327", "size": 13}, "align": "left"},
    )
    look["legend"] = {"orientation": "h", "yanchor": "top", "y": 0.0, "x": 0.0, "itemsizing": "constant"}
    return graph_objects.Figure(traces, look)


def _trace(
    graph_objects: Any,
    points: NDArray[np.float64],
    group: MapGroup,
    labels: NDArray[np.str_],
    names: NDArray[Any],
    ids: NDArray[np.int64],
    chosen: set[int],
) -> Any:
    rows = group.rows
    selected = [place for place, row in enumerate(rows.tolist()) if row in chosen] if chosen else None
    return graph_objects.Scattergl(
        name=f"{group.name} ({len(rows):,})",
        mode="markers",
        x=points[rows, 0].astype(np.float32),
        y=points[rows, 1].astype(np.float32),
        customdata=ids[rows],
        text=[f"{label}<br>{name}" for label, name in zip(labels[rows].tolist(), names[rows].tolist(), strict=True)],
        hovertemplate="%{text}<extra></extra>",
        selectedpoints=selected,
        marker={
            "color": group.colour,
            "symbol": group.marker,
            "size": MARKER_PX - 2 if group.is_quiet else MARKER_PX,
            "opacity": 0.35 if group.is_quiet else 0.85,
        },
        unselected={"marker": {"opacity": 0.12}},
    )
