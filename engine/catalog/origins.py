"""Where a dataset's photos were imported from, to look there again."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from engine.catalog.connection import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.schema import files


@dataclass(frozen=True)
class Origin:
    """One thing that was imported: what the person gave, the name of the source that read it, and its files."""

    text: str
    source_type: str
    num_files: int


def list_origins(catalog: Catalog, dataset: Dataset) -> list[Origin]:
    """Everything imported into a dataset, the largest first. Vanished files do not count."""
    number = sa.func.count(files.c.id)
    query = (
        sa.select(files.c.source, files.c.source_type, number)
        .where(files.c.dataset_id == dataset.id, files.c.source != "", ~files.c.is_vanished)
        .group_by(files.c.source, files.c.source_type)
        .order_by(number.desc(), files.c.source)
    )
    with catalog.read() as connection:
        return [Origin(*row) for row in connection.execute(query)]
