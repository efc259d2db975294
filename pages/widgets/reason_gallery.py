"""The photos of a dataset under the reason that rejected them, and those kept or left undecided."""

from __future__ import annotations

import streamlit as st

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.kinds import Verdict
from engine.photo_query import Places
from engine.verdicts import BY_HAND, Decision
from pages.widgets.photo_detail import photo_detail
from pages.widgets.verdict_grid import verdict_grid

TILE_PX = 104


def reason_gallery(catalog: Catalog, dataset: Dataset, decision: Decision) -> None:
    """Let the person choose a reason or a verdict and draw its photos."""
    groups = [*decision.failing, BY_HAND, Verdict.UNDECIDED.value, Verdict.KEPT.value]
    places = {group: _select(decision, group) for group in groups}
    fullest = max(decision.failing, key=lambda name: len(places[name]), default=Verdict.KEPT.value)
    chosen = st.pills(
        "Photos",
        groups,
        default=fullest,
        required=True,
        format_func=lambda group: _title(decision, group),
        key=f"reason_group_{dataset.id}",
        wrap=True,
        persist_state="session",
    )
    number = len(places[chosen])
    found = f"{number:,} {'photo' if number == 1 else 'photos'}"
    st.caption(f"{_title(decision, chosen)}: {found}. {'Click one to keep or reject it by hand.' if number else ''}")
    photo_detail(catalog, dataset, decision, places[chosen])
    check = chosen if chosen in decision.checks else None
    verdict_grid(decision, places[chosen], key=f"filter_{chosen}", check=check, tile_px=TILE_PX)


def _select(decision: Decision, group: str) -> Places:
    if group in (Verdict.KEPT, Verdict.UNDECIDED):
        return decision.select(verdict=Verdict(group))
    return decision.select(check=group, verdict=Verdict.REJECTED)


def _title(decision: Decision, group: str) -> str:
    if group == BY_HAND:
        return "Rejected by hand"
    return decision.checks[group].title if group in decision.checks else group.capitalize()
