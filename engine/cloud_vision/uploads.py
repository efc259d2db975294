"""What leaves the computer of a photo: a scaled copy made from its pixels alone, without EXIF, place or name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from engine.catalog.measurements import PendingPhoto
from engine.errors import UnreadablePhoto
from engine.photo_files import read_pixels, why_not_opened

MAX_SIDE = 1600  # pixels of the longer side: https://cloud.google.com/vision/docs/supported-files advises 1600 × 1200
JPEG_QUALITY = 85
# A request may have 10 MB as JSON, in which pictures grow by 37 %.
MAX_REQUEST_BYTES = 7_000_000


@dataclass(frozen=True)
class Upload:
    """A photo ready to be sent. ``size_wh``: of the copy; the photo itself is larger or equal, never turned."""

    photo_id: int
    jpeg: bytes
    size_wh: tuple[int, int]


@dataclass(frozen=True)
class Unsendable:
    """A photo that cannot be read, and why."""

    photo_id: int
    reason: str


def make_upload(photo: PendingPhoto) -> Upload | Unsendable:
    """Decode a photo upright and make the copy that is sent."""
    if photo.location is None:
        return Unsendable(photo.photo_id, "The file is no longer where it was imported from.")
    try:
        pixels = read_pixels(photo.location, at_least=MAX_SIDE)
    except UnreadablePhoto as problem:
        return Unsendable(photo.photo_id, str(problem))
    except OSError as error:
        return Unsendable(photo.photo_id, why_not_opened(error))
    copy = Image.fromarray(pixels)  # of pixels alone: whatever else the file holds stays here
    copy.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    written = BytesIO()
    copy.save(written, "JPEG", quality=JPEG_QUALITY)
    return Upload(photo.photo_id, written.getvalue(), copy.size)


def split_into_requests(uploads: Sequence[Upload]) -> list[list[Upload]]:
    """Fill requests in order, each with no more bytes than one may have."""
    requests: list[list[Upload]] = []
    num_bytes = 0
    for upload in uploads:
        if not requests or num_bytes + len(upload.jpeg) > MAX_REQUEST_BYTES:
            requests.append([])
            num_bytes = 0
        requests[-1].append(upload)
        num_bytes += len(upload.jpeg)
    return requests
