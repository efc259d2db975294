"""Is the face calm? The strongest of joy, sorrow, anger and surprise that the analyzer sees."""

from engine.checks import PhotoCheck, Topic, at_most
from engine.checks._traits import EMOTIONS, measures
from engine.kinds import Kind

CHECK = PhotoCheck(
    name="emotion",
    title="Strong emotion",
    question="Is the face calm (no strong joy, sorrow, anger or surprise)?",
    quantity="Strongest emotion",
    unit="percent",
    version=1,
    measure=measures(*EMOTIONS),
    keep_if=at_most(40),
    limit_range=(0, 100),
    explain=lambda value, limit: f"Shows a strong emotion, {value:.0f} % sure; limit {limit:.0f} %",
    example=85,
    kinds=frozenset({Kind.FACES}),
    rank=57,
    is_on=False,
    topic=Topic.EYES_AND_MOUTH,
)
