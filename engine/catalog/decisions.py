"""What the user decided about a dataset: limits of checks, and photos kept or rejected by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from engine.catalog.connection import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.schema import limits


@dataclass(frozen=True)
class LimitSetting:
    """A check's limit in a dataset, and whether the check takes part."""

    value: float
    is_on: bool = True


def save_limits(catalog: Catalog, dataset: Dataset, chosen: Mapping[str, LimitSetting]) -> None:
    """Remember limits by check name; checks not named keep theirs."""
    rows = [
        {"dataset_id": dataset.id, "check_name": name, "value": setting.value, "is_on": setting.is_on}
        for name, setting in chosen.items()
    ]
    if rows:
        with catalog.write() as connection:
            connection.execute(insert(limits).prefix_with("OR REPLACE"), rows)


def load_limits(catalog: Catalog, dataset: Dataset) -> dict[str, LimitSetting]:
    """The limits remembered for a dataset, by check name."""
    query = sa.select(limits.c.check_name, limits.c.value, limits.c.is_on).where(limits.c.dataset_id == dataset.id)
    with catalog.read() as connection:
        return {name: LimitSetting(value, is_on) for name, value, is_on in connection.execute(query)}
