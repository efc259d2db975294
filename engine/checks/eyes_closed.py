"""Are the eyes open? How far the lids of the main face are down, as far as they can be seen."""

from engine.checks import PhotoCheck, Topic, at_most
from engine.checks._traits import measures
from engine.faces.traits import Trait
from engine.kinds import Kind

CHECK = PhotoCheck(
    name="eyes_closed",
    title="Eyes closed",
    question="Are the eyes open?",
    quantity="Eyes closed",
    unit="percent",
    version=1,
    measure=measures(Trait.EYES_CLOSED),
    keep_if=at_most(60),
    limit_range=(0, 100),
    explain=lambda value, limit: f"Eyes look closed by {value:.0f} %; limit {limit:.0f} %",
    example=80,
    kinds=frozenset({Kind.FACES}),
    rank=51,
    is_on=False,
    topic=Topic.EYES_AND_MOUTH,
)
