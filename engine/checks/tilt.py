"""Is the face level? Measured as tilt, Cloud Vision's name for this angle of the head."""

from engine.checks import PhotoCheck, Topic, within
from engine.checks._angles import DEFAULT_LIMIT_DEGREES, Angle, explains, measures
from engine.kinds import Kind

CHECK = PhotoCheck(
    name="tilt",
    title="Head tilted",
    question="Is the face level?",
    quantity="Head tilted (tilt)",
    unit="degrees",
    version=2,
    measure=measures(Angle.TILT),
    keep_if=within(DEFAULT_LIMIT_DEGREES),
    limit_range=(0, 90),
    explain=explains("Head tilted", "up", "down"),
    example=-34,
    kinds=frozenset({Kind.FACES}),
    rank=42,
    topic=Topic.HEAD,
)
