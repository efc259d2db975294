"""Does the whole face lie inside the photo? How much of its length or width the border cuts off.

An analyzer that does not look beyond the border finds nothing cut off.
"""

from engine.checks import PhotoCheck, Topic, at_most
from engine.checks._traits import measures
from engine.faces.traits import Trait
from engine.kinds import Kind

CHECK = PhotoCheck(
    name="face_cut",
    title="Face cut off",
    question="Does the whole face lie inside the photo?",
    quantity="Face cut off by the border",
    unit="percent",
    version=1,
    measure=measures(Trait.CUT, otherwise=0.0),
    keep_if=at_most(5),
    limit_range=(0, 50),
    explain=lambda value, limit: f"The border cuts off {value:.0f} % of the face; limit {limit:.0f} %",
    example=20,
    kinds=frozenset({Kind.FACES}),
    rank=33,
    topic=Topic.FACES,
)
