"""Is it not overexposed? How much of the main face, or of the whole photo without a face, is nearly white."""

import numpy as np

from engine.checks import MeasuredPhoto, PhotoCheck, Topic, at_most
from engine.checks._main_part import luma, main_part, shrink
from engine.kinds import Kind

SIDE = 96  # pixels
BURNT_OUT = 250  # of 255: here a sensor hardly tells shades apart


def measure_glare(photo: MeasuredPhoto) -> float | None:
    """Percent of the pixels that are nearly white."""
    pixels = main_part(photo)
    return None if pixels is None else float(100 * np.mean(luma(shrink(pixels, SIDE)) >= BURNT_OUT))


CHECK = PhotoCheck(
    name="glare",
    title="Too bright",
    question="Is the face not too bright (the whole photo where there is no face)?",
    quantity="Nearly white",
    unit="percent",
    version=1,
    measure=measure_glare,
    keep_if=at_most(25),
    limit_range=(0, 100),
    explain=lambda value, limit: f"{value:.0f} % of it is nearly white; limit {limit:.0f} %",
    example=60,
    kinds=frozenset({Kind.FACES}),
    rank=61,
    is_on=False,
    topic=Topic.LIGHT_AND_COLOUR,
)
