"""The filter of the tutorial series that the idea comes from: one face, turned by at most 20°, no sunglasses."""

from engine.kinds import Kind
from engine.presets._record import Preset, on

PRESET = Preset(
    name="tutorial",
    title="Tutorial (20°, no sunglasses)",
    about="One face, turned and tilted by at most 20°, without sunglasses; each photo once.",
    settings=on(readable=1, one_face=1, roll=20, pan=20, tilt=20, sunglasses=65, duplicate=0),
    keeps_others_on=False,
    kinds=frozenset({Kind.FACES}),
    rank=10,
)
