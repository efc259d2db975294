"""Every setting of a training as a widget, by group, made from the declarations: a new one appears by itself."""

from __future__ import annotations

from dataclasses import asdict

import streamlit as st

from engine.training.config import CONTROLS
from engine.training.configuring import architecture_settings
from engine.training.controls import Control, Group, Value, ValueKind
from engine.training.presets import PRESETS
from engine.training.registry import find_architecture

# Asked for elsewhere on the page, or decided by what is asked there.
ASKED_ELSEWHERE = {"steps", "batch_size", "learning_rate", "target_accuracy", "seed"}
NUMBER_FORMAT = "%g"


def train_settings(name: str) -> dict[str, Value]:
    """Tabs with all settings for the architecture ``name``; what was changed, by name."""
    usual = architecture_settings(find_architecture(name))
    changed: dict[str, Value] = {}
    groups = [group for group in Group if any(each.group is group for each in _asked())]
    for tab, group in zip(st.tabs(list(groups)), groups, strict=True):
        if group is Group.AUGMENTATION:
            tab.selectbox(
                "A whole set at once",
                list(PRESETS),
                None,
                key=f"preset_{name}",
                placeholder="as set below",
                on_change=_use_preset,
                args=(name,),
            )
        columns = tab.columns(3)
        for place, control in enumerate(each for each in _asked() if each.group is group):
            with columns[place % len(columns)]:
                default = usual.get(control.name, None if control.is_worked_out else control.default)
                value = _ask(control, default, key=f"set_{control.name}_{name}")
                if value != default:
                    changed[control.name] = value
    return changed


def _asked() -> list[Control]:
    return [control for name, control in CONTROLS.items() if name not in ASKED_ELSEWHERE]


def _use_preset(name: str) -> None:
    preset = st.session_state[f"preset_{name}"]
    for control, value in asdict(PRESETS[preset]).items() if preset else ():
        st.session_state[f"set_{control}_{name}"] = value


def _ask(control: Control, default: Value, *, key: str) -> Value:
    title, words = control.title, f"{control.help} Technical name: {control.name}."
    st.session_state.setdefault(key, default)  # not the widget's own default: a preset may write here, too
    if control.kind is ValueKind.SWITCH:
        return st.toggle(title, key=key, help=words)
    if control.kind is ValueKind.CHOICE:
        return st.selectbox(title, control.choices, key=key, help=words)
    if control.kind is ValueKind.SPAN:
        low, high = st.slider(title, control.low, control.high, step=0.05, key=key, help=words)
        return float(low), float(high)
    return _ask_number(control, key=key, words=words)


def _ask_number(control: Control, *, key: str, words: str) -> Value:
    kind = int if control.kind is ValueKind.WHOLE else float
    low, high = kind(control.low), kind(control.high)
    number_format = None if kind is int else NUMBER_FORMAT
    if control.is_optional or control.is_worked_out:
        given = st.number_input(
            control.title, low, high, None, key=key, help=words, placeholder="not set", format=number_format
        )
        return None if given is None else kind(given)
    return kind(st.number_input(control.title, low, high, key=key, help=words, format=number_format))
