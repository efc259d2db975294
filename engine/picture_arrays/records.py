"""What a file of packed pictures says of itself before its pictures are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from engine.errors import BadInput
from engine.kinds import Split


class DamagedArray(BadInput):
    """A file of packed pictures that is not what its name says, or not whole; the message says what is wrong."""


@dataclass(frozen=True)
class Pictures:
    """The pictures in one file.

    Attributes:
        path: of the file.
        stem: what the paths of its pictures begin with.
        number: how many there are.
        mode, size_wh: Pillow's colour mode, width and height of each.
        read: the opened file to pixels, row by row as Pillow wants them, and label of each picture.
    """

    path: str
    stem: str
    number: int
    mode: str
    size_wh: tuple[int, int]
    split: Split | None
    read: Callable[[BinaryIO], Iterator[tuple[bytes, str]]]


def label_name(number: int, names: tuple[str, ...], path: str) -> str:
    """The name of label ``number``; the number itself where there are no names.

    Raises:
        DamagedArray: there are names, but not so many.
    """
    if not names:
        return str(number)
    if number >= len(names):
        raise DamagedArray(f"'{path}' has a picture of class {number}, expected 0 to {len(names) - 1}")
    return names[number]
