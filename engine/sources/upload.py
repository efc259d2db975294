"""A folder that came through the browser: like any folder, but its photos are copied into Facet's own store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from engine.errors import SourceError
from engine.photo_files import looks_like_photo
from engine.sources import FoundFile, Listing, Source, SourceRequest
from engine.sources._layout import require_people, sort_out
from engine.sources.folder import list_paths, read_first_bytes
from engine.split_folders import side_of


@contextmanager
def list_upload(request: SourceRequest) -> Iterator[Listing]:
    """List an uploaded folder. A single outer folder around the people's folders is passed through.

    Raises:
        SourceError: it is no folder, or holds no photo in a sub-folder.
    """
    folder = Path(request.text).expanduser().absolute()
    if not folder.is_dir():
        raise SourceError(f"'{request.text}' is not a folder on this computer. Expected the folder that was uploaded.")
    root = inner_root(folder)
    listing = sort_out(
        list_paths(root),
        lambda path: read_first_bytes(root / path),
        lambda path, label, split: FoundFile(path, label, open=partial(_open, root / path), split=split),
    )
    yield require_people(listing, "the upload")


def _open(file: Path) -> BinaryIO:
    return file.open("rb")


def inner_root(root: Path) -> Path:
    """The folder that holds the people's folders: a single outer one is passed through unless it holds pictures."""
    children = [child for child in root.iterdir() if not child.name.startswith(".")]
    if len(children) != 1 or not children[0].is_dir() or side_of(children[0].name) is not None:
        return root
    inside = [child for child in children[0].iterdir() if not child.name.startswith(".")]
    holds_pictures = any(child.is_file() and looks_like_photo(child.name, read_first_bytes(child)) for child in inside)
    return root if holds_pictures or not any(child.is_dir() for child in inside) else children[0]


SOURCE = Source(
    name="upload",
    title="A folder dropped into the browser",
    accepts=lambda text: False,  # only when asked for by name: its photos are copied
    list_files=list_upload,
    is_lasting=False,
)
