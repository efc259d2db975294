"""A zip of a folder with one sub-folder per person; photos are copied into the store, never extracted by name."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath

from engine.errors import SourceError
from engine.sources import FoundFile, Listing, Source, SourceRequest
from engine.sources._layout import NUM_SIGNATURE_BYTES, require_people, sort_out

MAX_MEMBER_BYTES = 1 << 30
MAX_TOTAL_BYTES = 1 << 38  # 256 GiB unpacked
MAX_RATIO = 200  # photos hardly shrink in a zip; far more is a file made to fill disks
UTF8_FLAG = 0x800
# What reading a damaged or strangely packed member raises; bz2 raises OSError.
DAMAGED_MEMBER = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError)


@contextmanager
def list_zip(request: SourceRequest) -> Iterator[Listing]:
    """List a zip; it stays open while the block runs.

    Raises:
        SourceError: it is no zip, is encrypted, unpacks to far more than photos would, or holds no photo.
    """
    text = request.text
    try:
        archive = zipfile.ZipFile(Path(text).expanduser())
    except (zipfile.BadZipFile, OSError) as error:
        raise SourceError(
            f"'{text}' cannot be opened as a zip ({error}). Make the zip again, or import its folder."
        ) from None
    with archive:
        members = {_name(info): info for info in archive.infolist() if not info.is_dir()}
        _check(text, list(members.values()))
        outer = _outer_folder(list(members))
        by_path = {name.removeprefix(outer): info for name, info in members.items()}
        listing = sort_out(
            by_path,
            lambda path: _read_first(archive, by_path[path]),
            lambda path, label: FoundFile(path, label, open=partial(archive.open, by_path[path])),  # type: ignore[arg-type]  # IO[bytes]
        )
        yield require_people(listing, Path(text).name)


def _check(text: str, members: list[zipfile.ZipInfo]) -> None:
    packed = sum(info.compress_size for info in members)
    unpacked = sum(info.file_size for info in members)
    largest = max((info.file_size for info in members), default=0)
    if any(info.flag_bits & 1 for info in members):
        raise SourceError(f"'{text}' is protected by a password. Unpack it and import the folder.")
    if largest > MAX_MEMBER_BYTES or unpacked > MAX_TOTAL_BYTES or unpacked > MAX_RATIO * max(packed, 1 << 20):
        raise SourceError(
            f"'{text}' would unpack from {packed:,} to {unpacked:,} bytes, which no zip of photos does. "
            "Nothing was imported; unpack it yourself if you trust it, and import the folder."
        )


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name; zips made by Korean Windows store it in code page 949 without saying so."""
    name = info.filename.replace("\\", "/").lstrip("/")
    if info.flag_bits & UTF8_FLAG:
        return name
    raw = name.encode("cp437", errors="replace")
    for encoding in ("utf-8", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _outer_folder(names: list[str]) -> str:
    """The one folder around all people's folders, with "/"; "" when there is none."""
    visible = [PurePosixPath(name).parts for name in names if not name.startswith(("__MACOSX/", "."))]
    tops = {parts[0] for parts in visible}
    is_around_all = len(tops) == 1 and all(len(parts) >= 3 for parts in visible)
    return f"{tops.pop()}/" if is_around_all else ""


def _read_first(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The first bytes of a member; none when it is damaged."""
    try:
        with archive.open(info) as member:
            return member.read(NUM_SIGNATURE_BYTES)
    except DAMAGED_MEMBER:
        return b""


SOURCE = Source(
    name="zip",
    title="A zip of such a folder",
    accepts=lambda text: Path(text).suffix.lower() == ".zip" and Path(text).expanduser().is_file(),
    list_files=list_zip,
)
