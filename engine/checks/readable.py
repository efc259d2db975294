"""Can the photo be decoded? Damaged, empty and oversized files are rejected here."""

from engine.checks import MeasuredPhoto, PhotoCheck, at_least


def measure_readable(photo: MeasuredPhoto) -> float:
    """1 when the photo has pixels, 0 when it cannot be decoded."""
    return 0.0 if photo.pixels is None else 1.0


CHECK = PhotoCheck(
    name="readable",
    title="Unreadable",
    question="Can the photo be opened?",
    unit="1 yes, 0 no",
    version=1,
    measure=measure_readable,
    keep_if=at_least(1),
    limit_range=(0, 1),
    explain=lambda value, limit: "The file cannot be opened as a photo",
    example=0,
    is_adjustable=False,
    rank=10,
)
