"""CIFAR's binary files: for each picture one byte of label (CIFAR-100: two) and 32 × 32 bytes of red, green and blue.

The format: https://www.cs.toronto.edu/~kriz/cifar.html, "Binary version".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO

import numpy as np

from engine.file_trees import FileTree
from engine.kinds import Split
from engine.picture_arrays.records import DamagedArray, Pictures, label_name

BATCH = re.compile(r"(data_batch_\d+|test_batch)\.bin", re.IGNORECASE)
HUNDRED = re.compile(r"(train|test)\.bin", re.IGNORECASE)
TEN_NAMES_FILE, HUNDRED_NAMES_FILE = "batches.meta.txt", "fine_label_names.txt"
TEN_NAMES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
SIDE = 32
NUM_PIXEL_BYTES = 3 * SIDE * SIDE


def is_batch(path: str) -> bool:
    """Whether a file is named like a batch of CIFAR-10 or CIFAR-100."""
    name = PurePosixPath(path).name
    return bool(BATCH.fullmatch(name) or HUNDRED.fullmatch(name))


def describe(tree: FileTree, path: str, names: Sequence[str] | None) -> Pictures:
    """Count the pictures of a batch and find the names of its classes.

    Raises:
        DamagedArray: the file is empty or not a whole number of pictures long.
    """
    place = PurePosixPath(path)
    num_label_bytes = 1 if BATCH.fullmatch(place.name) else 2
    num_record_bytes = num_label_bytes + NUM_PIXEL_BYTES
    num_bytes = tree.size_of(path)
    if not num_bytes or num_bytes % num_record_bytes:
        raise DamagedArray(
            f"It is {num_bytes:,} bytes long, expected a multiple of {num_record_bytes:,}, which one picture takes. "
            "It is another kind of file, or not whole; get it again."
        )
    return Pictures(
        path=path,
        stem=place.stem,
        number=num_bytes // num_record_bytes,
        mode="RGB",
        size_wh=(SIDE, SIDE),
        split=Split.TEST if place.name.lower().startswith("test") else Split.TRAIN,
        read=partial(_read_pictures, path, num_label_bytes, tuple(names or _names(tree, place, num_label_bytes))),
    )


def _names(tree: FileTree, batch: PurePosixPath, num_label_bytes: int) -> tuple[str, ...]:
    """The classes' names from the file beside the batch; CIFAR-10's own when there is none."""
    beside = (batch.parent / (TEN_NAMES_FILE if num_label_bytes == 1 else HUNDRED_NAMES_FILE)).as_posix()
    if beside in tree.paths:
        return tuple(tree.read(beside).decode(errors="replace").split())
    return TEN_NAMES if num_label_bytes == 1 else ()


def _read_pictures(
    path: str, num_label_bytes: int, names: tuple[str, ...], file: BinaryIO
) -> Iterator[tuple[bytes, str]]:
    num_record_bytes = num_label_bytes + NUM_PIXEL_BYTES
    while record := file.read(num_record_bytes):
        if len(record) < num_record_bytes:
            raise DamagedArray("the file is shorter than it was")
        planes = np.frombuffer(record, np.uint8, NUM_PIXEL_BYTES, num_label_bytes).reshape(3, SIDE, SIDE)
        label = record[num_label_bytes - 1]  # CIFAR-100: the coarse label comes first
        yield planes.transpose(1, 2, 0).tobytes(), label_name(label, names, path)
