"""Many photos: a face that can be recognised is enough."""

from engine.kinds import Kind
from engine.presets._record import Preset, on

PRESET = Preset(
    name="lenient",
    title="Lenient",
    about="Up to three faces, turned and tilted by up to 40°; sunglasses, blur and bad light are let pass.",
    settings=on(readable=1, one_face=3, face_size=20, roll=40, pan=40, tilt=40, size=32, duplicate=0),
    keeps_others_on=False,
    kinds=frozenset({Kind.FACES}),
    rank=30,
)
