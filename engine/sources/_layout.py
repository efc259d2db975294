"""How paths become labels: the first folder names the person, deeper folders belong to them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from engine.errors import SourceError
from engine.photo_files import looks_like_photo
from engine.sources import FoundFile, Listing, SkippedFile

NUM_SIGNATURE_BYTES = 12

HIDDEN = "hidden file or folder"
NO_PICTURE = "not a picture"
NO_PERSON = "not in a person's folder"
BAD_NAME = "its name is not valid text; rename it"


def sort_out(
    paths: Iterable[str], read_first: Callable[[str], bytes], make: Callable[[str, str], FoundFile]
) -> Listing:
    """Sort paths relative to the source into photos and files passed over.

    Args:
        paths: with "/" between folders.
        read_first: a path to the file's first 12 bytes.
        make: (path, label) to the record of a photo.
    """
    files: list[FoundFile] = []
    skipped: list[SkippedFile] = []
    for path in sorted(paths):
        reason = _reason_to_skip(path, read_first)
        if reason is None:
            files.append(make(path, _label(path)))
        else:
            skipped.append(SkippedFile(path.encode(errors="replace").decode(), reason))
    return Listing(files, len(files), skipped)


def require_people(listing: Listing, name: str) -> Listing:
    """Pass on a listing that holds photos.

    Raises:
        SourceError: there is no photo in it, or none in a person's folder.
    """
    if listing.num_files:
        return listing
    loose = sum(skipped.reason == NO_PERSON for skipped in listing.skipped)
    if loose:
        raise SourceError(
            f"'{name}' holds {loose} pictures but no sub-folder with pictures. Expected one sub-folder per person, "
            "named like the person; put the pictures of each person into one."
        )
    raise SourceError(
        f"'{name}' holds no pictures ({len(listing.skipped)} other files). "
        "Expected one sub-folder per person with JPEG, PNG, WebP or other picture files."
    )


def _label(path: str) -> str:
    """The outermost folder's name; macOS takes Korean letters apart, and the same name must stay one person."""
    return unicodedata.normalize("NFC", PurePosixPath(path).parts[0].strip())


def _reason_to_skip(path: str, read_first: Callable[[str], bytes]) -> str | None:
    parts = PurePosixPath(path).parts
    try:
        path.encode()
    except UnicodeEncodeError:
        return BAD_NAME
    if any(part.startswith(".") or part == "__MACOSX" for part in parts):
        return HIDDEN
    if not looks_like_photo(path, b"") and not looks_like_photo(path, read_first(path)):
        return NO_PICTURE
    return NO_PERSON if len(parts) < 2 else None
