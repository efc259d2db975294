"""How a setting of a training is declared: once, where its value is stored, with its range and its words.

A record that holds settings is a frozen dataclass whose fields are made by :func:`switch`, :func:`whole`,
:func:`number`, :func:`span` or :func:`choice`; :func:`declared` reads them back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import MISSING, dataclass, field, fields
from enum import StrEnum
from typing import Any

Value = bool | int | float | str | tuple[float, float] | None

FROM_ARCHITECTURE = MISSING  # the default of a setting that every architecture declares for itself


class Group(StrEnum):
    """Settings that stand together on the screen, in this order."""

    LENGTH = "How long"
    LEARNING = "How it learns"
    BATCHES = "Photos in each step"
    AUGMENTATION = "Random changes to the photos"
    NETWORK = "The network"
    DEVICE = "What it computes on"
    SAVING = "What is kept"


class ValueKind(StrEnum):
    """What a setting's value is."""

    SWITCH = "switch"  # True or False
    WHOLE = "whole number"
    NUMBER = "number"
    SPAN = "span"  # two numbers, low and high
    CHOICE = "choice"  # one of some words


@dataclass(frozen=True)
class Control:
    """One setting.

    Attributes:
        name: as in ``--set name=value``.
        title: two or three words for the screen.
        help: what it does, in plain words.
        default: None for one that is off or worked out; MISSING for one that the architecture declares.
        low, high: the range, both included.
        choices: the words there are, for a choice.
        is_optional: None is a value: off, or worked out.
    """

    name: str
    group: Group
    kind: ValueKind
    title: str
    help: str
    default: Any  # a Value, or MISSING
    low: float = float("-inf")
    high: float = float("inf")
    choices: tuple[str, ...] = ()
    is_optional: bool = False

    @property
    def is_worked_out(self) -> bool:
        """Whether the default comes from the architecture, or from the run's other settings."""
        return self.default is MISSING


def declared(record_type: type) -> dict[str, Control]:
    """The settings that a dataclass holds, by name, in order."""
    return {
        each.name: Control(name=each.name, default=each.default, **each.metadata)
        for each in fields(record_type)
        if "kind" in each.metadata
    }


# The makers below return Any for the reason that dataclasses.field does: each stands where a value of its type is.


def switch(group: Group, title: str, help: str, default: bool = False) -> Any:
    """A field that is on or off."""
    return _field(ValueKind.SWITCH, group, title, help, default)


def whole(
    group: Group,
    title: str,
    help: str,
    *,
    default: Any = FROM_ARCHITECTURE,  # an int, None or MISSING
    within: tuple[int, int],
) -> Any:
    """A field that holds a whole number; one whose default is None may be None."""
    return _field(ValueKind.WHOLE, group, title, help, default, low=within[0], high=within[1])


def number(
    group: Group,
    title: str,
    help: str,
    *,
    default: Any = FROM_ARCHITECTURE,  # a float, None or MISSING
    within: tuple[float, float],
) -> Any:
    """A field that holds a number; one whose default is None may be None."""
    return _field(ValueKind.NUMBER, group, title, help, default, low=within[0], high=within[1])


def span(group: Group, title: str, help: str, *, default: tuple[float, float], within: tuple[float, float]) -> Any:
    """A field that holds a range to draw from: two numbers."""
    return _field(ValueKind.SPAN, group, title, help, default, low=within[0], high=within[1])


def choice(group: Group, title: str, help: str, *, default: str, among: Iterable[str]) -> Any:
    """A field that holds one of some words."""
    return _field(ValueKind.CHOICE, group, title, help, default, choices=tuple(among))


def _field(kind: ValueKind, group: Group, title: str, help: str, default: Any, **more: Any) -> Any:
    metadata = {"kind": kind, "group": group, "title": title, "help": help, "is_optional": default is None, **more}
    return field(default=default, metadata=metadata)
