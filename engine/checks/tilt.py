"""Is the face level? Measured as tilt, Cloud Vision's name for this angle of the head."""

from engine.checks import PhotoCheck, Topic, at_most
from engine.checks._angles import DEFAULT_LIMIT_DEGREES, Angle, measures_absolute
from engine.kinds import Kind

CHECK = PhotoCheck(
    name="tilt",
    title="Head tilted",
    question="Is the face level?",
    quantity="Head tilted (tilt)",
    unit="degrees",
    version=1,
    measure=measures_absolute(Angle.TILT),
    keep_if=at_most(DEFAULT_LIMIT_DEGREES),
    limit_range=(0, 90),
    explain=lambda value, limit: f"Head looks up or down by {value:.0f}°; limit {limit:.0f}°",
    kinds=frozenset({Kind.FACES}),
    rank=42,
    topic=Topic.HEAD,
)
