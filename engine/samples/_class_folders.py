"""Reads samples whose photos lie in a folder per class, wherever in a copy those folders are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import PurePosixPath

from engine.errors import SourceError
from engine.file_trees import FileTree
from engine.kinds import Split
from engine.photo_files import looks_like_photo
from engine.settings import Settings
from engine.sources import FoundFile, Listing, SkippedFile
from engine.split_folders import side_of

Place = tuple[str, Split | None]  # a photo's label and side of the split
Find = Callable[[str], Place | None]

NO_CLASS = "not in the folder of a class"
NO_PICTURE = "not a picture"
HIDDEN = "hidden file or folder"


def class_folders(classes: Mapping[str, str] | None = None) -> Callable[[Settings, Sequence[FileTree]], Listing]:
    """A reader of photos in class folders.

    Args:
        classes: a folder's name in lower case to the label; when None every innermost folder is a class of its own.
    """
    return lambda settings, trees: list_photos(trees, partial(find_class, classes))


def find_class(classes: Mapping[str, str] | None, path: str) -> Place | None:
    """The label and split that a path's folders tell, the innermost first."""
    folders = PurePosixPath(path).parts[:-1]
    split = next((side for side in map(side_of, reversed(folders)) if side is not None), None)
    if classes is None:
        return (folders[-1].replace("_", " "), split) if folders else None
    label = next((classes[name.lower()] for name in reversed(folders) if name.lower() in classes), None)
    return None if label is None else (label, split)


def list_photos(trees: Sequence[FileTree], find: Find) -> Listing:
    """List the photos for which ``find`` knows a place.

    Raises:
        SourceError: there is none.
    """
    skipped: list[SkippedFile] = []
    places: list[dict[str, Place]] = []
    for tree in trees:
        known: dict[str, Place] = {}
        for path in tree.paths:
            place = find(path)
            reason = _reason_to_skip(path, place)
            if place is not None and reason is None:
                known[path] = place
            elif reason is not None:
                skipped.append(SkippedFile(path, reason))
        places.append(known)
    num_files = sum(map(len, places))
    if not num_files:
        raise SourceError(_nothing(trees, skipped))
    return Listing(_files(trees, places), num_files, skipped)


def _reason_to_skip(path: str, place: Place | None) -> str | None:
    if any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(path).parts):
        return HIDDEN
    if not looks_like_photo(path, b""):
        return NO_PICTURE
    return NO_CLASS if place is None else None


def _files(trees: Sequence[FileTree], places: Sequence[Mapping[str, Place]]) -> Iterator[FoundFile]:
    for tree, known in zip(trees, places, strict=True):
        for path, open_file in tree.walk(known):
            label, split = known[path]
            if tree.is_folder:
                yield FoundFile(path, label, location=tree.place / path, split=split)
            else:
                yield FoundFile(path, label, open=open_file, split=split)


def _nothing(trees: Iterable[FileTree], skipped: Sequence[SkippedFile]) -> str:
    where = ", ".join(f"'{tree.place}'" for tree in trees)
    loose = sum(file.reason == NO_CLASS for file in skipped)
    held = f"holds {loose:,} pictures, but none in the folder of a class" if loose else "holds no pictures"
    return (
        f"{where} {held} that this sample knows. Expected the sample's own files, or a folder or archive with one "
        "folder per class; give another copy, or leave the path out to fetch it."
    )
