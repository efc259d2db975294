"""What an earlier import saw: tells unchanged files without reading them, and those that have vanished since."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from engine.catalog.connection import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.labels import given_ids_by_name, label_ids_after_merges
from engine.catalog.schema import files

PATHS_AT_ONCE = 500
Rectangle = tuple[float, float, float, float]
FileRow = sa.Row[Any]  # of ``files``: SQLAlchemy knows its columns only when it runs


def notes_as_text(notes: Mapping[str, str] | None) -> str | None:
    """Notes as ``files.notes`` holds them."""
    return json.dumps(dict(notes), ensure_ascii=False) if notes else None


def rectangle_as_text(rectangle: Rectangle | None) -> str | None:
    """A rectangle as ``files.rectangle`` holds it."""
    return ",".join(f"{number:g}" for number in rectangle) if rectangle else None


class KnownFiles:
    """The files that earlier imports of one source saw and that had not vanished, about 200 bytes each."""

    def __init__(self, catalog: Catalog, dataset: Dataset, source: str) -> None:
        columns = (files.c.given_label_id, files.c.location, files.c.num_bytes, files.c.modified_ns)
        said = (files.c.split, files.c.notes, files.c.rectangle)
        query = sa.select(files.c.path, *columns, *said).where(
            files.c.dataset_id == dataset.id, files.c.source == source, ~files.c.is_vanished
        )
        with catalog.read() as connection:
            self._label_ids = given_ids_by_name(connection, dataset.id)
            self._fingerprints = {path: hash(tuple(facts)) for path, *facts in connection.execute(query)}

    def __len__(self) -> int:
        return len(self._fingerprints)

    def recognise(
        self,
        path: str,
        label: str,
        location: Path | None,
        *,
        split: str | None,
        notes: Mapping[str, str] | None,
        rectangle: Rectangle | None,
    ) -> bool:
        """Whether a file is as it was, by its size, time of change and what the source says; asked once per path."""
        fingerprint = self._fingerprints.pop(path, None)
        if fingerprint is None or location is None:
            return False
        try:
            status = location.stat()
        except OSError:
            return False
        said = (split, notes_as_text(notes), rectangle_as_text(rectangle))
        facts = (self._label_ids.get(label), str(location), status.st_size, status.st_mtime_ns, *said)
        return hash(facts) == fingerprint

    def not_asked_about(self) -> list[str]:
        """Paths of files that the source does not list any more, in order."""
        return sorted(self._fingerprints)


def mark_vanished(catalog: Catalog, dataset: Dataset, paths: Sequence[str]) -> list[str]:
    """Take files that are no longer where they were out of the dataset; a copy of the same photo takes their place.

    Args:
        paths: of files that their source does not list any more.

    Returns:
        those whose bytes are gone, too.
    """
    gone: list[str] = []
    for start in range(0, len(paths), PATHS_AT_ONCE):
        some = paths[start : start + PATHS_AT_ONCE]
        with catalog.write() as connection:
            mine = (files.c.dataset_id == dataset.id) & files.c.path.in_(some)
            rows = connection.execute(sa.select(files).where(mine).order_by(files.c.path)).all()
            vanished = [row for row in rows if row.location is None or not Path(row.location).is_file()]
            facts = {"is_vanished": True, "is_member": False}
            connection.execute(sa.update(files).where(files.c.id.in_([row.id for row in vanished])).values(facts))
            pass_on_membership(connection, dataset, [row for row in vanished if row.is_member])
            gone += [row.path for row in vanished]
    return gone


def pass_on_membership(connection: sa.Connection, dataset: Dataset, left: Collection[FileRow]) -> None:
    """Let another file with the same bytes stand for each photo whose file stands for it no more.

    A label given by hand goes with the photo, when both files were given to the same person.

    Args:
        left: rows of ``files`` as they were before they changed or vanished.
    """
    if not left:
        return
    standing = label_ids_after_merges(connection, dataset.id)
    heirs = _heirs(connection, dataset, [row.photo_id for row in left])
    for row in left:
        heir = heirs.get(row.photo_id)
        if heir is None:
            continue
        is_by_hand = row.label_id != standing.get(row.given_label_id)
        is_same_person = row.given_label_id == heir.given_label_id
        label_id = row.label_id if is_by_hand and is_same_person else heir.label_id
        facts = {"is_member": True, "label_id": label_id}
        connection.execute(sa.update(files).where(files.c.id == heir.id).values(facts))


def _heirs(connection: sa.Connection, dataset: Dataset, photo_ids: Sequence[int]) -> dict[int, FileRow]:
    """For each photo that no file stands for, the first file that could."""
    there = (files.c.dataset_id == dataset.id) & files.c.photo_id.in_(photo_ids) & ~files.c.is_vanished
    first = (
        sa.select(sa.func.min(files.c.id))
        .where(there)
        .group_by(files.c.photo_id)
        .having(sa.func.max(files.c.is_member) == 0)
    )
    return {row.photo_id: row for row in connection.execute(sa.select(files).where(files.c.id.in_(first)))}
