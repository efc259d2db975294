"""Is it bright enough? The mean luma of the main face, as a network sees it; of the whole photo without a face."""

from engine.checks import MeasuredPhoto, PhotoCheck, Topic, at_least
from engine.checks._main_part import luma, main_part, shrink

SIDE = 96  # pixels; the mean is the same at any size


def measure_brightness(photo: MeasuredPhoto) -> float | None:
    """Mean luma, 0 black to 255 white."""
    pixels = main_part(photo)
    return None if pixels is None else float(luma(shrink(pixels, SIDE)).mean())


CHECK = PhotoCheck(
    name="brightness",
    title="Too dark",
    question="Is the face bright enough (the whole photo where there is no face)?",
    quantity="Brightness",
    unit="of 255",
    version=1,
    measure=measure_brightness,
    keep_if=at_least(40),
    limit_range=(0, 255),
    explain=lambda value, limit: f"Its mean brightness is only {value:.0f} of 255; limit {limit:.0f}",
    example=25,
    rank=60,
    topic=Topic.LIGHT_AND_COLOUR,
    is_on=False,
)
