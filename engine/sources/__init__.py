"""Where photos come from, one file per kind of source. A source yields labelled files; a damaged one is a row."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO

from engine.discovery import discover
from engine.errors import BadInput, SourceError
from engine.kinds import Kind


@dataclass(frozen=True)
class FoundFile:
    """A file that claims to be a photo.

    Attributes:
        path: as the source names it, with "/" between folders; unique within the source.
        label: the person or class.
        location: where the bytes lie and may be read in place; None when they must be copied.
        open: the bytes, when they must be copied.
    """

    path: str
    label: str
    location: Path | None = None
    open: Callable[[], BinaryIO] | None = None


@dataclass(frozen=True)
class SkippedFile:
    """A file passed over: hidden, no picture, or in no person's folder."""

    path: str
    reason: str


@dataclass(frozen=True)
class Listing:
    """All of a source, walked but not yet read.

    Attributes:
        files: in order of path.
        skipped: files passed over, with reasons.
    """

    files: tuple[FoundFile, ...]
    skipped: tuple[SkippedFile, ...]


@dataclass(frozen=True)
class Source:
    """A plug-in that lists photos.

    Attributes:
        name: unique, as typed after ``--source``.
        title: what the person reads.
        accepts: whether a text a person gave (a path, ``sample:digits``) names such a source.
        list_files: that text to what lies there; a context manager, since archives must stay open while read.
        default_kind: for datasets made from it when the person does not say.
    """

    name: str
    title: str
    accepts: Callable[[str], bool]
    list_files: Callable[[str], AbstractContextManager[Listing]]
    default_kind: Kind = Kind.FACES


@cache
def all_sources() -> dict[str, Source]:
    """Every source by name."""
    import engine.sources

    return discover(engine.sources, "SOURCE", Source)


def absolute_if_path(text: str) -> str:
    """``text`` so that it means the same from any folder, when it names a file or folder; else as it is."""
    path = Path(text).expanduser()
    return str(path.absolute()) if path.exists() else text


def find_source(text: str, name: str | None = None) -> Source:
    """The source that reads ``text``, or the one of that name.

    Raises:
        BadInput: no source has that name.
        SourceError: no source reads such a thing.
    """
    sources = all_sources()
    if name is not None:
        if name not in sources:
            raise BadInput(f"There is no source type '{name}'. Expected one of: {', '.join(sources)}.")
        return sources[name]
    for source in sources.values():
        if source.accepts(text):
            return source
    raise SourceError(
        f"'{text}' cannot be imported: it is not there, or is neither a folder nor a zip. "
        "Expected a folder with one sub-folder per person, a zip of such a folder, or 'sample:digits'."
    )
