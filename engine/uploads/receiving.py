"""Writes pieces of files to disk as they stream in, never holding more than one chunk in memory.

A request's body is frame after frame. A frame: four bytes, the length of its header (big-endian); the header, JSON with
``path``, ``size`` and ``modified`` of the file, ``offset`` and ``length`` of the piece; then ``length`` bytes. A small
file is one piece and many of them share a request; a large one comes as a row of pieces, so that a lost connection
costs one piece.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from engine.errors import BadInput, DiskFull
from engine.uploads.names import safe_parts
from engine.uploads.records import Arrived, Upload, note_arrived, require_room

MAX_HEADER_BYTES = 64 * 1024
LENGTH_BYTES = 4
DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True)
class Refused:
    """A file that cannot be kept, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class Receipt:
    """What became of a request's files. A file of which only a piece arrived is in neither list."""

    arrived: tuple[Arrived, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True)
class Piece:
    """The header of a frame, checked when made."""

    path: str
    size: int
    modified: int
    offset: int
    length: int

    def __post_init__(self) -> None:
        numbers = (self.size, self.modified, self.offset, self.length)
        if not isinstance(self.path, str) or not all(type(number) is int and number >= 0 for number in numbers):
            raise TypeError("A path and four numbers from 0 are expected.")
        if self.offset + self.length > self.size:
            raise ValueError(f"The piece ends at byte {self.offset + self.length} of a file of {self.size}.")

    @property
    def is_last(self) -> bool:
        return self.offset + self.length == self.size


def part_file(upload: Upload, path: str, size: int, modified: int) -> Path:
    """Where a file lies while it arrives; another size or time is another file."""
    return upload.parts_dir / hashlib.sha256(f"{path}\0{size}\0{modified}".encode(errors="replace")).hexdigest()[:32]


def arrived_bytes(upload: Upload, path: str, size: int, modified: int) -> int:
    """How much of a file has arrived: where to go on."""
    try:
        return part_file(upload, path, size, modified).stat().st_size
    except FileNotFoundError:
        return 0


@dataclass
class PieceReader:
    """Takes a request's body chunk by chunk. Call :meth:`close` also after an error: it keeps what came before it."""

    upload: Upload
    reserve: int
    _buffer: bytearray = field(default_factory=bytearray)
    _piece: Piece | None = None
    _file: BinaryIO | None = None
    _left: int = 0
    _arrived: list[Arrived] = field(default_factory=list)
    _refused: list[Refused] = field(default_factory=list)

    def feed(self, chunk: bytes) -> None:
        """Write a chunk.

        Raises:
            BadInput: it is not made of frames, or is longer than they announce.
            DiskFull: less than ``reserve`` bytes would stay free.
        """
        require_room(self.upload.folder, max(len(chunk), self._left), self.reserve)
        rest = memoryview(chunk)
        try:
            while rest or (self._piece and not self._left):
                rest = rest[self._take(rest) :]
        except OSError as error:
            if error.errno in DISK_FULL:
                raise DiskFull("The disk is full. What has arrived is kept: make room, then go on.") from error
            raise BadInput(f"'{self._name()}' cannot be kept ({error.strerror}). Check the disk of Facet.") from error

    def close(self) -> Receipt:
        """Close what is open and note what arrived whole."""
        if self._file:
            self._file.close()
            self._file = None
        if self._arrived:
            note_arrived(self.upload, self._arrived)
        return Receipt(tuple(self._arrived), tuple(self._refused))

    @property
    def is_between_frames(self) -> bool:
        return self._piece is None and not self._buffer

    def _take(self, rest: memoryview) -> int:
        """Use the beginning of ``rest`` and return how many bytes of it were used."""
        if self._piece is None:
            return self._take_header(rest)
        used = min(self._left, len(rest))
        if self._file and used:
            self._file.write(rest[:used])
        self._left -= used
        if not self._left:
            self._end_piece()
        return used

    def _take_header(self, rest: memoryview) -> int:
        wanted = LENGTH_BYTES
        if len(self._buffer) >= LENGTH_BYTES:
            length = int.from_bytes(self._buffer[:LENGTH_BYTES], "big")
            if not 0 < length <= MAX_HEADER_BYTES:
                raise BadInput("The upload holds bytes that belong to no file. Load the page again and start it anew.")
            wanted += length
        used = min(wanted - len(self._buffer), len(rest))
        self._buffer += rest[:used]
        if len(self._buffer) == wanted > LENGTH_BYTES:
            self._begin_piece(bytes(self._buffer[LENGTH_BYTES:]))
            self._buffer.clear()
        return used

    def _begin_piece(self, header: bytes) -> None:
        try:
            piece = Piece(**json.loads(header))
        except (ValueError, TypeError) as error:
            raise BadInput(f"A file of the upload is announced wrongly ({error}). Load the page again.") from None
        self._piece, self._left = piece, piece.length
        try:
            safe_parts(piece.path)
        except BadInput as error:
            self._refused.append(Refused(piece.path, str(error)))
            return
        self._file = self._opened(piece)

    def _opened(self, piece: Piece) -> BinaryIO:
        place = part_file(self.upload, piece.path, piece.size, piece.modified)
        place.parent.mkdir(exist_ok=True)
        if not piece.offset:
            return place.open("wb")
        there = arrived_bytes(self.upload, piece.path, piece.size, piece.modified)
        if there < piece.offset:
            raise BadInput(f"'{piece.path}' goes on at byte {piece.offset:,}, but only {there:,} have arrived.")
        file = place.open("r+b")
        file.seek(piece.offset)
        file.truncate()
        return file

    def _end_piece(self) -> None:
        piece, file, self._piece, self._file = self._piece, self._file, None, None
        if piece is None or file is None:
            return
        file.close()
        if piece.is_last:
            self._keep(piece)

    def _keep(self, piece: Piece) -> None:
        place = part_file(self.upload, piece.path, piece.size, piece.modified)
        target = self.upload.files_dir.joinpath(*safe_parts(piece.path))
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            os.utime(place, ns=(piece.modified * 1_000_000,) * 2)
            place.replace(target)
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            place.unlink(missing_ok=True)
            self._refused.append(Refused(piece.path, "A file and a folder of the upload have the same name."))
            return
        self._arrived.append(Arrived(piece.path, piece.size, piece.modified))

    def _name(self) -> str:
        return self._piece.path if self._piece else self.upload.title
