"""Draws how many photos each person has, stacked by verdict or by side of the split."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.charts.palette import COLOURS, HATCHES, axis, layout
from engine.charts.plotly_loading import load_graph_objects
from engine.kinds import Split, Verdict

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

HATCHING = {"fillmode": "overlay", "fgcolor": "white", "fgopacity": 0.6, "size": 7, "solidity": 0.25}
ROW_PX = 26
FRAME_PX = 96


def balance_figure(
    counts: Mapping[str, Mapping[Verdict, int]] | Mapping[str, Mapping[Split, int]], *, by_name: bool = False
) -> Figure:
    """Horizontal bars, most photos at the top.

    Args:
        counts: photos per label and verdict, or per label and side of the split.
        by_name: in order of name from the top instead.
    """
    graph_objects = load_graph_objects()

    def height_in_chart(label: str) -> tuple[int, str]:
        return (0 if by_name else sum(counts[label].values()), label)

    labels = sorted(counts, key=height_in_chart, reverse=by_name)
    parts = [part for part in (*Verdict, *Split) if any(dict(each).get(part) for each in counts.values())]
    bars = [
        graph_objects.Bar(
            name=part.value,
            orientation="h",
            y=labels,
            x=[dict(counts[label]).get(part, 0) for label in labels],
            marker={"color": COLOURS[part], "pattern": {"shape": HATCHES[part]} | HATCHING},
            hovertemplate="%{y}: %{x:,} " + part.value + "<extra></extra>",
        )
        for part in parts
    ]
    height = FRAME_PX + ROW_PX * len(labels)
    rows = {"automargin": True, "type": "category", "ticklabelstandoff": 6}
    return graph_objects.Figure(
        bars, layout(height=height, barmode="stack", bargap=0.25, xaxis=axis("photos"), yaxis=rows)
    )
