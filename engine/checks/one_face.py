"""Is there exactly one face? The limit says how many may be there; none is never kept."""

from engine.checks import MeasuredPhoto, PhotoCheck, Topic, one_to
from engine.faces.counting import count_faces
from engine.kinds import Kind


def measure_num_faces(photo: MeasuredPhoto) -> float | None:
    """Faces that count: small ones in the background do not."""
    if photo.faces is None:
        return None
    return float(count_faces(photo.faces))


def explain(value: float, limit: float) -> str:
    if value < 1:
        return "No face was found"
    allowed = "1 is expected" if limit < 2 else f"limit {limit:.0f}"
    return f"{value:.0f} faces; {allowed}"


CHECK = PhotoCheck(
    name="one_face",
    title="No face or several",
    question="Is there exactly one face?",
    quantity="Faces",
    unit="faces",
    version=1,
    measure=measure_num_faces,
    keep_if=one_to(1),
    limit_range=(1, 10),
    explain=explain,
    example=2,
    kinds=frozenset({Kind.FACES}),
    rank=30,
    topic=Topic.FACES,
)
