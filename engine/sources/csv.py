"""A CSV list of photos on this computer, ``path,name`` or ``path,name,number`` a line; they are read in place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.sources import FoundFile, Listing, SkippedFile, Source, SourceRequest
from engine.sources._photo_list import ListedPhoto, looks_like_photo_list, read_photo_list


@contextmanager
def list_photos(request: SourceRequest) -> Iterator[Listing]:
    """List the photos; one that is not there is a row, like a damaged one.

    Raises:
        SourceError: the list cannot be read, holds no photo, or contradicts itself about the numbers of names.
    """
    place = Path(request.text).expanduser().absolute()
    found = read_photo_list(place)
    skipped = [SkippedFile(f"line {line.line_number}", line.reason) for line in found.passed_over]
    yield Listing([_found(place.parent, photo) for photo in found.photos], len(found.photos), skipped)


def _found(folder: Path, photo: ListedPhoto) -> FoundFile:
    numbered = {} if photo.number is None else {"number": str(photo.number)}
    notes = {**numbered, **photo.notes} or None
    return FoundFile(photo.path, photo.label, location=folder / photo.path, split=photo.split, notes=notes)


SOURCE = Source(
    name="csv",
    title="A CSV list of photos on this computer",
    accepts=lambda text: looks_like_photo_list(Path(text).expanduser()),
    list_files=list_photos,
)
