"""Is the photo near enough to a square? Its longer side beside the shorter."""

from engine.checks import MeasuredPhoto, PhotoCheck, Topic, at_most


def measure_elongation(photo: MeasuredPhoto) -> float | None:
    """The longer side in percent of the shorter: 100 is a square."""
    return None if photo.size_wh is None else 100.0 * max(photo.size_wh) / min(photo.size_wh)


CHECK = PhotoCheck(
    name="elongated",
    title="Too long or too wide",
    question="Is the photo near enough to a square (its longer side beside the shorter)?",
    quantity="Longer side beside the shorter",
    unit="percent",
    version=1,
    measure=measure_elongation,
    keep_if=at_most(200),
    limit_range=(100, 400),
    limit_step=5.0,
    explain=lambda value, limit: f"One side is {value:.0f} % as long as the other; limit {limit:.0f} %",
    example=300,
    rank=21,
    is_on=False,
    topic=Topic.PICTURE,
)
