"""Which files stand for the photos of a dataset (one per content, apart from people taken out), and their spread."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from engine.catalog.connection import Catalog, fetch_tuples
from engine.catalog.datasets import Dataset, taken_out
from engine.catalog.labels import LabelState
from engine.catalog.schema import files, labels, photos


@dataclass(frozen=True)
class Spread:
    """How often each value of something occurs in a dataset, such as file formats."""

    formats: dict[str, int]
    modes: dict[str, int]
    min_side: int
    median_side: int
    max_side: int


@dataclass(frozen=True)
class Member:
    """A photo of a dataset: ``path`` as the source names it, ``location`` where its bytes lie."""

    photo_id: int
    sha256: str
    path: str
    location: Path | None


def in_dataset(dataset: Dataset) -> sa.ColumnElement[bool]:
    """The condition on ``files`` that picks the dataset's photos, those set aside included."""
    is_member = files.c.is_member == sa.true()  # written as a comparison, the index files_members answers it
    return sa.and_(files.c.dataset_id == dataset.id, is_member, files.c.label_id.not_in(taken_out(dataset)))


def count_members(catalog: Catalog, dataset: Dataset) -> int:
    """Distinct contents in a dataset, unreadable ones included: what an analysis looks at."""
    mine = sa.select(sa.func.count()).where(in_dataset(dataset))
    with catalog.read() as connection:
        return connection.execute(mine).scalar_one()


def list_members(catalog: Catalog, dataset: Dataset) -> list[Member]:
    """The photos of a dataset in import order, unreadable ones included."""
    mine = (
        sa.select(photos.c.id, photos.c.sha256, files.c.path, files.c.location)
        .join(files, files.c.photo_id == photos.c.id)
        .where(in_dataset(dataset))
        .order_by(files.c.id)
    )
    with catalog.read() as connection:
        rows = fetch_tuples(connection, mine)
    return [Member(id, sha256, path, Path(location) if location else None) for id, sha256, path, location in rows]


def measure_spread(catalog: Catalog, dataset: Dataset) -> Spread:
    """Formats, colour modes and sizes of the photos of people; sizes are of the shorter side, 0 when there are none."""
    mine = (
        sa.select(photos.c.format, photos.c.mode, photos.c.width, photos.c.height)
        .join(files, files.c.photo_id == photos.c.id)
        .join(labels, labels.c.id == files.c.label_id)
        .where(in_dataset(dataset), labels.c.state != LabelState.ASIDE, photos.c.width.is_not(None))
    )
    with catalog.read() as connection:
        rows = fetch_tuples(connection, mine)
    formats, modes = dict(Counter(row[0] for row in rows)), dict(Counter(row[1] for row in rows))
    sides = sorted(min(row[2:]) for row in rows) or [0]
    return Spread(formats, modes, sides[0], sides[len(sides) // 2], sides[-1])
