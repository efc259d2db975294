"""What a preset is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.catalog.decisions import LimitSetting
from engine.kinds import Kind


@dataclass(frozen=True)
class Preset:
    """Limits under a name.

    Attributes:
        name: as typed after ``--preset``; unique for a kind of dataset.
        title: as screens show it.
        about: one sentence on what it keeps; empty for people's own.
        settings: by check name; a check that is not named keeps its usual limit.
        keeps_others_on: False switches off all checks that are not named.
        kinds: datasets it is for.
        rank: screens list lower ranks first.
        is_own: saved by a person, who may rename and delete it.
    """

    name: str
    title: str
    about: str = ""
    settings: Mapping[str, LimitSetting] = field(default_factory=dict)
    keeps_others_on: bool = True
    kinds: frozenset[Kind] = frozenset(Kind)
    rank: int = 50
    is_own: bool = False


def on(**limits: float) -> dict[str, LimitSetting]:
    """Checks with their limits, switched on: ``on(pan=15, size=100)``."""
    return {name: LimitSetting(value) for name, value in limits.items()}
