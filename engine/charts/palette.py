"""The colours of every chart and badge, and the look charts share on light and dark ground.

Hues of Okabe and Ito (2008), "Color Universal Design", darkened where white text stands on them (contrast above 4.5).
"""

from __future__ import annotations

from typing import Any

from engine.kinds import Split, Verdict

KEPT = "#00795a"
REJECTED = "#b84a00"
UNDECIDED = "#5f6b73"

COLOURS: dict[Verdict | Split, str] = {
    Verdict.KEPT: KEPT,
    Verdict.REJECTED: REJECTED,
    Verdict.UNDECIDED: UNDECIDED,
    Split.TRAIN: "#0072b2",
    Split.VALIDATION: "#e69f00",
    Split.TEST: "#cc79a7",
}
# Bars differ by hatching too, so that no reading depends on colour.
HATCHES: dict[Verdict | Split, str] = {
    Verdict.KEPT: "",
    Verdict.REJECTED: "/",
    Verdict.UNDECIDED: ".",
    Split.TRAIN: "",
    Split.VALIDATION: "/",
    Split.TEST: ".",
}

RUN_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8b6fc0", "#7f7f7f")
RUN_MARKERS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "star", "hexagon")

# One hue from nothing to full: 0 is transparent, so that it reads on any ground.
HEAT = ((0.0, "rgba(0,114,178,0)"), (1.0, "rgba(0,114,178,0.9)"))
GRID_LINE = "rgba(128,128,128,0.22)"
TRANSPARENT = "rgba(0,0,0,0)"


def layout(*, height: int, **more: Any) -> dict[str, Any]:  # plotly's layout is an open, nested dictionary
    """Arguments for ``Figure.update_layout`` that every chart shares, with ``more`` on top."""
    shared = {
        "height": height,
        "paper_bgcolor": TRANSPARENT,
        "plot_bgcolor": TRANSPARENT,
        "margin": {"l": 8, "r": 16, "t": 32, "b": 8},
        "legend": {"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0.0, "traceorder": "normal"},
        "xaxis": {"gridcolor": GRID_LINE, "zeroline": False, "automargin": True},
        "yaxis": {"gridcolor": GRID_LINE, "zeroline": False, "automargin": True},
        "hoverlabel": {"namelength": -1},
    }
    return shared | more


def axis(title: str, **more: Any) -> dict[str, Any]:  # as above
    """One axis in the shared look."""
    return {"title": {"text": title}, "gridcolor": GRID_LINE, "zeroline": False, "automargin": True} | more
