"""Which photo went into which snapshot, so that the split can be shown and a photo's traces be found."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from engine.catalog.connection import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.schema import photos, snapshot_photos, snapshots
from engine.kinds import Split


def record_snapshot(
    catalog: Catalog,
    dataset: Dataset,
    *,
    snapshot_id: str,
    created: str,
    content_hash: str,
    splits: Mapping[int, Split],
) -> None:
    """Note a finished snapshot and the side of every photo (by photo id)."""
    row = {"id": snapshot_id, "dataset_id": dataset.id, "created": created, "content_hash": content_hash}
    rows = [{"snapshot_id": snapshot_id, "photo_id": id, "split": split} for id, split in splits.items()]
    with catalog.write() as connection:
        connection.execute(insert(snapshots).on_conflict_do_nothing(), [row])
        connection.execute(insert(snapshot_photos).on_conflict_do_nothing(), rows)


def load_splits(catalog: Catalog, snapshot_id: str) -> dict[str, Split]:
    """The side of every photo of a snapshot, by SHA-256."""
    query = (
        sa.select(photos.c.sha256, snapshot_photos.c.split)
        .join(photos, photos.c.id == snapshot_photos.c.photo_id)
        .where(snapshot_photos.c.snapshot_id == snapshot_id)
    )
    with catalog.read() as connection:
        return {sha256: Split(split) for sha256, split in connection.execute(query)}


def load_newest_splits(catalog: Catalog, dataset: Dataset) -> dict[str, Split]:
    """The side of every photo of a dataset's newest snapshot, by SHA-256; nothing before the first."""
    newest = (
        sa.select(snapshots.c.id)
        .where(snapshots.c.dataset_id == dataset.id)
        .order_by(snapshots.c.created.desc(), snapshots.c.id.desc())
        .limit(1)
    )
    with catalog.read() as connection:
        snapshot_id = connection.execute(newest).scalar()
    return {} if snapshot_id is None else load_splits(catalog, snapshot_id)
