"""Is there enough contrast? How far dark and light lie apart in the main face; in the whole photo without a face."""

import numpy as np

from engine.checks import MeasuredPhoto, PhotoCheck, Topic, at_least
from engine.checks._main_part import luma, main_part, shrink

SIDE = 96  # pixels
DARK_AND_LIGHT = (5, 95)  # percentiles: a single black or white pixel makes no contrast


def measure_contrast(photo: MeasuredPhoto) -> float | None:
    """Luma of the lightest parts less that of the darkest, 0 to 255."""
    pixels = main_part(photo)
    if pixels is None:
        return None
    dark, light = np.percentile(luma(shrink(pixels, SIDE)), DARK_AND_LIGHT)
    return float(light - dark)


CHECK = PhotoCheck(
    name="contrast",
    title="Flat contrast",
    question="Is there enough contrast in the face (in the whole photo where there is no face)?",
    quantity="Contrast",
    unit="of 255",
    version=1,
    measure=measure_contrast,
    keep_if=at_least(50),
    limit_range=(0, 255),
    explain=lambda value, limit: f"Dark and light lie only {value:.0f} of 255 apart; limit {limit:.0f}",
    example=30,
    rank=62,
    is_on=False,
    topic=Topic.LIGHT_AND_COLOUR,
)
