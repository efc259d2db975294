"""Is the photo in colour? How strong its stronger colours are."""

import numpy as np

from engine.checks import MeasuredPhoto, PhotoCheck, Topic, at_least
from engine.checks._colours import chroma, lab_colours
from engine.kinds import Kind

STRONGER = 95  # percentile: a small coloured mark on a grey photo does not make it one in colour


def measure_colour(photo: MeasuredPhoto) -> float | None:
    """Chroma in CIE L*a*b* of which 95 % of the pixels have less; 0 is grey, ordinary photos lie at 15 to 60."""
    return None if photo.pixels is None else float(np.percentile(chroma(lab_colours(photo.pixels)), STRONGER))


CHECK = PhotoCheck(
    name="grayscale",
    title="Black and white",
    question="Is the photo in colour?",
    quantity="Strength of colour",
    unit="chroma",
    version=2,
    measure=measure_colour,
    keep_if=at_least(6),
    limit_range=(0, 40),
    explain=lambda value, limit: f"It has hardly any colour ({value:.0f}; limit {limit:.0f})",
    example=1,
    kinds=frozenset({Kind.FACES}),
    rank=65,
    is_on=False,
    topic=Topic.LIGHT_AND_COLOUR,
)
