"""A folder on this computer with one sub-folder per person; photos are read in place and never written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.errors import SourceError
from engine.sources import FoundFile, Listing, Source, SourceRequest
from engine.sources._layout import NUM_SIGNATURE_BYTES, require_people, sort_out


def list_paths(root: Path) -> Iterator[str]:
    """Paths of all files under ``root``, relative to it, with "/"; links to folders are not followed."""
    for folder, _, names in os.walk(root):
        for name in names:
            yield (Path(folder) / name).relative_to(root).as_posix()


def read_first_bytes(file: Path) -> bytes:
    """The first bytes of a file; none when it cannot be read."""
    try:
        with file.open("rb") as opened:
            return opened.read(NUM_SIGNATURE_BYTES)
    except OSError:
        return b""


@contextmanager
def list_folder(request: SourceRequest) -> Iterator[Listing]:
    """List a folder.

    Raises:
        SourceError: it is no folder, or holds no photo in a sub-folder.
    """
    text = request.text
    root = Path(text).expanduser().absolute()
    if not root.is_dir():
        raise SourceError(
            f"'{text}' is not a folder on this computer. Expected the folder that holds the people's folders."
        )
    listing = sort_out(
        list_paths(root),
        lambda path: read_first_bytes(root / path),
        lambda path, label, split: FoundFile(path, label, location=root / path, split=split),
    )
    yield require_people(listing, text)


SOURCE = Source(
    name="folder",
    title="A folder on this computer",
    accepts=lambda text: Path(text).expanduser().is_dir(),
    list_files=list_folder,
)
