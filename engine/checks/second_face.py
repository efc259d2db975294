"""Is nobody else close by? How large the second face is beside the main one.

``one_face`` counts faces from a fixed size on. With this question smaller ones can be made to count; or, with more
faces allowed there, only larger ones.
"""

import numpy as np

from engine.checks import MeasuredPhoto, PhotoCheck, Topic, at_most
from engine.faces.counting import COUNTED_SCORE, sides
from engine.kinds import Kind


def measure_second_face(photo: MeasuredPhoto) -> float | None:
    """Percent of the main face's size that the largest other sure face has; 0 where there is no other."""
    if photo.faces is None or len(photo.faces) == 0:
        return None
    others = sides(photo.faces)[1:][photo.faces.scores[1:] >= COUNTED_SCORE]
    return float(np.max(others, initial=0.0) / sides(photo.faces)[0] * 100)


CHECK = PhotoCheck(
    name="second_face",
    title="Second face",
    question="Are other faces small beside the main one?",
    quantity="Second face beside the main one",
    unit="percent",
    version=1,
    measure=measure_second_face,
    keep_if=at_most(25),
    limit_range=(0, 100),
    explain=lambda value, limit: f"Another face is {value:.0f} % as large as the main one; limit {limit:.0f} %",
    example=60,
    kinds=frozenset({Kind.FACES}),
    rank=31,
    is_on=False,
    topic=Topic.FACES,
)
