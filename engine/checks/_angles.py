"""The angles of the main face, which the roll, pan and tilt checks measure each for itself."""

from collections.abc import Callable
from enum import IntEnum

import numpy as np

from engine.checks import MeasuredPhoto

DEFAULT_LIMIT_DEGREES = 20.0  # the tutorial series' limit for Cloud Vision's angles


class Angle(IntEnum):
    """A column of ``Faces.roll_pan_tilt_degrees``."""

    ROLL = 0
    PAN = 1
    TILT = 2


def measures(angle: Angle) -> Callable[[MeasuredPhoto], float | None]:
    """Make a ``measure`` that answers one angle in degrees, with the sign that ``Faces`` gives it."""

    def measure(photo: MeasuredPhoto) -> float | None:
        if photo.faces is None or len(photo.faces) == 0:
            return None
        degrees = float(photo.faces.roll_pan_tilt_degrees[0, angle])
        return degrees if np.isfinite(degrees) else None

    return measure


def explains(what: str, above: str, below: str) -> Callable[[float, float], str]:
    """Make an ``explain`` that says by how much and, by the words for angles above and below 0, in which direction."""

    def explain(value: float, limit: float) -> str:
        return f"{what} {abs(value):.0f}° {above if value > 0 else below}; limit {limit:.0f}°"

    return explain
