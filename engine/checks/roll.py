"""Is the head upright? Measured as roll, Cloud Vision's name for this angle of the head."""

from engine.checks import PhotoCheck, Topic, within
from engine.checks._angles import DEFAULT_LIMIT_DEGREES, Angle, explains, measures
from engine.kinds import Kind

CHECK = PhotoCheck(
    name="roll",
    title="Head leaning",
    question="Is the head upright?",
    quantity="Head leaning (roll)",
    unit="degrees",
    version=2,
    measure=measures(Angle.ROLL),
    keep_if=within(DEFAULT_LIMIT_DEGREES),
    limit_range=(0, 90),
    explain=explains("Head leans", "to the right", "to the left"),
    example=-34,
    kinds=frozenset({Kind.FACES}),
    rank=43,
    topic=Topic.HEAD,
)
