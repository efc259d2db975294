"""Where photos come from, one file per kind of source. A source yields labelled files; a damaged one is a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import BinaryIO

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.discovery import discover
from engine.errors import BadInput, SourceError
from engine.jobs import JobHandle
from engine.kinds import Kind, Split
from engine.settings import Settings


@dataclass(frozen=True)
class FoundFile:
    """A file that claims to be a photo.

    Attributes:
        path: as the source names it, with "/" between folders; unique within the source.
        label: the person or class.
        location: where the bytes lie and may be read in place; None when they must be copied.
        open: the bytes, when they must be copied.
        sha256: of the bytes, when the source knows it already (it downloaded them into the store).
        split: the side of the split, when the source says so.
        notes: what else the source says of the photo, such as further columns of a list.
        rectangle: left, top, right, bottom of the face in pixels, when the source says where it is.
    """

    path: str
    label: str
    location: Path | None = None
    open: Callable[[], BinaryIO] | None = None
    sha256: str | None = None
    split: Split | None = None
    notes: Mapping[str, str] | None = None
    rectangle: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class SkippedFile:
    """A file passed over: hidden, no picture, or in no person's folder."""

    path: str
    reason: str


@dataclass(frozen=True)
class SourceOptions:
    """What a person may ask of some sources.

    Attributes:
        people: at most this many labels.
        per_person: at most this many photos of each.
        only: these labels alone; empty means all.
        allow_private: addresses inside one's own network may be downloaded from, too.
    """

    people: int | None = None
    per_person: int | None = None
    only: tuple[str, ...] = ()
    allow_private: bool = False


EVERYTHING = SourceOptions()


@dataclass(frozen=True)
class SourceRequest:
    """What a source is asked to list, and what it may use for that.

    Attributes:
        text: a path, an address, or a name such as ``sample:digits``.
        dataset: receives the photos.
        job: where a source that downloads reports progress and sees a request to stop.
    """

    text: str
    settings: Settings
    catalog: Catalog
    dataset: Dataset
    job: JobHandle
    options: SourceOptions = EVERYTHING


@dataclass(frozen=True)
class Listing:
    """What a source holds, not yet read.

    Attributes:
        files: gone through once; a source that downloads yields each file as it arrives.
        num_files: how many ``files`` will be at most, for the progress bar.
        skipped: files passed over, with reasons; complete once ``files`` is gone through.
        outcomes: how often each outcome of a download occurred; asked after the listing is closed.
        tells_progress: the source reports to the job itself how far it is.
    """

    files: Iterable[FoundFile]
    num_files: int
    skipped: Sequence[SkippedFile] = ()
    outcomes: Callable[[], Mapping[str, int]] = dict
    tells_progress: bool = False


@dataclass(frozen=True)
class Source:
    """A plug-in that lists photos.

    Attributes:
        name: unique, as typed after ``--source``.
        title: what the person reads.
        accepts: whether a text a person gave (a path, ``sample:digits``) names such a source.
        list_files: what lies there; a context manager, since archives must stay open while read.
        default_kind: the text to the kind of a dataset made from it, when the person does not say.
        options: fields of :class:`SourceOptions` it heeds.
        is_lasting: what it reads stays where it is and may hold something new when it is imported again.
    """

    name: str
    title: str
    accepts: Callable[[str], bool]
    list_files: Callable[[SourceRequest], AbstractContextManager[Listing]]
    default_kind: Callable[[str], Kind] = lambda text: Kind.FACES
    options: frozenset[str] = frozenset()
    is_lasting: bool = True


@cache
def all_sources() -> dict[str, Source]:
    """Every source by name."""
    import engine.sources

    return discover(engine.sources, "SOURCE", Source)


def absolute_if_path(text: str) -> str:
    """``text`` so that it means the same from any folder, when it names a file or folder; else as it is."""
    path = Path(text).expanduser()
    return str(path.absolute()) if path.exists() else text


def require_heeded(source: Source, options: SourceOptions) -> None:
    """Check that a source heeds what is asked of it.

    Raises:
        BadInput: it does not know an option.
    """
    asked = [field.name for field in fields(options) if getattr(options, field.name) != field.default]
    unheeded = [name for name in asked if name not in source.options]
    if unheeded:
        words = unheeded[0].replace("_", "-")
        raise BadInput(f"The source '{source.name}' does not know --{words}. Leave it out, or name another source.")


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
        f"'{text}' cannot be imported: it is not there, or is neither a folder nor an archive nor a list. "
        "Expected a folder with one sub-folder per person, a zip or tar of such a folder, a CSV list of photos, "
        "or 'sample:digits'."
    )
