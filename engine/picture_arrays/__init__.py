"""Pictures packed into one file of numbers, as MNIST (IDX) and CIFAR (binary) come; each becomes a PNG of its own.

``read_arrays`` finds such files below a folder or in an archive and lists their pictures; ``idx`` and ``cifar`` know
the two formats. Nothing is held in memory but a few pictures at a time.
"""

from __future__ import annotations

import gzip
from collections.abc import Collection, Iterator, Sequence
from io import BytesIO
from pathlib import PurePosixPath

from PIL import Image

from engine.errors import BadInput
from engine.file_trees import FileTree
from engine.photo_store import PhotoStore
from engine.picture_arrays import cifar, idx
from engine.picture_arrays.records import DamagedArray, Pictures
from engine.settings import Settings
from engine.sources import FoundFile, Listing, SkippedFile

__all__ = ["holds_arrays", "read_arrays"]

PNG_EFFORT = 1  # zlib's level: small pictures hardly get smaller with more


def holds_arrays(paths: Collection[str]) -> bool:
    """Whether one of the paths is named like an IDX or CIFAR file."""
    return any(idx.is_pictures(path) or cifar.is_batch(path) for path in paths)


def read_arrays(settings: Settings, tree: FileTree, names: Sequence[str] | None = None) -> Listing:
    """List the pictures of all IDX and CIFAR files in a tree, each stored as a PNG, with the split their names tell.

    A damaged file is passed over, with the reason; of one that ends too early the whole pictures are listed.

    Args:
        names: of the labels 0, 1, 2 …; when None as the files say, else the numbers themselves.

    Raises:
        BadInput: no file can be read; the message is the first reason.
    """
    skipped: list[SkippedFile] = []
    found: list[Pictures] = []
    for path in tree.paths:
        reader = idx if idx.is_pictures(path) else cifar if cifar.is_batch(path) else None
        if reader is None:
            continue
        try:
            found.append(reader.describe(tree, path, names))
        except DamagedArray as error:
            skipped.append(SkippedFile(path, str(error)))
    if skipped and not found:
        raise BadInput(f"'{skipped[0].path}' cannot be read: {skipped[0].reason}")
    return Listing(_files(settings, tree, found, skipped), sum(pictures.number for pictures in found), skipped)


def _files(
    settings: Settings, tree: FileTree, found: Sequence[Pictures], skipped: list[SkippedFile]
) -> Iterator[FoundFile]:
    store = PhotoStore(settings)
    by_path = {pictures.path: pictures for pictures in found}
    for path, open_file in tree.walk(by_path):
        number = 0
        try:
            with open_file() as file:
                for pixels, label in by_path[path].read(file):
                    yield _keep(store, by_path[path], number, pixels, label)
                    number += 1
        except (DamagedArray, EOFError, idx.BROKEN_PACKING, gzip.BadGzipFile) as error:
            reason = f"It ends after {number:,} of {by_path[path].number:,} pictures ({error}). Get it again."
            skipped.append(SkippedFile(path, reason))


def _keep(store: PhotoStore, pictures: Pictures, number: int, pixels: bytes, label: str) -> FoundFile:
    buffer = BytesIO()
    Image.frombytes(pictures.mode, pictures.size_wh, pixels).save(buffer, "PNG", compress_level=PNG_EFFORT)
    place, sha256 = store.keep_bytes(buffer.getvalue(), ".png")
    path = PurePosixPath(pictures.path).parent / pictures.stem / label / f"{number:05d}.png"
    return FoundFile(path.as_posix(), label, location=place, sha256=sha256, split=pictures.split)
