"""Brings the photos of a source into the catalog: hash, header, label; what cannot be read is a row with a reason."""

from __future__ import annotations

import lzma
import shutil
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from engine.catalog import Catalog
from engine.catalog.datasets import (
    Conflict,
    Dataset,
    DatasetCounts,
    count_dataset,
    create_dataset,
    delete_dataset,
    list_conflicts,
    list_datasets,
)
from engine.catalog.membership import count_members
from engine.catalog.photos import ImportedFile, add_files
from engine.errors import BadInput, SourceError, UnreadablePhoto
from engine.jobs import JobHandle
from engine.kinds import Kind
from engine.photo_files import PhotoHeader, hash_file, read_header
from engine.settings import Settings
from engine.sources import (
    EVERYTHING,
    FoundFile,
    SkippedFile,
    SourceOptions,
    SourceRequest,
    find_source,
    require_heeded,
)
from engine.uploads import discard

BATCH_SIZE = 200  # files per transaction
BATCH_SECONDS = 1.0  # or so long: what a kill may lose

ANALYZERS = {Kind.FACES: "local", Kind.IMAGES: "pixels"}


@dataclass(frozen=True)
class ImportResult:
    """What an import found.

    Attributes:
        counts: the dataset as it now stands.
        conflicts: copies under another name.
        skipped: files passed over.
        urls: addresses by what became of them, when the source downloads.
    """

    dataset: Dataset
    counts: DatasetCounts
    conflicts: tuple[Conflict, ...]
    skipped: tuple[SkippedFile, ...]
    was_stopped: bool
    urls: Mapping[str, int]


def import_source(
    settings: Settings,
    catalog: Catalog,
    text: str,
    *,
    name: str,
    kind: Kind | None,
    source_name: str | None,
    job: JobHandle,
    options: SourceOptions = EVERYTHING,
) -> ImportResult:
    """Import everything ``text`` names into dataset ``name``; importing again adds what is new.

    Raises:
        SourceError: nothing can be read there.
        BadInput: the name, kind, source type or options cannot be used.
    """
    source = find_source(text, source_name)
    require_heeded(source, options)
    with _dataset_to_fill(catalog, name, kind or source.default_kind(text), text) as dataset:
        request = SourceRequest(text, settings, catalog, dataset, job, options)
        with source.list_files(request) as listing:
            people: Counter[str] = Counter()
            done = 0
            for batch in _batches(settings, listing.files, job.stop_requested):
                add_files(catalog, dataset, batch, source=text, source_type=source.name)
                people.update(file.label for file in batch if file.reason is None)
                done += len(batch)
                if not listing.tells_progress:
                    job.report(
                        done=done, total=listing.num_files, message="Importing", unit="files", details=dict(people)
                    )
    if not job.was_stopped:
        discard(settings, Path(text))
    return ImportResult(
        dataset,
        count_dataset(catalog, dataset),
        tuple(list_conflicts(catalog, dataset)),
        tuple(listing.skipped),
        job.was_stopped,
        listing.outcomes(),
    )


@contextmanager
def _dataset_to_fill(catalog: Catalog, name: str, kind: Kind, text: str) -> Iterator[Dataset]:
    """The dataset of that name; one made here does not stay when its source turns out to hold nothing."""
    is_new = name.strip() not in [dataset.name for dataset in list_datasets(catalog)]
    dataset = create_dataset(catalog, name, kind, text, ANALYZERS[kind])
    try:
        yield dataset
    except (SourceError, BadInput):
        if is_new and not count_members(catalog, dataset):
            delete_dataset(catalog, dataset)
        raise


def _batches(
    settings: Settings, files: Iterable[FoundFile], is_stopped: Callable[[], bool]
) -> Iterator[list[ImportedFile]]:
    batch: list[ImportedFile] = []
    began = time.monotonic()
    for file in files:
        if is_stopped():
            break
        batch.append(_import_file(settings, file))
        if len(batch) == BATCH_SIZE or time.monotonic() - began > BATCH_SECONDS:
            yield batch
            batch, began = [], time.monotonic()
    if batch:
        yield batch


def _import_file(settings: Settings, found: FoundFile) -> ImportedFile:
    try:
        if found.location is not None:
            return _describe(found, found.location, found.sha256 or hash_file(found.location))
        location, sha256 = _store(settings, found)
        return _describe(found, location, sha256)
    except OSError as error:
        if found.location is None and _is_our_disk(error, settings):
            raise  # our own disk is full or failing: that ends the import, it is not the photo's fault
        return ImportedFile(found.path, found.label, reason=f"The file cannot be read ({error.strerror or error}).")
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError) as error:
        return ImportedFile(found.path, found.label, reason=f"The file is damaged inside the archive ({error}).")


def _describe(found: FoundFile, location: Path, sha256: str) -> ImportedFile:
    header: PhotoHeader | None = None
    reason = None
    try:
        header = read_header(location)
    except UnreadablePhoto as error:
        reason = str(error)
    status = location.stat()
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


def _store(settings: Settings, found: FoundFile) -> tuple[Path, str]:
    """Copy a photo's bytes into the store, under their hash."""
    settings.photos_dir.mkdir(parents=True, exist_ok=True)
    temporary = settings.photos_dir / f".incoming-{uuid4().hex[:12]}"
    try:
        with _opened(found) as source, temporary.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
        sha256 = hash_file(temporary)
        location = settings.photos_dir / sha256[:2] / f"{sha256}{Path(found.path).suffix.lower()}"
        location.parent.mkdir(exist_ok=True)
        temporary.replace(location)
        return location, sha256
    finally:
        temporary.unlink(missing_ok=True)


def _opened(found: FoundFile) -> BinaryIO:
    if found.open is None:
        raise ValueError(f"FoundFile '{found.path}' has neither a location nor a way to open it.")
    return found.open()


def _is_our_disk(error: OSError, settings: Settings) -> bool:
    if error.errno is None:
        return False  # raised by a decompressor, not by the system
    return error.filename is None or str(error.filename).startswith(str(settings.home))
