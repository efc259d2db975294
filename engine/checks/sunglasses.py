"""Are the eyes free of sunglasses? How sure the analyzer is that the main face wears some."""

from engine.checks import PhotoCheck, Topic, at_most
from engine.checks._traits import measures
from engine.faces.traits import Trait
from engine.kinds import Kind

CHECK = PhotoCheck(
    name="sunglasses",
    title="Sunglasses",
    question="Are the eyes free of sunglasses?",
    quantity="Sunglasses",
    unit="percent",
    version=1,
    measure=measures(Trait.SUNGLASSES),
    keep_if=at_most(65),
    limit_range=(0, 100),
    explain=lambda value, limit: f"Wears sunglasses, {value:.0f} % sure; limit {limit:.0f} %",
    example=97,
    kinds=frozenset({Kind.FACES}),
    rank=50,
    topic=Topic.EYES_AND_MOUTH,
)
