"""Pictures packed into one file of numbers, as MNIST (IDX) and CIFAR (binary) come; each becomes a PNG of its own.

``read_arrays`` finds such files below a folder or in an archive and lists their pictures; ``idx`` and ``cifar`` know
the two formats. Nothing is held in memory but a few pictures at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO

from PIL import Image

from engine.errors import BadInput
from engine.file_trees import FileTree
from engine.picture_arrays import cifar, idx
from engine.picture_arrays.records import DamagedArray, Pictures
from engine.sources import FoundFile, Listing, SkippedFile

__all__ = ["holds_arrays", "read_arrays"]

PNG_EFFORT = 1  # zlib's level: small pictures hardly get smaller with more


def holds_arrays(paths: Collection[str]) -> bool:
    """Whether one of the paths is named like an IDX or CIFAR file."""
    return any(idx.is_pictures(path) or cifar.is_batch(path) for path in paths)


def read_arrays(tree: FileTree, names: Sequence[str] | None = None) -> Listing:
    """List the pictures of all IDX and CIFAR files in a tree, with the split their names tell.

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
    return Listing(_files(tree, found, skipped), sum(pictures.number for pictures in found), skipped)


def _files(tree: FileTree, found: Sequence[Pictures], skipped: list[SkippedFile]) -> Iterator[FoundFile]:
    by_path = {pictures.path: pictures for pictures in found}
    for path, open_file in tree.walk(by_path):
        pictures = by_path[path]
        stem = PurePosixPath(pictures.path).parent / pictures.stem
        number = 0
        try:
            with open_file() as file:
                for number, (pixels, label) in enumerate(pictures.read(file), start=1):
                    yield FoundFile(
                        path=(stem / label / f"{number - 1:05d}.png").as_posix(),
                        label=label,
                        open=partial(_encode, pixels, pictures.mode, pictures.size_wh),
                        split=pictures.split,
                    )
        except (DamagedArray, OSError, EOFError, idx.BROKEN_PACKING) as error:
            skipped.append(SkippedFile(path, f"It ends after {number:,} of {pictures.number:,} pictures ({error})."))


def _encode(pixels: bytes, mode: str, size_wh: tuple[int, int]) -> BinaryIO:
    buffer = BytesIO()
    Image.frombytes(mode, size_wh, pixels).save(buffer, "PNG", compress_level=PNG_EFFORT)
    buffer.seek(0)
    return buffer
