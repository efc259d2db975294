"""Datasets and their labels: make, find, list and count them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from engine.catalog.connection import Catalog
from engine.catalog.labels import LabelState
from engine.catalog.schema import datasets, files, labels, photos
from engine.errors import BadInput, NotFound
from engine.kinds import Kind

MAX_NAME_LENGTH = 100


@dataclass(frozen=True)
class Dataset:
    """An imported set of labelled photos. ``created`` is ISO 8601, UTC."""

    id: int
    name: str
    kind: Kind
    source: str
    analyzer: str
    created: str


@dataclass(frozen=True)
class UnreadableFile:
    """A file of a dataset that holds no photo Facet can decode."""

    path: str
    reason: str


@dataclass(frozen=True)
class Conflict:
    """A file whose bytes stand under two people: it lies under ``label``, the photo counts for ``counted_as``."""

    path: str
    label: str
    counted_as: str
    sha256: str


@dataclass(frozen=True)
class DatasetCounts:
    """What a dataset holds.

    Attributes:
        photos: distinct photos that can be opened; the sum of ``people``.
        people: photos per label, in the labels' order of name.
        duplicates: further files with the same bytes as one of the photos.
        unreadable: files without a photo, with reasons.
    """

    photos: int
    people: dict[str, int]
    duplicates: int
    unreadable: tuple[UnreadableFile, ...]


def create_dataset(catalog: Catalog, name: str, kind: Kind, source: str, analyzer: str = "local") -> Dataset:
    """Make a dataset, or return the one of that name so that an import can go on.

    Raises:
        BadInput: the name is empty or too long, or the dataset exists with another kind.
    """
    name = name.strip()
    if not name or len(name) > MAX_NAME_LENGTH or not name.isprintable():
        raise BadInput(f"'{name}' cannot name a dataset. Expected 1 to {MAX_NAME_LENGTH} printable characters.")
    created = datetime.now(UTC).isoformat(timespec="seconds")
    row = {"name": name, "kind": kind, "source": source, "analyzer": analyzer, "created": created}
    with catalog.write() as connection:
        connection.execute(insert(datasets).values(row).on_conflict_do_nothing())
    dataset = get_dataset(catalog, name)
    if dataset.kind is not kind:
        raise BadInput(
            f"Dataset '{name}' exists and is of kind '{dataset.kind}', not '{kind}'. Choose another name or that kind."
        )
    return dataset


def get_dataset(catalog: Catalog, name: str) -> Dataset:
    """Find a dataset by name.

    Raises:
        NotFound: with the names that exist.
    """
    with catalog.read() as connection:
        row = connection.execute(sa.select(datasets).where(datasets.c.name == name)).one_or_none()
    if row is None:
        known = ", ".join(f"'{dataset.name}'" for dataset in list_datasets(catalog)) or "none yet"
        raise NotFound(
            f"There is no dataset '{name}'. Datasets: {known}. Import one on the Import page or with 'import'."
        )
    return _dataset(row)


def list_datasets(catalog: Catalog) -> list[Dataset]:
    """All datasets, in order of name."""
    with catalog.read() as connection:
        return [_dataset(row) for row in connection.execute(sa.select(datasets).order_by(datasets.c.name))]


def choose_analyzer(catalog: Catalog, dataset: Dataset, analyzer_name: str) -> Dataset:
    """Let verdicts rest on what another analyzer measured; what either has measured stays."""
    if dataset.analyzer == analyzer_name:
        return dataset
    with catalog.write() as connection:
        mine = sa.update(datasets).where(datasets.c.id == dataset.id)
        connection.execute(mine.values(analyzer=analyzer_name))
    return replace(dataset, analyzer=analyzer_name)


def delete_dataset(catalog: Catalog, dataset: Dataset) -> None:
    """Forget a dataset, its files, limits and overrides. Photos stay measured; source files are never touched."""
    with catalog.write() as connection:
        connection.execute(sa.delete(files).where(files.c.dataset_id == dataset.id))
        connection.execute(sa.delete(datasets).where(datasets.c.id == dataset.id))


def count_dataset(catalog: Catalog, dataset: Dataset) -> DatasetCounts:
    """Count photos, people, copies and unreadable files."""
    mine = (files.c.dataset_id == dataset.id) & ~files.c.is_vanished & files.c.label_id.not_in(taken_out(dataset))
    per_label = (
        sa.select(labels.c.name, sa.func.count(files.c.id).filter(files.c.is_member & files.c.reason.is_(None)))
        .select_from(labels.outerjoin(files, files.c.label_id == labels.c.id))
        .where(labels.c.dataset_id == dataset.id, labels.c.state == LabelState.ACTIVE)
        .group_by(labels.c.id)
        .order_by(labels.c.name)
    )
    copies = sa.select(sa.func.count()).where(mine, ~files.c.is_member, files.c.reason.is_(None))
    broken = sa.select(files.c.path, files.c.reason).where(mine, files.c.reason.is_not(None)).order_by(files.c.path)
    with catalog.read() as connection:
        people: dict[str, int] = dict(connection.execute(per_label).all())
        unreadable = tuple(UnreadableFile(path, reason) for path, reason in connection.execute(broken).all())
        duplicates = connection.execute(copies).scalar_one()
    return DatasetCounts(sum(people.values()), people, duplicates, unreadable)


def taken_out(dataset: Dataset) -> sa.Select[tuple[int]]:
    """Ids of a dataset's labels that were taken out of it, with all their files."""
    return sa.select(labels.c.id).where(labels.c.dataset_id == dataset.id, labels.c.state == LabelState.REMOVED)


def list_conflicts(catalog: Catalog, dataset: Dataset) -> list[Conflict]:
    """Files that are copies of another person's photo, in order of path: one of the two names is wrong."""
    copy, member = files.alias("copy"), files.alias("member")
    own, other = labels.alias("own"), labels.alias("other")
    query = (
        sa.select(copy.c.path, own.c.name, other.c.name, photos.c.sha256)
        .join(photos, photos.c.id == copy.c.photo_id)
        .join(member, (member.c.photo_id == copy.c.photo_id) & (member.c.dataset_id == copy.c.dataset_id))
        .join(own, own.c.id == copy.c.label_id)
        .join(other, other.c.id == member.c.label_id)
        .where(copy.c.dataset_id == dataset.id, ~copy.c.is_member, member.c.is_member, own.c.id != other.c.id)
        .where(own.c.state != LabelState.REMOVED, other.c.state != LabelState.REMOVED)
        .where(copy.c.given_label_id != member.c.given_label_id)  # else the photo was moved by hand: that settles it
        .order_by(copy.c.path)
    )
    with catalog.read() as connection:
        return [Conflict(*row) for row in connection.execute(query)]


def _dataset(row: sa.Row[tuple[object, ...]]) -> Dataset:
    facts = row._asdict()
    return Dataset(**{**facts, "kind": Kind(facts["kind"])})
