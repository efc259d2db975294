"""Photos and the files that hold them: add imported files, find where bytes lie and what is known of a photo."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from engine.catalog.connection import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.known_files import FileRow, notes_as_text, pass_on_membership, rectangle_as_text
from engine.catalog.labels import given_label_ids, label_ids_after_merges, read_labels, still_given
from engine.catalog.schema import files, labels, photos
from engine.errors import NotFound
from engine.kinds import Split
from engine.photo_files import PhotoHeader


@dataclass(frozen=True)
class ImportedFile:
    """A file an import saw: its content's hash and header, or the reason why it has none.

    Attributes:
        path: as the source names it.
        location: where the bytes lie; None when they could not be read.
        sha256: None when the bytes could not be read.
        modified_ns: when the file was last changed, nanoseconds since 1970.
        split, notes, rectangle: what the source says of the photo, as in :class:`engine.sources.FoundFile`.
    """

    path: str
    label: str
    location: Path | None = None
    sha256: str | None = None
    num_bytes: int = 0
    header: PhotoHeader | None = None
    reason: str | None = None
    modified_ns: int | None = None
    split: Split | None = None
    notes: Mapping[str, str] | None = None
    rectangle: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class FileChanges:
    """How many files an import had not seen before, found with other bytes, and found as they were."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: FileChanges) -> FileChanges:
        return FileChanges(self.new + other.new, self.changed + other.changed, self.unchanged + other.unchanged)


@dataclass(frozen=True)
class Photo:
    """A photo in a dataset and everything its file and its source say.

    Attributes:
        copies: paths of files with the same bytes.
        split: the side the source gives it.
        notes: what else the source says of it, by name.
    """

    id: int
    sha256: str
    label: str
    path: str
    location: Path | None
    num_bytes: int
    format: str | None
    mode: str | None
    width: int | None
    height: int | None
    problem: str | None
    copies: tuple[str, ...]
    split: Split | None = None
    notes: Mapping[str, str] = field(default_factory=dict)


def add_files(
    catalog: Catalog, dataset: Dataset, batch: Sequence[ImportedFile], *, source: str = "", source_type: str = ""
) -> FileChanges:
    """Add a batch of files to a dataset in one transaction; adding the same file again changes nothing.

    Args:
        batch: with different paths.
        source: what is being imported, as given; ``source_type``: the name of the source that reads it.
    """
    with catalog.write() as connection:
        before = _known_rows(connection, dataset, batch)
        photo_ids = _add_photos(connection, batch)
        rows = _file_rows(connection, dataset, batch, photo_ids, before)
        came_through = {"dataset_id": dataset.id, "source": source, "source_type": source_type}
        statement = insert(files)
        changed = {name: statement.excluded[name] for name in rows[0] if name != "path"}
        statement = statement.on_conflict_do_update(index_elements=["dataset_id", "path"], set_=changed)
        connection.execute(statement, [{**row, **came_through} for row in rows])
        now_hold = {file.path: photo_ids.get(file.sha256 or "") for file in batch}
        left = [row for row in before.values() if row.photo_id != now_hold[row.path]]
        pass_on_membership(connection, dataset, [row for row in left if row.is_member])
    returned = sum(row.is_vanished for row in before.values())
    num_changed = sum(not row.is_vanished for row in left)
    return FileChanges(
        new=len(batch) - len(before) + returned,
        changed=num_changed,
        unchanged=len(before) - returned - num_changed,
    )


def find_location(catalog: Catalog, sha256: str) -> Path:
    """Where the bytes of a photo lie, in any dataset that has it.

    Raises:
        NotFound: no file of that content is known, or none is there any more.
    """
    query = (
        sa.select(files.c.location)
        .join(photos, photos.c.id == files.c.photo_id)
        .where(photos.c.sha256 == sha256, files.c.location.is_not(None))
    )
    with catalog.read() as connection:
        for location in connection.execute(query).scalars():
            if location and Path(location).is_file():
                return Path(location)
    raise NotFound(f"The photo {sha256[:12]}… is not where it was imported from. Put it back, or import it again.")


