"""Every check with a switch, a histogram of what was measured and a slider below it; drawn by the browser.

One component for all: a Streamlit slider and a plotly chart per check would take seconds to draw again.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any  # JSON

import streamlit as st

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.decisions import LimitSetting
from engine.charts.palette import KEPT, REJECTED
from engine.checks import Bound, Check, Topic
from engine.kinds import Verdict
from engine.limit_effects import LimitCurve, SliderBars, limit_curves, rejected_alone, slider_bars
from engine.verdicts import Decision, default_limits
from pages.widgets import limit_steps
from pages.widgets.condition_words import number_words

BOUND_WORDS = {
    Bound.AT_MOST: "Keep at most",
    Bound.AT_LEAST: "Keep at least",
    Bound.WITHIN: "Keep, either way, at most",
    Bound.ONE_TO: "Keep 1 to",
}

_HERE = Path(__file__).parent
_mount = st.components.v2.component(
    "facet_limit_panel",
    html='<div class="panel"></div>',
    css=(_HERE / "limit_panel.css").read_text(encoding="utf-8"),
    js=(_HERE / "limit_panel.js").read_text(encoding="utf-8"),
)


def limit_panel(catalog: Catalog, dataset: Dataset, decision: Decision, *, show_alone: Callable[[str], None]) -> None:
    """Draw the checks by topic; what is moved is saved at once, and nothing is measured again.

    Args:
        show_alone: called with the check whose photos the person wants to see that it alone rejects.
    """
    key = f"limits_{dataset.id}"

    def take() -> None:
        take_change(catalog, dataset, decision, st.session_state[key]["changed"])
        st.session_state[_stamp_key(dataset)] = st.session_state[key]["changed"]["stamp"]

    _mount(
        key=key,
        data=panel_data(dataset, decision) | {"answered": st.session_state.get(_stamp_key(dataset))},
        on_changed_change=take,
        on_shown_change=lambda: show_alone(st.session_state[key]["shown"]),
    )


def take_change(catalog: Catalog, dataset: Dataset, decision: Decision, report: dict[str, Any]) -> None:
    """Save what a report of the browser says: ``name``, ``value``, ``isOn`` and the ``gesture`` it belongs to."""
    check = decision.checks[report["name"]]
    wanted = LimitSetting(float(report["value"]), bool(report["isOn"]))
    words = f"{check.title}: {_in_words(decision.limits[check.name])} → {_in_words(wanted)}"
    limit_steps.change(catalog, dataset, {check.name: wanted}, words, report["gesture"])


def panel_data(dataset: Dataset, decision: Decision) -> dict[str, Any]:
    """What the browser needs to draw, as JSON."""
    usual, rejected = default_limits(dataset.kind), decision.reasons()
    bars, curves = slider_bars(decision), limit_curves(decision)

    def row(name: str, check: Check) -> dict[str, Any]:
        setting = decision.limits[name]
        return {
            "name": name,
            "title": check.quantity or check.title,
            "question": check.question,
            "unit": check.unit,
            "value": setting.value,
            "isOn": setting.is_on,
            "usual": {"value": usual[name].value, "isOn": usual[name].is_on},
            "numRejected": rejected.get(name, 0),
            "numAlone": int(rejected_alone(decision, name).sum()),
            "slider": _slider(check, bars[name], curves[name]) if name in bars else None,
        }

    topics = {topic: [row(n, check) for n, check in decision.checks.items() if check.topic is topic] for topic in Topic}
    return {
        "topics": [{"title": topic.value, "checks": rows} for topic, rows in topics.items() if rows],
        "kept": decision.count(Verdict.KEPT),
        "numPhotos": len(decision.table),
        "colours": {"kept": KEPT, "rejected": REJECTED},
    }


def _slider(check: Check, bars: SliderBars, curve: LimitCurve) -> dict[str, Any]:
    low, high = check.limit_range
    return {
        "low": low,
        "high": high,
        "step": check.limit_step,
        "words": BOUND_WORDS[check.keep_if.bound],
        "isLower": check.keep_if.bound is Bound.AT_LEAST,
        "bars": bars.counts,
        "isWhole": bars.is_whole,
        "below": bars.num_below,
        "numUnanswered": bars.num_unanswered,
        "gap": float(curve.stops[1] - curve.stops[0]),
        "rejected": curve.rejected,
        "keptInAll": curve.kept,
    }


def _in_words(setting: LimitSetting) -> str:
    return number_words(setting.value) if setting.is_on else "off"


def _stamp_key(dataset: Dataset) -> str:
    return f"limit_stamp_{dataset.id}"
