"""Is there no broad smile? Ordinary portraits smile: of no harm unless a calm face is wanted."""

from engine.checks import PhotoCheck, Topic, at_most
from engine.checks._traits import measures
from engine.faces.traits import Trait
from engine.kinds import Kind

CHECK = PhotoCheck(
    name="smile",
    title="Broad smile",
    question="Is the face without a broad smile?",
    quantity="Smile",
    unit="percent",
    version=1,
    measure=measures(Trait.SMILE),
    keep_if=at_most(75),
    limit_range=(0, 100),
    explain=lambda value, limit: f"Smiles broadly, by {value:.0f} %; limit {limit:.0f} %",
    example=92,
    kinds=frozenset({Kind.FACES}),
    rank=56,
    is_on=False,
    topic=Topic.EYES_AND_MOUTH,
)
