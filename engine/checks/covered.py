"""Is the face uncovered? How sure the analyzer is that a hand, a mask or a thing hides part of the main face."""

from engine.checks import PhotoCheck, Topic, at_most
from engine.checks._traits import measures
from engine.faces.traits import Trait
from engine.kinds import Kind

CHECK = PhotoCheck(
    name="covered",
    title="Face covered",
    question="Is the face free of hands, masks and things before it?",
    quantity="Face covered",
    unit="percent",
    version=1,
    measure=measures(Trait.COVERED),
    keep_if=at_most(50),
    limit_range=(0, 100),
    explain=lambda value, limit: f"Something covers the face, {value:.0f} % sure; limit {limit:.0f} %",
    example=90,
    kinds=frozenset({Kind.FACES}),
    rank=52,
    is_on=False,
    topic=Topic.FACES,
)