def find_photo(catalog: Catalog, dataset: Dataset, sha256: str) -> Photo:
    """Everything the catalog knows of a photo in a dataset, apart from measurements.

    Raises:
        NotFound: the dataset has no such photo.
    """
    query = (
        sa.select(photos, files.c.path, files.c.location, files.c.split, files.c.notes, labels.c.name.label("label"))
        .join(files, files.c.photo_id == photos.c.id)
        .join(labels, labels.c.id == files.c.label_id)
        .where(files.c.dataset_id == dataset.id, photos.c.sha256 == sha256, ~files.c.is_vanished)
        .order_by(files.c.is_member.desc(), files.c.path)
    )
    with catalog.read() as connection:
        rows = connection.execute(query).all()
    if not rows:
        raise NotFound(
            f"Dataset '{dataset.name}' has no photo {sha256[:12]}…. 'filter {dataset.name} --list' names them."
        )
    first = rows[0]
    return Photo(
        id=first.id,
        sha256=first.sha256,
        label=first.label,
        path=first.path,
        location=Path(first.location) if first.location else None,
        num_bytes=first.num_bytes,
        format=first.format,
        mode=first.mode,
        width=first.width,
        height=first.height,
        problem=first.problem,
        copies=tuple(row.path for row in rows[1:]),
        split=Split(first.split) if first.split else None,
        notes=json.loads(first.notes) if first.notes else {},
    )


def _known_rows(connection: sa.Connection, dataset: Dataset, batch: Sequence[ImportedFile]) -> dict[str, FileRow]:
    """The rows of those files that the dataset knows already, by path."""
    paths = [file.path for file in batch]
    known = sa.select(files).where(files.c.dataset_id == dataset.id, files.c.path.in_(paths))
    return {row.path: row for row in connection.execute(known)}


def _file_rows(
    connection: sa.Connection,
    dataset: Dataset,
    batch: Sequence[ImportedFile],
    photo_ids: Mapping[str, int],
    before: Mapping[str, FileRow],
) -> list[dict[str, object]]:
    """What the catalog is to hold of each file."""
    given = given_label_ids(connection, dataset.id, [file.label for file in batch])
    standing = label_ids_after_merges(connection, dataset.id)
    names = {label.id: label.source_name for label in read_labels(connection, dataset.id)}
    members = _members(connection, dataset, list(photo_ids.values()))
    _release_changed(members, batch, photo_ids)
    rows = []
    for file in batch:
        photo_id = photo_ids.get(file.sha256 or "")
        is_member = photo_id is not None and members.setdefault(photo_id, file.path) == file.path
        given_id = still_given(names, getattr(before.get(file.path), "given_label_id", None), file.label)
        given_id = given[file.label] if given_id is None else given_id
        label_id = _label_id(before.get(file.path), given_id, standing)
        labels_ = {"given_label_id": given_id, "label_id": label_id}
        rows.append({**_facts(file), **labels_, "photo_id": photo_id, "is_member": is_member})
    return rows


def _label_id(before: FileRow | None, given: int, standing: Mapping[int, int]) -> int:
    """The label of a file: as the source says, unless it was put right by hand since."""
    if before is None:
        return standing[given]
    is_by_hand = before.label_id != standing.get(before.given_label_id)
    return before.label_id if is_by_hand or before.given_label_id == given else standing[given]


def _facts(file: ImportedFile) -> dict[str, object]:
    return {
        "path": file.path,
        "location": str(file.location) if file.location else None,
        "reason": file.reason,
        "num_bytes": file.num_bytes,
        "modified_ns": file.modified_ns,
        "split": file.split,
        "notes": notes_as_text(file.notes),
        "rectangle": rectangle_as_text(file.rectangle),
        "is_vanished": False,
    }


def _add_photos(connection: sa.Connection, batch: Sequence[ImportedFile]) -> dict[str, int]:
    rows = {
        file.sha256: {
            "sha256": file.sha256,
            "num_bytes": file.num_bytes,
            "format": file.header.format if file.header else None,
            "mode": file.header.mode if file.header else None,
            "width": file.header.width if file.header else None,
            "height": file.header.height if file.header else None,
            "problem": file.reason,
            "taken": file.header.taken if file.header else None,
        }
        for file in batch
        if file.sha256 is not None
    }
    if not rows:
        return {}
    connection.execute(insert(photos).on_conflict_do_nothing(), list(rows.values()))
    known = sa.select(photos.c.sha256, photos.c.id).where(photos.c.sha256.in_(list(rows)))
    return dict(connection.execute(known).all())


def _release_changed(members: dict[int, str], batch: Sequence[ImportedFile], photo_ids: Mapping[str, int]) -> None:
    """A file whose bytes have changed stands for its old photo no more; a copy may take its place."""
    now_holds = {file.path: photo_ids.get(file.sha256 or "") for file in batch}
    for photo_id, path in list(members.items()):
        if now_holds.get(path, photo_id) != photo_id:
            del members[photo_id]


def _members(connection: sa.Connection, dataset: Dataset, photo_ids: Sequence[int]) -> dict[int, str]:
    """The path that stands for each photo already in the dataset."""
    known = sa.select(files.c.photo_id, files.c.path).where(
        files.c.dataset_id == dataset.id, files.c.is_member, files.c.photo_id.in_(photo_ids)
    )
    return {photo_id: path for photo_id, path in connection.execute(known) if photo_id is not None}
