"""Is the file of a type that photos come in? Graphics and animations often hold drawings, logos and screenshots."""

from engine.checks import MeasuredPhoto, PhotoCheck, Topic, at_most

CAMERA, WEB, OTHER = 1.0, 2.0, 3.0
# Names as Pillow gives them. PNG is also what screenshots and cut-outs come in, and yet many photos do.
OF_CAMERAS = frozenset({"JPEG", "MPO", "JPEG2000", "TIFF", "HEIF"})
OF_THE_WEB = frozenset({"WEBP", "AVIF", "PNG"})
WORDS = {WEB: "a type of the web (PNG, WebP)", OTHER: "a type for drawings and animations (GIF, BMP and others)"}


def measure_file_type(photo: MeasuredPhoto) -> float | None:
    """1 for what cameras write, 2 for what the web shows photos in as well, 3 for all others."""
    if not photo.format:
        return None
    return CAMERA if photo.format in OF_CAMERAS else WEB if photo.format in OF_THE_WEB else OTHER


CHECK = PhotoCheck(
    name="file_type",
    title="File type",
    question="Is the file of a type for photos (1 JPEG and TIFF only, 2 also PNG and WebP, 3 any)?",
    quantity="File type",
    unit="1 JPEG, 2 PNG, 3 other",
    version=1,
    measure=measure_file_type,
    keep_if=at_most(WEB),
    limit_range=(1, 3),
    explain=lambda value, limit: f"The file is of {WORDS.get(value, 'another type')}; limit {limit:.0f}",
    example=OTHER,
    rank=22,
    is_on=False,
    topic=Topic.PICTURE,
)
