"""Is the face turned to the camera? Measured as pan, Cloud Vision's name for this angle of the head."""

from engine.checks import PhotoCheck, Topic, at_most
from engine.checks._angles import DEFAULT_LIMIT_DEGREES, Angle, measures_absolute
from engine.kinds import Kind

CHECK = PhotoCheck(
    name="pan",
    title="Head turned aside",
    question="Is the face turned to the camera?",
    quantity="Head turned aside (pan)",
    unit="degrees",
    version=1,
    measure=measures_absolute(Angle.PAN),
    keep_if=at_most(DEFAULT_LIMIT_DEGREES),
    limit_range=(0, 90),
    explain=lambda value, limit: f"Head is turned aside by {value:.0f}°; limit {limit:.0f}°",
    kinds=frozenset({Kind.FACES}),
    rank=41,
    topic=Topic.HEAD,
)
