"""Draws what became of the addresses of a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.charts.balance import FRAME_PX, HATCHING, ROW_PX
from engine.charts.palette import KEPT, REJECTED, UNDECIDED, axis, layout
from engine.charts.plotly_loading import load_graph_objects
from engine.downloads.outcomes import Outcome

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

GAVE, MAY_COME, LOST = "gave a photo", "may work another day", "gave none"
FEW = 10  # with fewer addresses the axis would count in fractions
LOOKS = {GAVE: (KEPT, ""), MAY_COME: (UNDECIDED, "."), LOST: (REJECTED, "/")}


def outcome_figure(counts: Mapping[Outcome, int]) -> Figure:
    """Horizontal bars, one per outcome that occurred; a bar's ``customdata`` is the outcome's value."""
    graph_objects = load_graph_objects()

    ranked = sorted(counts, key=lambda outcome: (list(LOOKS).index(_group(outcome)), -counts[outcome]))
    bars = []
    for group, (colour, hatch) in LOOKS.items():
        mine = [outcome for outcome in ranked if _group(outcome) == group]
        if mine:
            bars.append(
                graph_objects.Bar(
                    name=group,
                    orientation="h",
                    y=[outcome.words for outcome in mine],
                    x=[counts[outcome] for outcome in mine],
                    text=[f"{counts[outcome]:,}" for outcome in mine],
                    textposition="outside",
                    cliponaxis=False,
                    customdata=[outcome.value for outcome in mine],
                    marker={"color": colour, "pattern": {"shape": hatch} | HATCHING},
                    hovertemplate="%{y}: %{x:,}<extra></extra>",
                )
            )
    titles = [outcome.words for outcome in reversed(ranked)]  # plotly draws the last category at the top
    rows = {"automargin": True, "type": "category", "ticklabelstandoff": 6}
    rows |= {"categoryorder": "array", "categoryarray": titles}
    height = FRAME_PX + ROW_PX * len(ranked)
    steps = {"dtick": 1} if max(counts.values(), default=0) < FEW else {}
    columns = axis("addresses", **steps)
    return graph_objects.Figure(bars, layout(height=height, barmode="overlay", bargap=0.3, xaxis=columns, yaxis=rows))


def _group(outcome: Outcome) -> str:
    if outcome.is_photo:
        return GAVE
    return MAY_COME if outcome.is_passing else LOST
