"""Has the photo several colours? In a toned one (sepia, coloured light) lightness alone decides each pixel's colour."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.checks import MeasuredPhoto, PhotoCheck, Topic, at_most
from engine.checks._colours import Lab, chroma, lab_colours
from engine.checks._main_part import main_part
from engine.kinds import Kind

STRONGER = 90  # percentile of the pixels
LIGHTNESS = (10, 95)  # outside, tones are cut off by black and white
NUM_TONES = 48  # groups of equal lightness
MIN_PIXELS = 4 * NUM_TONES  # fewer show no tone
GREY = 1.0  # chroma; keeps the quotient of two that are nearly none from meaning anything


def measure_tint(photo: MeasuredPhoto) -> float | None:
    """Percent of the colour that lightness explains; 0 for many colours or none, 100 for a single tone.

    The mean over the whole photo and its main face: one alone is often of a single tone, as skin is, or a clay court.
    """
    parts = (photo.pixels, main_part(photo))
    shares = [_share_of_tone(pixels) for pixels in parts if pixels is not None]
    return float(np.mean(shares)) if shares else None


def _share_of_tone(pixels: NDArray[np.uint8]) -> float:
    lab = lab_colours(pixels)
    lab = lab[(lab[:, 0] > LIGHTNESS[0]) & (lab[:, 0] < LIGHTNESS[1])]
    if len(lab) < MIN_PIXELS:
        return 0.0
    of_all, of_rest = np.percentile(chroma(lab), STRONGER), np.percentile(_distances_to_tone(lab), STRONGER)
    return float(100 * max(0.0, 1 - (of_rest + GREY) / (of_all + GREY)))


def _distances_to_tone(lab: Lab) -> NDArray[np.float64]:
    """(n,) how far each pixel's colour is from the mean colour of those as light as itself."""
    colours = lab[np.argsort(lab[:, 0], kind="stable"), 1:].astype(np.float64)
    starts = np.linspace(0, len(colours), NUM_TONES, endpoint=False).astype(int)
    sizes = np.diff(starts, append=len(colours))
    means = np.add.reduceat(colours, starts) / sizes[:, None]
    places = np.arange(len(colours))
    tones = [np.interp(places, starts + (sizes - 1) / 2, mean) for mean in means.T]
    return np.asarray(np.hypot(colours[:, 0] - tones[0], colours[:, 1] - tones[1]))


CHECK = PhotoCheck(
    name="tint",
    title="Tinted",
    question="Has the photo more than one tint (no sepia, no coloured light)?",
    quantity="Share of a single tint",
    unit="percent",
    version=2,
    measure=measure_tint,
    keep_if=at_most(75),
    limit_range=(0, 100),
    explain=lambda value, limit: f"{value:.0f} % of its colour is a single tint; limit {limit:.0f} %",
    example=85,
    kinds=frozenset({Kind.FACES}),
    rank=66,
    is_on=False,
    topic=Topic.LIGHT_AND_COLOUR,
)
