"""Reads RAR archives in one pass, through the library of RAR's makers where it is installed."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Collection, Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from engine.errors import SourceError

if TYPE_CHECKING:
    from unrar.cffi.unrarlib import RarHeader

SIGNATURE = b"Rar!\x1a\x07"
ENCRYPTED = 0x4  # flag of a member, as unrar.h calls it: RHDF_ENCRYPTED


def is_rar(path: Path) -> bool:
    """Whether the file begins as RAR archives do."""
    with path.open("rb") as file:
        return file.read(len(SIGNATURE)) == SIGNATURE


def can_read_rar() -> bool:
    """Whether what reads RAR archives is installed."""
    return importlib.util.find_spec("unrar") is not None


def list_rar(place: Path) -> dict[str, int]:
    """All files inside and their unpacked sizes in bytes, by path with "/" between folders, in reading order.

    Raises:
        SourceError: nothing here reads RAR archives, it is damaged, or needs a password.
    """
    sizes = {}
    for header in _headers(place):
        if header.Flags & ENCRYPTED:
            raise SourceError(f"'{place}' is protected by a password. Unpack it and give the folder.")
        sizes[_path(header)] = int(header.UnpSize) + (int(header.UnpSizeHigh) << 32)
        header.skip()
    return sizes


def walk_rar(place: Path, wanted: Collection[str]) -> Iterator[tuple[str, Callable[[], BinaryIO]]]:
    """Go through the wanted files in one pass; each can be opened once, and is then held in memory."""
    num_done, is_damaged = 0, True
    while is_damaged:  # the library does not go on behind a damaged member: begin anew, and skip to the next
        is_damaged = False
        for place_in_archive, header in enumerate(_headers(place)):
            if place_in_archive < num_done or _path(header) not in wanted:
                header.skip()
                continue
            member = _Member(header)
            yield _path(header), member.open
            num_done = place_in_archive + 1
            if member.is_damaged:
                is_damaged = True
                break
            member.leave()


class _Member:
    """A file inside the archive, at which the library stands."""

    def __init__(self, header: RarHeader) -> None:
        self._header = header
        self._is_read = False
        self.is_damaged = False

    def open(self) -> BinaryIO:
        from unrar.cffi.unrarlib import BadRarFile

        pieces: list[bytes] = []
        self._is_read = True
        try:
            self._header.test(pieces.append)
        except BadRarFile as error:
            self.is_damaged = True
            raise OSError(f"damaged inside the RAR archive: {error}") from None
        return BytesIO(b"".join(pieces))

    def leave(self) -> None:
        """Pass it over unless it was read: the library must do one of the two."""
        if not self._is_read:
            self._header.skip()


def _headers(place: Path) -> Iterator[Any]:
    """The archive's members that are files. Each must be read or skipped before the next; ``Any``: a C library's."""
    if not can_read_rar():
        raise SourceError(
            f"'{place.name}' is a RAR archive, and what reads those is not installed. Install it with: "
            "pip install -r requirements-rar.txt. Or unpack the archive and give the folder."
        )
    from unrar.cffi.unrarlib import FLAGS_RHDF_DIRECTORY, BadRarFile, RarArchive

    try:
        with RarArchive.open_for_processing(place) as archive:
            for header in archive.iterate_headers():
                if header.Flags & FLAGS_RHDF_DIRECTORY:
                    header.skip()
                else:
                    yield header
    except BadRarFile as error:
        raise SourceError(
            f"'{place}' is damaged or not whole ({error}). Get it again, or give an unpacked folder."
        ) from None


def _path(header: RarHeader) -> str:
    return str(header.FileNameW).replace("\\", "/").lstrip("/")
