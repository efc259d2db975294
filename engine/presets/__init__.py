"""Presets: limits for all checks under one name. Those that come along are one file each; people save their own.

A preset may name checks that a kind of dataset does not have; those are passed over, and a check it does not name
keeps its usual limit, or is off where the preset says so.
"""

from engine.presets._own import delete_preset, rename_preset, save_preset
from engine.presets._record import Preset
from engine.presets._registry import find_preset, in_use, list_presets, preset_limits

__all__ = [
    "Preset",
    "delete_preset",
    "find_preset",
    "in_use",
    "list_presets",
    "preset_limits",
    "rename_preset",
    "save_preset",
]
