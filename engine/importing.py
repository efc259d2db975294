"""Brings the photos of a source into the catalog, reading only what is new since last time; finds what has vanished."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

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
from engine.catalog.known_files import KnownFiles, mark_vanished
from engine.catalog.membership import count_members
from engine.catalog.photos import FileChanges, ImportedFile, add_files
from engine.errors import BadInput, SourceError
from engine.intake import Intake
from engine.jobs import JobHandle
from engine.kinds import Kind
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

BATCH_SIZE = 2000  # files read per transaction
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
        changes: how many files are new, changed and unchanged since the source was last imported.
        vanished: paths of files that were there then and are no more.
    """

    dataset: Dataset
    counts: DatasetCounts
    conflicts: tuple[Conflict, ...]
    skipped: tuple[SkippedFile, ...]
    was_stopped: bool
    urls: Mapping[str, int]
    changes: FileChanges
    vanished: tuple[str, ...]


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
    """Import everything ``text`` names into dataset ``name``; importing again brings it up to date.

    Raises:
        SourceError: nothing can be read there.
        BadInput: the name, kind, source type or options cannot be used.
    """
    source = find_source(text, source_name)
    require_heeded(source, options)
    with _dataset_to_fill(catalog, name, kind or source.default_kind(text), text) as dataset:
        known = KnownFiles(catalog, dataset, text)
        request = SourceRequest(text, settings, catalog, dataset, job, options)
        with source.list_files(request) as listing:
            changes = FileChanges()
            people: Counter[str] = Counter()
            done = 0
            for batch in _batches(Intake(settings), known, listing.files, job.stop_requested):
                if batch.files:
                    changes += add_files(catalog, dataset, batch.files, source=text, source_type=source.name)
                changes += FileChanges(unchanged=batch.num_unchanged)
                people.update(batch.people)
                done += len(batch)
                if not listing.tells_progress:
                    job.report(
                        done=done, total=listing.num_files, message="Importing", unit="files", details=dict(people)
                    )
    vanished = [] if job.was_stopped else mark_vanished(catalog, dataset, known.not_asked_about())
    if not job.was_stopped:
        discard(settings, Path(text))
    return ImportResult(
        dataset,
        count_dataset(catalog, dataset),
        tuple(list_conflicts(catalog, dataset)),
        tuple(listing.skipped),
        job.was_stopped,
        listing.outcomes(),
        changes,
        tuple(vanished),
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


@dataclass
class _Batch:
    """Files gone through since the last batch. ``people``: readable photos per label."""

    files: list[ImportedFile] = field(default_factory=list)
    num_unchanged: int = 0
    people: Counter[str] = field(default_factory=Counter)

    def __len__(self) -> int:
        return len(self.files) + self.num_unchanged


def _batches(
    intake: Intake, known: KnownFiles, files: Iterable[FoundFile], is_stopped: Callable[[], bool]
) -> Iterator[_Batch]:
    batch = _Batch()
    began = time.monotonic()
    for found in files:
        if is_stopped():
            break
        if _is_unchanged(known, found):
            batch.num_unchanged += 1
            batch.people[found.label] += 1
        else:
            file = intake.read(found)
            batch.files.append(file)
            batch.people[file.label] += file.reason is None
        if len(batch.files) == BATCH_SIZE or time.monotonic() - began > BATCH_SECONDS:
            yield batch
            batch, began = _Batch(), time.monotonic()
    if len(batch):
        yield batch


def _is_unchanged(known: KnownFiles, found: FoundFile) -> bool:
    return known.recognise(
        found.path,
        found.label,
        found.location,
        split=found.split,
        notes=found.notes,
        rectangle=found.rectangle,
    )
