"""Is the mouth closed, or nearly? How far the jaw of the main face is down."""

from engine.checks import PhotoCheck, Topic, at_most
from engine.checks._traits import measures
from engine.faces.traits import Trait
from engine.kinds import Kind

CHECK = PhotoCheck(
    name="mouth_open",
    title="Mouth wide open",
    question="Is the mouth not wide open?",
    quantity="Mouth open",
    unit="percent",
    version=1,
    measure=measures(Trait.MOUTH_OPEN),
    keep_if=at_most(50),
    limit_range=(0, 100),
    explain=lambda value, limit: f"Mouth is open by {value:.0f} %; limit {limit:.0f} %",
    example=75,
    kinds=frozenset({Kind.FACES}),
    rank=55,
    is_on=False,
    topic=Topic.EYES_AND_MOUTH,
)
