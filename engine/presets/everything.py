"""No filter at all, beyond what cannot be opened."""

from engine.presets._record import Preset, on

PRESET = Preset(
    name="everything",
    title="Everything",
    about="Every photo that can be opened.",
    settings=on(readable=1),
    keeps_others_on=False,
    rank=40,
)
