"""Is the head upright? Measured as roll, Cloud Vision's name for this angle of the head."""

from engine.checks import PhotoCheck, Topic, at_most
from engine.checks._angles import DEFAULT_LIMIT_DEGREES, Angle, measures_absolute
from engine.kinds import Kind

CHECK = PhotoCheck(
    name="roll",
    title="Head leaning",
    question="Is the head upright?",
    quantity="Head leaning (roll)",
    unit="degrees",
    version=1,
    measure=measures_absolute(Angle.ROLL),
    keep_if=at_most(DEFAULT_LIMIT_DEGREES),
    limit_range=(0, 90),
    explain=lambda value, limit: f"Head leans to one side by {value:.0f}°; limit {limit:.0f}°",
    kinds=frozenset({Kind.FACES}),
    rank=43,
    topic=Topic.HEAD,
)
