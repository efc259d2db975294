"""The limits every dataset begins with."""

from engine.presets._record import Preset

PRESET = Preset(
    name="usual",
    title="Usual",
    about="What every dataset begins with: each check at its own limit.",
    rank=5,
)
