"""Is the face turned to the camera? Measured as pan, Cloud Vision's name for this angle of the head."""

from engine.checks import PhotoCheck, Topic, within
from engine.checks._angles import DEFAULT_LIMIT_DEGREES, Angle, explains, measures
from engine.kinds import Kind

CHECK = PhotoCheck(
    name="pan",
    title="Head turned aside",
    question="Is the face turned to the camera?",
    quantity="Head turned aside (pan)",
    unit="degrees",
    version=2,
    measure=measures(Angle.PAN),
    keep_if=within(DEFAULT_LIMIT_DEGREES),
    limit_range=(0, 90),
    explain=explains("Head turned", "to the right", "to the left"),
    example=-34,
    kinds=frozenset({Kind.FACES}),
    rank=41,
    topic=Topic.HEAD,
)
