"""Where a job laid the photos of a dataset out as points of a map."""

from __future__ import annotations

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from engine.catalog.connection import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.schema import map_points


def save_points(
    catalog: Catalog, dataset: Dataset, method: str, photo_ids: NDArray[np.int64], points: NDArray[np.float64]
) -> None:
    """Keep a map in place of an older one of the same method.

    Args:
        points: (n, 2) x and y, parallel to ``photo_ids``.
    """
    mine = (map_points.c.dataset_id == dataset.id) & (map_points.c.method == method)
    rows = [
        {"dataset_id": dataset.id, "method": method, "photo_id": id, "x": x, "y": y}
        for id, (x, y) in zip(photo_ids.tolist(), points.tolist(), strict=True)
    ]
    with catalog.write() as connection:
        connection.execute(sa.delete(map_points).where(mine))
        if rows:
            connection.execute(sa.insert(map_points), rows)


def load_points(catalog: Catalog, dataset: Dataset, method: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """(n,) photo ids in rising order and (n, 2) their points; empty when no map was made."""
    query = (
        sa.select(map_points.c.photo_id, map_points.c.x, map_points.c.y)
        .where(map_points.c.dataset_id == dataset.id, map_points.c.method == method)
        .order_by(map_points.c.photo_id)
    )
    with catalog.read() as connection:
        rows = connection.execute(query).all()
    points = np.array([(x, y) for _, x, y in rows], np.float64).reshape(-1, 2)
    return np.array([id for id, _, _ in rows], np.int64), points
