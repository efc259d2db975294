"""Lists an archive of a folder with one sub-folder per person; photos go into the store, never out by their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from engine.file_trees import FileTree, open_tree
from engine.intake import DAMAGED_MEMBER
from engine.photo_files import looks_like_photo
from engine.sources import FoundFile, Listing, SourceRequest
from engine.sources._layout import NUM_SIGNATURE_BYTES, PlacedPath, outer_folder, place_paths, require_people


@contextmanager
def list_archive(request: SourceRequest) -> Iterator[Listing]:
    """List an archive; it stays open while the block runs, and its photos are read in the order they lie in it.

    Raises:
        SourceError: it cannot be opened, is not to be trusted, or holds no photo in a person's folder.
    """
    with open_tree(Path(request.text).expanduser().absolute()) as tree:
        outer = outer_folder(tree.paths)
        beginnings = _read_beginnings(tree)
        placed, skipped = place_paths(
            (path.removeprefix(outer) for path in tree.paths), lambda path: beginnings.get(outer + path, b"")
        )
        files = _files(tree, {outer + each.path: each for each in placed})
        yield require_people(Listing(files, len(placed), skipped), Path(request.text).name)


def _read_beginnings(tree: FileTree) -> dict[str, bytes]:
    """The first bytes of the files whose names do not say that they are pictures; none of a damaged one."""
    unclear = {path for path in tree.paths if not looks_like_photo(path, b"")}
    found: dict[str, bytes] = {}
    if not unclear:
        return found  # a compressed tar is unpacked as a whole to look into it
    for path, open_file in tree.walk(unclear):
        try:
            with open_file() as member:
                found[path] = member.read(NUM_SIGNATURE_BYTES)
        except (*DAMAGED_MEMBER, OSError):
            found[path] = b""
    return found


def _files(tree: FileTree, placed: Mapping[str, PlacedPath]) -> Iterator[FoundFile]:
    for path, open_file in tree.walk(placed):
        place = placed[path]
        yield FoundFile(place.path, place.label, open=open_file, split=place.split)
