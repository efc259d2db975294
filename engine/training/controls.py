"""Values of settings as people type them: read, checked against what is declared, and written back as text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import MISSING
from textwrap import wrap

from engine.errors import BadInput
from models._controls import Control, Group, Value, ValueKind

__all__ = [
    "Control",
    "Group",
    "Value",
    "ValueKind",
    "check_value",
    "control_facts",
    "control_lines",
    "expectation",
    "read_settings",
    "read_value",
    "stored_value",
    "value_text",
]

NOTHING = "none"  # what a person types for None
SPAN_SIGN = ".."  # between the two numbers of a span
SWITCH_WORDS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


def read_settings(words: Iterable[str], controls: Mapping[str, Control]) -> dict[str, Value]:
    """``["steps=300", "contrast=0.5..1.5"]`` as values by name.

    Raises:
        BadInput: a word is no ``key=value``, a key is unknown, or its value cannot be used.
    """
    return dict(_read_word(word, controls) for word in words)


def read_value(control: Control, text: str) -> Value:
    """One value as typed.

    Raises:
        BadInput: it cannot be read as the setting's kind, or is out of range.
    """
    try:
        value = _parse(control, text.strip())
    except ValueError:
        raise BadInput(f"{control.name} is '{text}'. Expected {expectation(control)}.") from None
    check_value(control, value)
    return value


def check_value(control: Control, value: object) -> None:
    """Check a value's type and range.

    Raises:
        BadInput: naming the setting, the value and what was expected.
    """
    if value is None and control.is_optional:
        return
    if not _is_allowed(control, value):
        raise BadInput(f"{control.name} is {value}. Expected {expectation(control)}.")


def stored_value(control: Control, value: object) -> object:
    """A value as read from JSON, where a span became a list."""
    return tuple(value) if control.kind is ValueKind.SPAN and isinstance(value, list) else value


def expectation(control: Control) -> str:
    """What may be typed, such as ``"a whole number from 1 to 4096"``."""
    low, high = f"{control.low:.10g}", f"{control.high:.10g}"
    words = {
        ValueKind.SWITCH: "on or off",
        ValueKind.WHOLE: f"a whole number from {low} to {high}",
        ValueKind.NUMBER: f"a number from {low} to {high}",
        ValueKind.SPAN: f"two numbers from {low} to {high}, such as 0.5{SPAN_SIGN}1.5",
        ValueKind.CHOICE: f"one of {', '.join(control.choices)}",
    }[control.kind]
    return f"{words}, or {NOTHING}" if control.is_optional else words


def control_lines(controls: Mapping[str, Control]) -> list[str]:
    """Every setting for ``--help``: its name, default, range and what it does, by group."""
    lines: list[str] = []
    for group in Group:
        lines += ["", f"{group}:"]
        for control in (each for each in controls.values() if each.group is group):
            lines.append(f"  {control.name} ({value_text(control.default)}): {expectation(control)}")
            lines += wrap(control.help, 100, initial_indent="      ", subsequent_indent="      ")
    return lines


def control_facts(control: Control, default: object) -> dict[str, object]:
    """A setting as JSON, with its default for one architecture."""
    is_ranged = math.isfinite(control.low)
    return {
        "name": control.name,
        "group": control.group,
        "kind": control.kind,
        "default": default,
        "range": [control.low, control.high] if is_ranged else None,
        "choices": list(control.choices) or None,
        "help": control.help,
    }


def value_text(value: object) -> str:
    """A value as a person would type it; a default that the architecture declares is said so."""
    if value is MISSING:
        return "the architecture's"
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple | list):
        return SPAN_SIGN.join(f"{each:g}" for each in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _read_word(word: str, controls: Mapping[str, Control]) -> tuple[str, Value]:
    name, sign, text = word.partition("=")
    name = name.strip().replace("-", "_")
    if not sign:
        raise BadInput(f"'{word}' is no setting. Expected key=value, such as learning_rate=0.0005.")
    if name not in controls:
        raise BadInput(f"There is no setting '{name}'. Expected one of: {', '.join(controls)}.")
    return name, read_value(controls[name], text)


def _parse(control: Control, text: str) -> Value:
    if control.is_optional and text.lower() == NOTHING:
        return None
    if control.kind is ValueKind.SWITCH:
        if text.lower() not in SWITCH_WORDS:
            raise ValueError(text)
        return SWITCH_WORDS[text.lower()]
    if control.kind is ValueKind.SPAN:
        low, _, high = text.partition(SPAN_SIGN)
        return float(low), float(high)
    if control.kind is ValueKind.WHOLE:
        return int(text)
    return float(text) if control.kind is ValueKind.NUMBER else text


def _is_allowed(control: Control, value: object) -> bool:
    if control.kind is ValueKind.SWITCH:
        return isinstance(value, bool)
    if control.kind is ValueKind.CHOICE:
        return value in control.choices
    if control.kind is ValueKind.SPAN:
        return (
            isinstance(value, tuple)
            and len(value) == 2
            and all(_is_within(control, each) for each in value)
            and value[0] <= value[1]
        )
    if control.kind is ValueKind.WHOLE and not isinstance(value, int):
        return False
    return _is_within(control, value)


def _is_within(control: Control, value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and math.isfinite(value) and control.low <= value <= control.high  # type: ignore[arg-type, operator]
