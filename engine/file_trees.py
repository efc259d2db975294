"""Files below a folder or inside a zip, tar or RAR archive, gone through in the order in which they are read fastest.

Nothing is ever unpacked by its name: a file is found by its path and its bytes are read, so no path can lead anywhere.
An archive that tries all the same, or that was made to fill disks, is refused: what else it holds cannot be trusted.
"""

from __future__ import annotations

import os
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from engine.errors import SourceError
from engine.rar import is_rar, list_rar, walk_rar

Open = Callable[[], BinaryIO]
MAX_RATIO = 200  # photos and arrays hardly shrink; far more is a file made to fill disks
MIN_PACKED_BYTES = 1 << 20  # of an archive that the ratio is taken of: what a small one unpacks to fits anywhere
MAX_TOTAL_BYTES = 1 << 38  # 256 GiB unpacked
MAX_MEMBER_BYTES = 1 << 32  # all of CIFAR in one file has 150 MB
MAX_FILES = 500_000  # each takes half a kilobyte of memory while the archive is open
DRIVE = re.compile(r"[A-Za-z]:")
UTF8_FLAG = 0x800
ENCRYPTED_FLAG = 0x1


@dataclass(frozen=True)
class FileTree:
    """The files of a folder or archive.

    Attributes:
        place: the folder or archive.
        paths: of all files, with "/" between folders, in reading order.
        size_of: a path to its unpacked size in bytes.
        walk: goes through some of the paths in reading order; each can be opened until the next is asked for.
        is_folder: the files lie in ``place`` under their paths and may be read in place.
    """

    place: Path
    paths: tuple[str, ...]
    size_of: Callable[[str], int]
    walk: Callable[[Collection[str]], Iterator[tuple[str, Open]]]
    is_folder: bool = False

    def read(self, path: str) -> bytes:
        """The bytes of one small file."""
        for _, open_file in self.walk({path}):
            with open_file() as file:
                return file.read()
        raise KeyError(path)


def is_archive(path: Path) -> bool:
    """Whether ``path`` is a file that :func:`open_tree` can look into."""
    return path.is_file() and (zipfile.is_zipfile(path) or is_rar(path) or _is_tar(path))


@contextmanager
def open_tree(place: Path) -> Iterator[FileTree]:
    """Look into a folder or an archive; it stays open while the block runs.

    Raises:
        SourceError: it is not there, is no archive, is damaged, or needs a password.
    """
    if place.is_dir():
        yield _open_folder(place)
    elif not place.is_file():
        raise SourceError(f"'{place}' is not there. Expected a folder or an archive (zip, tar, RAR) on this computer.")
    elif is_rar(place):
        sizes = list_rar(place)
        yield FileTree(place, tuple(sizes), sizes.__getitem__, partial(walk_rar, place))
    elif zipfile.is_zipfile(place):
        with _opened_zip(place) as tree:
            yield tree
    elif _is_tar(place):
        yield _open_tar(place)
    else:
        raise SourceError(
            f"'{place}' is neither a folder nor an archive. Expected a zip, tar or RAR file, or a folder."
        )


def _open_folder(place: Path) -> FileTree:
    paths = sorted(
        (Path(folder) / name).relative_to(place).as_posix() for folder, _, names in os.walk(place) for name in names
    )

    def walk(wanted: Collection[str]) -> Iterator[tuple[str, Open]]:
        for path in paths:
            if path in wanted:
                yield path, partial(_open_file, place / path)

    return FileTree(place, tuple(paths), lambda path: (place / path).stat().st_size, walk, is_folder=True)


def _open_file(file: Path) -> BinaryIO:
    return file.open("rb")


@contextmanager
def _opened_zip(place: Path) -> Iterator[FileTree]:
    try:
        archive = zipfile.ZipFile(place)
    except (zipfile.BadZipFile, OSError) as error:
        raise _damaged(place, error) from None
    with archive:
        contents = _Contents(place)
        members: dict[str, zipfile.ZipInfo] = {}
        for info in archive.infolist():
            if info.flag_bits & ENCRYPTED_FLAG:
                raise SourceError(f"'{place}' is protected by a password. Unpack it and import the folder.")
            name = _zip_name(info)
            contents.add(name, info.file_size, is_link=stat.S_ISLNK(info.external_attr >> 16))
            if not info.is_dir():
                members[_clean(name)] = info
        members = dict(sorted(members.items()))  # any order is as fast, and this one is the same on every system

        def walk(wanted: Collection[str]) -> Iterator[tuple[str, Open]]:
            for path, info in members.items():
                if path in wanted:
                    yield path, cast(Open, partial(archive.open, info))  # IO[bytes] is a BinaryIO here

        yield FileTree(place, tuple(members), lambda path: members[path].file_size, walk)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The member's name; zips made by Korean Windows store it in code page 949 without saying so."""
    if info.flag_bits & UTF8_FLAG:
        return info.filename
    raw = info.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _is_tar(path: Path) -> bool:
    try:
        return tarfile.is_tarfile(path)
    except (OSError, EOFError, zlib.error):
        return False


def _open_tar(place: Path) -> FileTree:
    contents = _Contents(place)
    sizes: dict[str, int] = {}
    try:
        with tarfile.open(place) as archive:
            for member in archive:  # looked at before what it holds is read
                contents.add(member.name, member.size, is_link=member.issym() or member.islnk())
                if member.isfile():
                    sizes[_clean(member.name)] = member.size
    except (tarfile.TarError, OSError, EOFError, zlib.error) as error:
        raise _damaged(place, error) from None

    def walk(wanted: Collection[str]) -> Iterator[tuple[str, Open]]:
        """A compressed tar can only be read from its beginning: every walk opens it anew."""
        with tarfile.open(place) as archive:
            for member in archive:
                if member.isfile() and _clean(member.name) in wanted:
                    yield _clean(member.name), cast(Open, partial(archive.extractfile, member))  # never None for a file

    return FileTree(place, tuple(sizes), sizes.__getitem__, walk)


class _Contents:
    """What an archive says it holds, checked member by member; an untrustworthy one is refused at the first sign."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._packed = place.stat().st_size
        self._num_files = self._unpacked = 0

    def add(self, name: str, num_bytes: int, *, is_link: bool) -> None:
        self._num_files += 1
        self._unpacked += num_bytes
        path = name.replace("\\", "/")
        if path.startswith("/") or DRIVE.match(path) or ".." in path.split("/"):
            self._refuse(f"holds '{name[:200]}', a path that leads out of it", "no archive of photos does")
        if is_link:
            self._refuse(f"holds '{name[:200]}', a link to another file", "which could be any file of this computer")
        if self._num_files > MAX_FILES:
            self._refuse(f"holds more than {MAX_FILES:,} files", "more than can be listed. Split it up")
        most = min(MAX_TOTAL_BYTES, MAX_RATIO * max(self._packed, MIN_PACKED_BYTES))
        if self._unpacked > most or num_bytes > MAX_MEMBER_BYTES:
            unpacked = f"would unpack from {self._packed:,} to {self._unpacked:,} bytes or more"
            self._refuse(unpacked, "which no archive of photos does")

    def _refuse(self, what: str, why: str) -> None:
        raise SourceError(
            f"'{self._place}' {what}, {why}. Nothing was imported; unpack it yourself if you trust it, "
            "and import the folder."
        )


def _damaged(place: Path, error: Exception) -> SourceError:
    return SourceError(f"'{place}' is damaged or not whole ({error}). Get it again, or give an unpacked folder.")


def _clean(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).as_posix()
