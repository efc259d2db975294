"""IDX files, as MNIST and its relatives come: pictures in one file, their labels in another, often packed by gzip.

The format: http://yann.lecun.com/exdb/mnist/ - two zero bytes, the type of number (8: unsigned byte), the number of
dimensions, each dimension as four big-endian bytes, then the numbers.
"""

from __future__ import annotations

import gzip
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from engine.file_trees import FileTree
from engine.kinds import Split
from engine.picture_arrays.records import DamagedArray, Pictures, label_name

NAME = re.compile(r"(?P<stem>.*?)[-._]?(?P<what>images|labels)[-._]idx\d[-._]ubyte(?P<gz>\.gz)?$", re.IGNORECASE)
UNSIGNED_BYTE = 8
PICTURE_DIMENSIONS, LABEL_DIMENSIONS = 3, 1
MAX_SIDE = 10_000
BROKEN_PACKING = zlib.error  # what gzip raises beside OSError and EOFError


def is_pictures(path: str) -> bool:
    """Whether a file is named like the pictures of an IDX pair."""
    found = NAME.fullmatch(PurePosixPath(path).name)
    return found is not None and found["what"].lower() == "images"


def describe(tree: FileTree, path: str, names: Sequence[str] | None) -> Pictures:
    """Read the header of the pictures and all labels that belong to them.

    Raises:
        DamagedArray: one of the two is missing or damaged, or they do not belong together.
    """
    try:
        labels = _read_labels(tree, _labels_path(tree, path))
        for _, open_file in tree.walk({path}):
            with open_file() as file:
                number, height, width = _read_header(_unpacked(file), path, PICTURE_DIMENSIONS)
    except (OSError, EOFError, BROKEN_PACKING) as error:
        raise DamagedArray(f"It is damaged or not whole ({error}). Get it again.") from None
    if number != len(labels):
        raise DamagedArray(
            f"It says it holds {number:,} pictures, but there are {len(labels):,} labels. "
            "The two files do not belong together; get both again."
        )
    if not 0 < height <= MAX_SIDE or not 0 < width <= MAX_SIDE:
        raise DamagedArray(f"It says its pictures are {width:,} × {height:,} pixels, which no such file has.")
    stem = cast(re.Match[str], NAME.fullmatch(PurePosixPath(path).name))["stem"] or "pictures"
    return Pictures(
        path=path,
        stem=stem,
        number=number,
        mode="L",
        size_wh=(width, height),
        split=_split(stem),
        read=partial(_read_pictures, path, width * height, labels, tuple(names or ())),
    )


def _labels_path(tree: FileTree, path: str) -> str:
    """The file of labels that belongs to the pictures: beside them, named alike, packed or not."""
    wanted = _partner_key(path)
    for other in tree.paths:
        if not is_pictures(other) and _partner_key(other) == wanted:
            return other
    raise DamagedArray("Its labels are missing. Put the file of the same name with 'labels' and 'idx1' beside it.")


def _partner_key(path: str) -> tuple[str, str] | None:
    place = PurePosixPath(path)
    found = NAME.fullmatch(place.name)
    return (str(place.parent), found["stem"].lower()) if found else None


def _read_labels(tree: FileTree, path: str) -> bytes:
    for _, open_file in tree.walk({path}):
        with open_file() as file:
            unpacked = _unpacked(file)
            (number,) = _read_header(unpacked, path, LABEL_DIMENSIONS)
            labels = unpacked.read(number)
    if len(labels) < number:
        raise DamagedArray(f"Its labels '{path}' end after {len(labels):,} of {number:,}. Get both files again.")
    return labels


def _read_header(file: BinaryIO, path: str, num_dimensions: int) -> tuple[int, ...]:
    start = file.read(4)
    if len(start) < 4 or start[:2] != b"\0\0" or start[2] != UNSIGNED_BYTE or start[3] != num_dimensions:
        expected = bytes([0, 0, UNSIGNED_BYTE, num_dimensions]).hex(" ")
        raise DamagedArray(
            f"'{PurePosixPath(path).name}' begins with {start.hex(' ') or 'nothing'}, expected {expected} as in all "
            "IDX files of its kind. It is another kind of file, or damaged; get it again."
        )
    sizes = file.read(4 * num_dimensions)
    if len(sizes) < 4 * num_dimensions:
        raise DamagedArray(f"'{PurePosixPath(path).name}' ends inside its header. Get it again.")
    return struct.unpack(f">{num_dimensions}I", sizes)


def _read_pictures(
    path: str, num_bytes: int, labels: bytes, names: tuple[str, ...], file: BinaryIO
) -> Iterator[tuple[bytes, str]]:
    unpacked = _unpacked(file)
    _read_header(unpacked, path, PICTURE_DIMENSIONS)
    for label in labels:
        pixels = unpacked.read(num_bytes)
        if len(pixels) < num_bytes:
            raise DamagedArray("the file is shorter than it says")
        yield pixels, label_name(label, names, path)


def _unpacked(file: BinaryIO) -> BinaryIO:
    start = file.read(2)
    file.seek(0)
    return cast(BinaryIO, gzip.GzipFile(fileobj=file)) if start == b"\x1f\x8b" else file


def _split(stem: str) -> Split | None:
    words = re.split(r"[^a-z0-9]+", stem.lower())
    if "train" in words:
        return Split.TRAIN
    return Split.TEST if {"t10k", "test"} & set(words) else None
