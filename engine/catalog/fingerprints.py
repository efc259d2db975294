"""The fingerprints of photos, by which copies of one picture are told."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from engine.catalog.connection import Catalog, fetch_tuples
from engine.catalog.datasets import Dataset
from engine.catalog.membership import in_dataset
from engine.catalog.schema import files, fingerprints
from engine.copies.fingerprint import VERSION


def is_fingerprinted(photo_id: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """True for a photo that has its fingerprint as it is measured today, or none as it cannot be decoded."""
    return sa.exists().where(fingerprints.c.photo_id == photo_id, fingerprints.c.version == VERSION)


def write_fingerprints(connection: sa.Connection, found: Sequence[tuple[int, bytes | None]]) -> None:
    """Store fingerprints by photo id, in place of those of any version."""
    if not found:
        return
    old = fingerprints.c.photo_id == sa.bindparam("id_")
    connection.execute(sa.delete(fingerprints).where(old), [{"id_": id} for id, _ in found])
    rows = [{"photo_id": id, "version": VERSION, "data": data} for id, data in found]
    connection.execute(sa.insert(fingerprints), rows)


def load_fingerprints(
    catalog: Catalog, dataset: Dataset, photo_ids: Sequence[int] | None = None
) -> tuple[NDArray[np.int64], list[bytes]]:
    """Ids in rising order, and fingerprints, of a dataset's photos that have one.

    Args:
        photo_ids: only of these, a screen's worth; of all when None.
    """
    query = (
        sa.select(fingerprints.c.photo_id, fingerprints.c.data)
        .join(files, files.c.photo_id == fingerprints.c.photo_id)
        .where(in_dataset(dataset), fingerprints.c.version == VERSION, fingerprints.c.data.is_not(None))
        .order_by(fingerprints.c.photo_id)
    )
    if photo_ids is not None:
        query = query.where(fingerprints.c.photo_id.in_(photo_ids))
    with catalog.read() as connection:
        rows = fetch_tuples(connection, query)
    return np.array([row[0] for row in rows], np.int64), [row[1] for row in rows]
