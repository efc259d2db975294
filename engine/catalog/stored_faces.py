"""The faces that analyzers found, read back: all of one photo, or the main one of every photo of a dataset."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any  # results of several types are remembered together

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from engine.catalog.connection import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.membership import in_dataset
from engine.catalog.schema import analyses, faces, files
from engine.faces import EMBEDDING_LENGTH, Faces, FloatArray
from engine.remembered import Remembered

NUM_RESULTS = 2  # of the embeddings of one dataset


@dataclass(frozen=True, eq=False)
class Embeddings:
    """What can be read of a dataset's embeddings: one object for as long as photos, labels and analyses stay.

    Attributes:
        read: as :func:`load_embedding_rows`.
    """

    read: Callable[[], tuple[NDArray[np.int64], FloatArray]]

    @cached_property
    def results(self) -> Remembered[Any]:
        """What was worked out from embeddings and labels, too slow to do again at every decision by hand."""
        return Remembered(NUM_RESULTS)


def load_faces(catalog: Catalog, photo_id: int, analyzer_name: str) -> Faces | None:
    """The stored faces of one photo, the main one first; None when it was not analyzed."""
    with catalog.read() as connection:
        mine = (analyses.c.photo_id == photo_id) & (analyses.c.analyzer == analyzer_name) & analyses.c.error.is_(None)
        row = connection.execute(sa.select(analyses.c.embedding).where(mine)).one_or_none()
        if row is None:
            return None
        found = connection.execute(
            sa.select(faces)
            .where(faces.c.photo_id == photo_id, faces.c.analyzer == analyzer_name)
            .order_by(faces.c.place)
        ).all()
    return _faces(found, row.embedding)


def load_embeddings(catalog: Catalog, dataset: Dataset) -> dict[int, FloatArray]:
    """(128,) embeddings of the main faces of a dataset's photos, by photo id; photos without a face are absent."""
    return _load_arrays(catalog, dataset, analyses, analyses.c.embedding, analyses.c.embedding.is_not(None))


def load_embedding_rows(catalog: Catalog, dataset: Dataset) -> tuple[NDArray[np.int64], FloatArray]:
    """(n,) photo ids in rising order and (n, 128) embeddings of a dataset's photos; those without are absent."""
    query = (
        sa.select(analyses.c.photo_id, analyses.c.embedding)
        .join(files, files.c.photo_id == analyses.c.photo_id)
        .where(in_dataset(dataset), analyses.c.analyzer == dataset.analyzer, analyses.c.embedding.is_not(None))
        .order_by(analyses.c.photo_id)
    )
    with catalog.read() as connection:
        rows = connection.execute(query).all()
    vectors = np.frombuffer(b"".join(row[1] for row in rows), "<f4").astype(np.float32)
    return np.array([row[0] for row in rows], np.int64), vectors.reshape(-1, EMBEDDING_LENGTH)


def embeddings_stamp(catalog: Catalog, dataset: Dataset) -> tuple[int, ...]:
    """Numbers that change when photos of a dataset come, go or are analyzed anew."""
    query = (
        sa.select(sa.func.count(), sa.func.sum(analyses.c.photo_id), sa.func.max(analyses.c.revision))
        .join(files, files.c.photo_id == analyses.c.photo_id)
        .where(in_dataset(dataset), analyses.c.analyzer == dataset.analyzer)
    )
    with catalog.read() as connection:
        return tuple(number or 0 for number in connection.execute(query).one())


def load_main_boxes(catalog: Catalog, dataset: Dataset) -> dict[int, FloatArray]:
    """(4,) left, top, right, bottom of the main faces of a dataset's photos, by photo id; without a face absent."""
    return _load_arrays(catalog, dataset, faces, faces.c.box_ltrb, faces.c.place == 0)


def load_main_points(catalog: Catalog, dataset: Dataset) -> dict[int, FloatArray]:
    """(10,) x and y of the five points of the main faces of a dataset's photos, by photo id; without a face absent."""
    return _load_arrays(catalog, dataset, faces, faces.c.points, faces.c.place == 0)


def _load_arrays(
    catalog: Catalog, dataset: Dataset, table: sa.Table, column: sa.Column[bytes], condition: sa.ColumnElement[bool]
) -> dict[int, FloatArray]:
    query = (
        sa.select(table.c.photo_id, column)
        .join(files, files.c.photo_id == table.c.photo_id)
        .where(in_dataset(dataset), table.c.analyzer == dataset.analyzer, condition)
    )
    with catalog.read() as connection:
        return {id: np.frombuffer(data, "<f4").astype(np.float32) for id, data in connection.execute(query)}


def _faces(rows: Sequence[sa.Row[tuple[object, ...]]], embedding: bytes | None) -> Faces:
    if not rows:
        return Faces.none()
    nan = float("nan")
    angles = [[nan if x is None else x for x in (row.roll, row.pan, row.tilt)] for row in rows]
    return Faces(
        boxes_ltrb=np.stack([np.frombuffer(row.box_ltrb, "<f4") for row in rows]).astype(np.float32),
        scores=np.array([row.score for row in rows], np.float32),
        points=np.stack([np.frombuffer(row.points, "<f4").reshape(5, 2) for row in rows]).astype(np.float32),
        roll_pan_tilt_degrees=np.array(angles, np.float32),
        embedding=None
        if embedding is None
        else np.frombuffer(embedding, "<f4").astype(np.float32).reshape(EMBEDDING_LENGTH),
    )
