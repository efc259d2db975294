"""A switch and a slider per check. What is moved is remembered at once; nothing is measured again."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.decisions import LimitSetting, save_limits
from engine.checks import Bound, Check
from engine.verdicts import Decision, default_limits

SLIDER_WORDS = {
    Bound.AT_MOST: "Keep at most this many {unit}",
    Bound.AT_LEAST: "Keep at least this many {unit}",
    Bound.WITHIN: "Keep at most this many {unit}, either way",
    Bound.ONE_TO: "Keep at least 1 and at most this many {unit}",
}


def limit_sliders(catalog: Catalog, dataset: Dataset, decision: Decision) -> None:
    """Draw the checks of a decision with the photos each rejects; a change is saved and the page runs again."""
    rejected = decision.reasons()
    for name, check in decision.checks.items():
        setting = decision.limits[name]
        with st.container(border=True, gap="xsmall"):
            _follow(_key(dataset, name, "on"), setting.is_on)
            with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                st.toggle(
                    check.question,
                    key=_key(dataset, name, "on"),
                    wrap=True,
                    on_change=_save,
                    args=(catalog, dataset, name, check, setting),
                )
                st.markdown(f"rejects **{rejected.get(name, 0):,}**" if setting.is_on else "off", width="content")
            if check.is_adjustable:
                _slider(catalog, dataset, name, check, setting)
    if decision.limits != default_limits(dataset.kind):
        st.button(
            "Back to the usual limits", on_click=save_limits, args=(catalog, dataset, default_limits(dataset.kind))
        )


def _slider(catalog: Catalog, dataset: Dataset, name: str, check: Check, setting: LimitSetting) -> None:
    key = _key(dataset, name, "value")
    _follow(key, min(max(setting.value, check.limit_range[0]), check.limit_range[1]))
    low, high = (float(edge) for edge in check.limit_range)
    st.slider(
        SLIDER_WORDS[check.keep_if.bound].format(unit=check.unit),
        low,
        high,
        step=check.limit_step,
        format="%d",
        key=key,
        disabled=not setting.is_on,
        on_change=_save,
        args=(catalog, dataset, name, check, setting),
    )


def _follow(key: str, value: bool | float) -> None:
    """The widget shows what is stored, also after the command line or a button changed it."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value


def _save(catalog: Catalog, dataset: Dataset, name: str, check: Check, setting: LimitSetting) -> None:
    state: Mapping[str, float | bool] = st.session_state
    value = float(state.get(_key(dataset, name, "value"), setting.value))
    save_limits(catalog, dataset, {name: LimitSetting(value, bool(state[_key(dataset, name, "on")]))})


def _key(dataset: Dataset, name: str, part: str) -> str:
    return f"limit_{dataset.id}_{name}_{part}"
