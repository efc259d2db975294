"""Is the face large enough? The shorter side of the main face's box, in pixels of the photo."""

from engine.checks import MeasuredPhoto, PhotoCheck, Topic, at_least
from engine.kinds import Kind


def measure_face_size(photo: MeasuredPhoto) -> float | None:
    """Pixels of the shorter side."""
    if photo.faces is None or len(photo.faces) == 0:
        return None
    left, top, right, bottom = photo.faces.boxes_ltrb[0]
    return float(min(right - left, bottom - top))


CHECK = PhotoCheck(
    name="face_size",
    title="Face too small",
    question="Is the face large enough (the shorter side of its box)?",
    quantity="Face size",
    unit="pixels",
    version=1,
    measure=measure_face_size,
    keep_if=at_least(30),
    limit_range=(10, 400),
    explain=lambda value, limit: f"The face is only {value:.0f} pixels wide; limit {limit:.0f}",
    example=18,
    kinds=frozenset({Kind.FACES}),
    rank=32,
    topic=Topic.FACES,
)
