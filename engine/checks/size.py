"""Is the photo large enough? Judged by its shorter side."""

from engine.checks import MeasuredPhoto, PhotoCheck, at_least
from engine.kinds import Kind


def measure_shorter_side(photo: MeasuredPhoto) -> float | None:
    """Pixels of the shorter side."""
    return None if photo.size_wh is None else float(min(photo.size_wh))


CHECK = PhotoCheck(
    name="size",
    title="Too small",
    question="Is the photo large enough (its shorter side)?",
    quantity="Shorter side",
    unit="pixels",
    version=1,
    measure=measure_shorter_side,
    keep_if=at_least(64),
    keep_if_for={Kind.IMAGES: at_least(8)},  # scikit-learn's digits are 8 pixels wide
    limit_range=(1, 1000),
    explain=lambda value, limit: f"Only {value:.0f} pixels on the shorter side; limit {limit:.0f}",
    example=40,
    rank=20,
)
