"""Reads a list of addresses: a person, a number, an address, a rectangle and an MD5 per line, between tabs.

This is how the PubFig data set (Kumar, Berg, Belhumeur, Nayar, ICCV 2009) lists its photos.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath
from urllib.parse import urlsplit

from engine import atomic
from engine.catalog.urls import Key, ListedUrl, Rectangle
from engine.errors import BadInput, SourceError
from engine.settings import Settings

FIELDS = ("person", "number", "address", "rectangle", "MD5")
MIN_FIELDS = 3  # rectangle and MD5 may be missing
MAX_LABEL_LENGTH = 200
MAX_URL_LENGTH = 4000
NUM_LINES_LOOKED_AT = 50  # to recognise a list
MAX_DIGITS = 18  # a larger number does not fit into the catalog
HAS_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
MD5 = re.compile(r"[0-9a-f]{32}")


class _DamagedLine(Exception):
    """A line that is no entry; the message says why."""


@dataclass(frozen=True)
class DamagedLine:
    """A line that was passed over. ``line_number`` counts from 1."""

    line_number: int
    reason: str


@dataclass(frozen=True)
class UrlList:
    """A list as read."""

    entries: tuple[ListedUrl, ...]
    damaged: tuple[DamagedLine, ...]

    @property
    def people(self) -> dict[str, int]:
        """Entries per person, in the order of the list."""
        return dict(Counter(entry.label for entry in self.entries))


def read_list(path: Path) -> UrlList:
    """Read a list; damaged lines are told, not fatal.

    Raises:
        SourceError: the file cannot be read, or holds no entry at all.
    """
    entries: dict[Key, tuple[ListedUrl, int]] = {}
    damaged: list[DamagedLine] = []
    for line_number, line in _lines(path):
        try:
            entry = _entry(line)
            if entry.key in entries:
                raise _DamagedLine(f"repeats number {entry.number} of {entry.label}, as line {entries[entry.key][1]}")
            entries[entry.key] = entry, line_number
        except _DamagedLine as error:
            damaged.append(DamagedLine(line_number, str(error)))
    if not entries:
        first = f" Line {damaged[0].line_number} {damaged[0].reason}." if damaged else ""
        raise SourceError(
            f"'{path}' holds no address of a photo.{first} Expected lines of {', '.join(FIELDS)} with tabs between."
        )
    return UrlList(tuple(entry for entry, _ in entries.values()), tuple(damaged))


def looks_like_list(path: Path) -> bool:
    """Whether a file's first lines hold an address list."""
    try:
        return any(_is_entry(line) for _, line in islice(_lines(path), NUM_LINES_LOOKED_AT))
    except SourceError:
        return False


def save_list(settings: Settings, name: str, data: bytes) -> Path:
    """Keep a list that came through the browser; the same one again is the same file."""
    path = settings.lists_dir / hashlib.sha256(data).hexdigest()[:12] / PurePath(name.replace("\\", "/")).name
    if not path.is_file():
        atomic.write_bytes(path, data)
    return path


def choose(
    entries: Sequence[ListedUrl], *, people: int | None = None, per_person: int | None = None, only: Sequence[str] = ()
) -> list[ListedUrl]:
    """The first ``per_person`` entries of each of the first ``people`` people, or of those named.

    Raises:
        BadInput: a limit is below 1, or a person is not in the list.
    """
    for name, limit in (("people", people), ("per-person", per_person)):
        if limit is not None and limit < 1:
            raise BadInput(f"--{name} is {limit}. Expected 1 or more; leave it out for all.")
    known = list(dict.fromkeys(entry.label for entry in entries))
    unknown = [name for name in only if name not in known]
    if unknown:
        shown = ", ".join(known[:5]) + (" …" if len(known) > 5 else "")
        raise BadInput(f"The list has no '{unknown[0]}'. It has {len(known)} people: {shown}")
    chosen = set([name for name in known if not only or name in only][:people])
    taken: Counter[str] = Counter()
    found = []
    for entry in entries:
        taken[entry.label] += 1
        if entry.label in chosen and (per_person is None or taken[entry.label] <= per_person):
            found.append(entry)
    return found


def num_hosts(entries: Sequence[ListedUrl]) -> int:
    """How many servers hold the entries."""
    return len({entry.host for entry in entries})


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Lines that are neither empty nor comments, with their number."""
    try:
        with path.open("rb") as file:
            for line_number, raw in enumerate(file, start=1):
                line = _decoded(raw).rstrip("\r\n").lstrip("\ufeff")
                if line.strip() and not line.startswith("#"):
                    yield line_number, line
    except OSError as error:
        raise SourceError(f"'{path}' cannot be read ({error.strerror}). Expected a list of addresses.") from error


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _is_entry(line: str) -> bool:
    try:
        return _entry(line).url.lower().startswith(("http://", "https://"))
    except _DamagedLine:
        return False


def _entry(line: str) -> ListedUrl:
    parts = [part.strip() for part in line.split("\t")]
    if not MIN_FIELDS <= len(parts) <= len(FIELDS):
        raise _DamagedLine(f"has {len(parts)} parts instead of {len(FIELDS)}")
    label, number, url, rectangle, md5 = parts + [""] * (len(FIELDS) - len(parts))
    return ListedUrl(_label(label), _number(number), _url(url), _host(url), _rectangle(rectangle), _md5(md5))


def _label(text: str) -> str:
    label = unicodedata.normalize("NFC", text)
    if not label or len(label) > MAX_LABEL_LENGTH or not label.isprintable():
        raise _DamagedLine(f"names no person ('{label[:20]}')")
    return label


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > MAX_DIGITS:
        raise _DamagedLine(f"has '{text[:20]}' where a number should be")
    return int(text)


def _url(text: str) -> str:
    if not HAS_SCHEME.match(text) or len(text) > MAX_URL_LENGTH:
        raise _DamagedLine(f"has '{text[:40]}' where an address (http://…) should be")
    return text


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _rectangle(text: str) -> Rectangle | None:
    if not text:
        return None
    try:
        left, top, right, bottom = (float(int(part)) for part in text.split(","))
    except ValueError:
        raise _DamagedLine(f"has '{text[:40]}' where a rectangle (left,top,right,bottom) should be") from None
    if left >= right or top >= bottom:
        raise _DamagedLine(f"has a rectangle without an area ('{text}')")
    return left, top, right, bottom


def _md5(text: str) -> str | None:
    digits = text.lower()
    if digits and not MD5.fullmatch(digits):
        raise _DamagedLine(f"has '{text[:40]}' where an MD5 (32 hexadecimal digits) should be")
    return digits or None
