"""Bars that say how sure the model is of each person, the likeliest first."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

STYLE = """
<style>
ul.facet-bars { list-style: none; margin: 0 !important; padding: 0 !important; }
.facet-bars li { align-items: center; display: grid; gap: 0.75rem;
  margin: 0 0 0.45rem !important; padding: 0 !important; grid-template-columns: minmax(5rem, 9rem) 1fr 4.2rem; }
.facet-bars .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.facet-bars .track { background: color-mix(in srgb, currentColor 12%, transparent); border-radius: 99px;
  display: block; height: 0.8rem; overflow: hidden; }
.facet-bars .fill { background: color-mix(in srgb, currentColor 45%, transparent); display: block; height: 100%; }
.facet-bars .share { font-variant-numeric: tabular-nums; text-align: right; }
.facet-bars .first { font-weight: 650; }
.facet-bars .first .fill { background: #14857a; }
</style>
"""


def probability_bars(probabilities: Mapping[str, float], *, max_bars: int = 10) -> None:
    """Draw one bar per label, highest first.

    Args:
        probabilities: 0 to 1 per label.
        max_bars: further labels are summed up in a line below.
    """
    ordered = sorted(probabilities.items(), key=lambda pair: (-pair[1], pair[0]))
    st.html(STYLE + bars_html(ordered[:max_bars]))
    rest = ordered[max_bars:]
    if rest:
        st.caption(f"{len(rest)} more share {percent(sum(value for _, value in rest))}.")


def bars_html(ordered: list[tuple[str, float]]) -> str:
    """The list of bars as HTML; labels are people's own words and are escaped."""
    rows = [_row(label, probability, is_first=place == 0) for place, (label, probability) in enumerate(ordered)]
    return f'<ul class="facet-bars" aria-label="Probability per label, highest first">{"".join(rows)}</ul>'


def percent(probability: float) -> str:
    """0 to 1 as a person reads it; never 100 or 0 % unless it is exactly that."""
    if 0.0 < probability < 0.001:
        return "< 0.1 %"
    if 0.999 < probability < 1.0:
        return "> 99.9 %"
    return f"{100 * probability:.1f} %"


def _row(label: str, probability: float, *, is_first: bool) -> str:
    return (
        f'<li class="{"first" if is_first else "other"}"><span class="name" title="{escape(label)}">{escape(label)}'
        f'</span><span class="track"><span class="fill" style="width:{100 * probability:.1f}%"></span></span>'
        f'<span class="share">{escape(percent(probability))}</span></li>'
    )
