"""The photos under the reason that rejected them, those that a check alone rejects, and what the last change moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.kinds import Verdict
from engine.limit_effects import changed_between, places_rejected_alone
from engine.photo_query import Places
from engine.verdicts import BY_HAND, Decision, decide
from pages.widgets import limit_steps
from pages.widgets.condition_words import check_words
from pages.widgets.decided_grid import decided_grid
from pages.widgets.photo_detail import photo_detail

CHANGED_BACK, CHANGED_AWAY = "back", "away"
CHANGED_WORDS = {CHANGED_BACK: "Just came back", CHANGED_AWAY: "Just rejected"}
ALL, ALONE = "all", "alone"
TILE_PX = 104


@dataclass(frozen=True)
class _Group:
    name: str
    words: str
    places: Places


def reason_gallery(catalog: Catalog, dataset: Dataset, decision: Decision) -> None:
    """Let the person choose a reason or a verdict and draw its photos."""
    groups = _groups(dataset, decision)
    group = groups[_choose(dataset, groups)]
    places, alone = group.places, None
    if group.name in decision.failing:
        alone = places_rejected_alone(decision, group.name)
        if _choose_scope(dataset, group, alone) == ALONE:
            places = alone
    photo_detail(catalog, dataset, decision, places)
    check = group.name if group.name in decision.checks else None
    decided_grid(catalog, dataset, decision, places, order=f"{group.name} {places is alone}", check=check)


def show_alone(dataset: Dataset, check: str) -> None:
    """Show the photos that a check alone rejects, from a widget's callback."""
    st.session_state[_group_key(dataset)] = check
    st.session_state[_scope_key(dataset)] = ALONE


def _groups(dataset: Dataset, decision: Decision) -> dict[str, _Group]:
    """What can be shown, by name; of checks and changes only those with photos, the one in view always."""
    found = [_Group(name, CHANGED_WORDS[name], places) for name, places in _changed(dataset, decision).items()]
    for name in (*decision.failing, BY_HAND):
        places = decision.select(check=name, verdict=Verdict.REJECTED)
        found.append(_Group(name, check_words(decision, name), places))
    for verdict in (Verdict.UNDECIDED, Verdict.KEPT):
        found.append(_Group(verdict.value, verdict.value.capitalize(), decision.select(verdict=verdict)))
    in_view = st.session_state.get(_group_key(dataset))
    return {group.name: group for group in found if len(group.places) or group.name in (in_view, Verdict.KEPT)}


def _changed(dataset: Dataset, decision: Decision) -> dict[str, Places]:
    step = limit_steps.last_step(dataset)
    if step is None:
        return {}
    before = decide(decision.table, dataset.kind, {**decision.limits, **step.before})
    back, away = changed_between(before, decision)
    return {CHANGED_BACK: back, CHANGED_AWAY: away}


def _choose(dataset: Dataset, groups: dict[str, _Group]) -> str:
    key = _group_key(dataset)
    rejecting = [group for group in groups.values() if group.name not in (*CHANGED_WORDS, *Verdict)]
    fullest = max(rejecting, key=lambda group: len(group.places)).name if rejecting else Verdict.KEPT.value
    chosen = st.session_state.setdefault(key, fullest)
    if chosen not in groups:
        chosen = st.session_state[key] = fullest
    st.session_state[f"{key}_pills"] = chosen

    def put() -> None:
        st.session_state[key] = st.session_state[f"{key}_pills"] or chosen
        st.session_state[_scope_key(dataset)] = ALL

    st.pills(
        "Photos",
        list(groups),
        required=True,
        format_func=lambda name: f"{groups[name].words} {len(groups[name].places):,}",
        key=f"{key}_pills",
        wrap=True,
        on_change=put,
    )
    return str(chosen)


def _choose_scope(dataset: Dataset, group: _Group, alone: Sequence[int] | Places) -> str:
    """All that a check rejects, or only those that nothing else does."""
    key = _scope_key(dataset)
    scope = str(st.session_state.get(key, ALL))
    st.session_state[f"{key}_control"] = scope
    words = {ALL: f"All it rejects ({len(group.places):,})", ALONE: f"Would come back without it ({len(alone):,})"}

    def put() -> None:
        st.session_state[key] = st.session_state[f"{key}_control"] or scope

    st.segmented_control(
        "Which of them",
        list(words),
        required=True,
        format_func=words.__getitem__,
        key=f"{key}_control",
        label_visibility="collapsed",
        on_change=put,
    )
    return scope


def _group_key(dataset: Dataset) -> str:
    return f"reason_group_{dataset.id}"


def _scope_key(dataset: Dataset) -> str:
    return f"reason_scope_{dataset.id}"
