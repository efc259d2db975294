"""Finds presets, and turns one into limits for a kind of dataset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from engine.catalog.decisions import LimitSetting
from engine.discovery import discover
from engine.errors import NotFound
from engine.kinds import Kind
from engine.presets._own import read_presets
from engine.presets._record import Preset
from engine.settings import Settings
from engine.verdicts import default_limits


@cache
def built_in() -> dict[str, Preset]:
    """Those that come along, by name, in the order of their ranks."""
    import engine.presets

    found = discover(engine.presets, "PRESET", Preset)
    return dict(sorted(found.items(), key=lambda item: (item[1].rank, item[0])))


def list_presets(settings: Settings, kind: Kind) -> list[Preset]:
    """The presets for a kind of dataset: those that come along, then people's own in order of name."""
    return [preset for preset in built_in().values() if kind in preset.kinds] + read_presets(settings, kind)


def find_preset(settings: Settings, kind: Kind, name: str) -> Preset:
    """A preset by its name.

    Raises:
        NotFound: there is none of that name for the kind.
    """
    presets = list_presets(settings, kind)
    wanted = next((preset for preset in presets if preset.name.casefold() == name.strip().casefold()), None)
    if wanted is None:
        known = ", ".join(preset.name for preset in presets)
        raise NotFound(f"There is no preset '{name}' for {kind.value}. Expected one of: {known}.")
    return wanted


def preset_limits(preset: Preset, kind: Kind) -> dict[str, LimitSetting]:
    """A setting for every check of a kind."""
    return {
        name: preset.settings.get(name, usual if preset.keeps_others_on else replace(usual, is_on=False))
        for name, usual in default_limits(kind).items()
    }


def in_use(presets: list[Preset], kind: Kind, limits: Mapping[str, LimitSetting]) -> Preset | None:
    """The first preset that says exactly these limits; what a check that is off would allow does not matter."""
    return next((each for each in presets if _asked(preset_limits(each, kind)) == _asked(limits)), None)


def _asked(limits: Mapping[str, LimitSetting]) -> dict[str, float]:
    return {name: setting.value for name, setting in limits.items() if setting.is_on}
