"""Few photos, all of them good: faces seen from the front, large, sharp and well lit."""

from engine.kinds import Kind
from engine.presets._record import Preset, on

PRESET = Preset(
    name="strict",
    title="Strict",
    about="Only faces from the front (15°), large, sharp, in good light, without sunglasses.",
    settings=on(
        one_face=1,
        second_face=15,
        face_size=60,
        face_cut=2,
        roll=15,
        pan=15,
        tilt=15,
        sunglasses=50,
        eyes_closed=50,
        mouth_open=50,
        size=100,
        sharpness=10,
        brightness=50,
        glare=20,
        contrast=60,
        grayscale=6,
        tint=60,
        duplicate=0,
        near_duplicate=0,
    ),
    kinds=frozenset({Kind.FACES}),
    rank=20,
)
