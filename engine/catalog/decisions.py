"""What the user decided about a dataset: limits of checks, and photos kept or rejected by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from engine.catalog.connection import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.membership import in_dataset
from engine.catalog.schema import files, limits, overrides, photos
from engine.errors import NotFound
from engine.kinds import Override


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


def set_overrides(catalog: Catalog, dataset: Dataset, sha256s: Sequence[str], decision: Override | None) -> None:
    """Keep or reject photos by hand; None leaves them to the checks again.

    Raises:
        NotFound: a photo is not in the dataset; then none is changed.
    """
    with catalog.write() as connection:
        ids = _member_ids(connection, dataset, sha256s)
        missing = [sha256 for sha256 in sha256s if sha256 not in ids]
        if missing:
            raise NotFound(
                f"Dataset '{dataset.name}' has no photo {missing[0]}. Expected the SHA-256 of one of its photos; "
                f"'filter {dataset.name} --list' names them."
            )
        mine = (overrides.c.dataset_id == dataset.id) & overrides.c.photo_id.in_(list(ids.values()))
        connection.execute(sa.delete(overrides).where(mine))
        if decision is not None:
            decided = datetime.now(UTC).isoformat(timespec="seconds")
            row = {"dataset_id": dataset.id, "decision": decision, "decided": decided}
            connection.execute(sa.insert(overrides), [{**row, "photo_id": id} for id in ids.values()])


def _member_ids(connection: sa.Connection, dataset: Dataset, sha256s: Sequence[str]) -> dict[str, int]:
    query = (
        sa.select(photos.c.sha256, photos.c.id)
        .join(files, files.c.photo_id == photos.c.id)
        .where(in_dataset(dataset), photos.c.sha256.in_(sha256s))
    )
    with_ids: dict[str, int] = dict(connection.execute(query).all())
    return with_ids
