"""Takes in a file a source found: its hash, header and a copy if need be, or the reason why it is no photo."""

from __future__ import annotations

import hashlib
import lzma
import os
import shutil
import tarfile
import zipfile
import zlib
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from engine.catalog.photos import ImportedFile
from engine.errors import UnreadablePhoto
from engine.photo_files import PhotoHeader, hash_file, read_header, why_not_opened
from engine.photo_store import PhotoStore
from engine.settings import Settings
from engine.sources import FoundFile

WHOLE_BYTES = 64 << 20  # larger files are hashed and copied in pieces
PIECE_BYTES = 1 << 20
DAMAGED_MEMBER = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, NotImplementedError)


class Intake:
    """Reads found files, one after another; those that must be copied go into the photo store."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def read(self, found: FoundFile) -> ImportedFile:
        """Everything there is to know about a file before anyone looks at its pixels.

        Raises:
            SourceError: what the file lies in must not be read any further.
            OSError: our own disk is full or failing.
        """
        try:
            if found.location is not None:
                return _read_in_place(found, found.location)
            return self._copy(found)
        except OSError as error:
            if found.location is None and self._is_our_disk(error):
                raise  # that ends the import, it is not the photo's fault
            return _unreadable(found, why_not_opened(error))
        except DAMAGED_MEMBER as error:
            return _unreadable(found, f"The file is damaged inside the archive ({error}).")

    @cached_property
    def _store(self) -> PhotoStore:
        return PhotoStore(self._settings)  # made when the first photo is copied: many imports copy none

    def _copy(self, found: FoundFile) -> ImportedFile:
        """Keep a photo's bytes in the store, under their hash."""
        suffix = Path(found.path).suffix
        with _opened(found) as source:
            data = source.read(WHOLE_BYTES + 1)
            if len(data) <= WHOLE_BYTES:
                location, sha256 = self._store.keep_bytes(data, suffix)
                return _describe(found, location, sha256, data, location.stat())
            with self._store.incoming() as temporary:
                with temporary.open("wb") as target:
                    target.write(data)
                    del data
                    shutil.copyfileobj(source, target, PIECE_BYTES)
                location, sha256 = self._store.keep_file(temporary, suffix)
        return _describe(found, location, sha256, None, location.stat())

    def _is_our_disk(self, error: OSError) -> bool:
        if error.errno is None:
            return False  # raised by a decompressor, not by the system
        return error.filename is None or str(error.filename).startswith(str(self._settings.home))


def _read_in_place(found: FoundFile, location: Path) -> ImportedFile:
    status = location.stat()  # before reading: a file that changes meanwhile is read again by the next import
    if status.st_size > WHOLE_BYTES:
        return _describe(found, location, found.sha256 or hash_file(location), None, status)
    data = location.read_bytes()
    return _describe(found, location, found.sha256 or hashlib.sha256(data).hexdigest(), data, status)


def _describe(
    found: FoundFile, location: Path, sha256: str, data: bytes | None, status: os.stat_result
) -> ImportedFile:
    """``data``: the file's bytes, where they are at hand."""
    header: PhotoHeader | None = None
    reason = None
    try:
        header = read_header(location if data is None else data)
    except UnreadablePhoto as error:
        reason = str(error)
    return ImportedFile(
        path=found.path,
        label=found.label,
        location=location,
        sha256=sha256,
        num_bytes=status.st_size,
        header=header,
        reason=reason,
        modified_ns=status.st_mtime_ns,
        split=found.split,
        notes=found.notes,
        rectangle=found.rectangle,
    )


def _unreadable(found: FoundFile, reason: str) -> ImportedFile:
    return ImportedFile(found.path, found.label, reason=reason, split=found.split, notes=found.notes)


def _opened(found: FoundFile) -> BinaryIO:
    if found.open is None:
        raise ValueError(f"FoundFile '{found.path}' has neither a location nor a way to open it.")
    return found.open()
