"""How paths become labels: the first folder names the person, deeper folders belong to them.

Where all first folders are sides of a split (``train``, ``test``), the folders in them name the people.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from engine.errors import SourceError
from engine.kinds import Split
from engine.photo_files import looks_like_photo
from engine.sources import FoundFile, Listing, SkippedFile
from engine.split_folders import side_of

NUM_SIGNATURE_BYTES = 12

HIDDEN = "hidden file or folder"
NO_PICTURE = "not a picture"
NO_PERSON = "not in a person's folder"
BAD_NAME = "its name is not valid text; rename it"


@dataclass(frozen=True)
class PlacedPath:
    """A path of a photo with the person and the side of the split that its folders tell."""

    path: str
    label: str
    split: Split | None


def sort_out(
    paths: Iterable[str], read_first: Callable[[str], bytes], make: Callable[[str, str, Split | None], FoundFile]
) -> Listing:
    """Sort paths relative to the source into photos and files passed over.

    Args:
        paths: with "/" between folders.
        read_first: a path to the file's first 12 bytes.
        make: (path, label, split) to the record of a photo.
    """
    placed, skipped = place_paths(paths, read_first)
    return Listing([make(each.path, each.label, each.split) for each in placed], len(placed), skipped)


def place_paths(paths: Iterable[str], read_first: Callable[[str], bytes]) -> tuple[list[PlacedPath], list[SkippedFile]]:
    """The photos among paths relative to the source, in order, and the files passed over with the reasons."""
    pictures: list[str] = []
    skipped: list[SkippedFile] = []
    for path in sorted(paths):
        reason = _reason_to_skip(path, read_first)
        if reason is None:
            pictures.append(path)
        else:
            skipped.append(SkippedFile(path.encode(errors="replace").decode(), reason))
    parts_of = {path: PurePosixPath(path).parts for path in pictures}
    depth = 2 if _stand_under_sides(parts_of.values()) else 1
    skipped += [SkippedFile(path, NO_PERSON) for path, parts in parts_of.items() if len(parts) <= depth]
    placed = [
        PlacedPath(path, clean_label(parts[depth - 1]), side_of(parts[0]) if depth == 2 else None)
        for path, parts in parts_of.items()
        if len(parts) > depth
    ]
    return placed, skipped


def outer_folder(paths: Iterable[str]) -> str:
    """The one folder around all people's folders, with "/"; "" when there is none. What is no picture says nothing."""
    visible = [path for path in paths if not path.startswith(("__MACOSX/", ".")) and looks_like_photo(path, b"")]
    parts_of = [PurePosixPath(path).parts for path in visible]
    tops = {parts[0] for parts in parts_of}
    is_around_all = len(tops) == 1 and all(len(parts) >= 3 for parts in parts_of)
    return f"{tops.pop()}/" if is_around_all and side_of(next(iter(tops))) is None else ""


def clean_label(name: str) -> str:
    """A person's name; macOS takes Korean letters apart, and the same name must stay one person."""
    return unicodedata.normalize("NFC", name.strip())


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


def _stand_under_sides(pictures: Collection[Sequence[str]]) -> bool:
    """Whether the first folders are sides of a split: most pictures lie a folder deeper than people called so have."""
    tops = {parts[0] for parts in pictures if len(parts) > 1}
    num_deep = sum(len(parts) > 2 for parts in pictures)
    return all(side_of(top) is not None for top in tops) and 2 * num_deep > len(pictures)


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
    return None
