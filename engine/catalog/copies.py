"""Which photos of a dataset are copies of one picture: as a search found, and as the user says."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from engine.catalog.connection import Catalog, fetch_tuples
from engine.catalog.datasets import Dataset
from engine.catalog.schema import copies, copy_choices
from engine.copies.records import StoredCopies


def save_copies(
    catalog: Catalog, dataset: Dataset, photo_ids: Sequence[int], groups: NDArray[np.int64], places: NDArray[np.int64]
) -> None:
    """Keep what a search found, in place of what an earlier one did.

    Args:
        photo_ids: all photos that were compared.
        groups: (n,) number of each one's group, -1 for none; ``places``: (n,) in the group, 0 is the best picture.
    """
    rows = [
        {"dataset_id": dataset.id, "photo_id": id, "group_number": None if group < 0 else group, "place": place}
        for id, group, place in zip(photo_ids, groups.tolist(), places.tolist(), strict=True)
    ]
    with catalog.write() as connection:
        connection.execute(sa.delete(copies).where(copies.c.dataset_id == dataset.id))
        if rows:
            connection.execute(sa.insert(copies), rows)


def forget_compared(connection: sa.Connection, photo_ids: Sequence[int]) -> None:
    """Photos that were measured anew have to be compared anew, in every dataset."""
    ids = sa.func.json_each(json.dumps(list(photo_ids))).table_valued("value")
    connection.execute(sa.delete(copies).where(copies.c.photo_id.in_(sa.select(ids.c.value))))


def read_copies(connection: sa.Connection, dataset: Dataset, photo_ids: NDArray[np.int64]) -> StoredCopies:
    """What is known of copies, parallel to ``photo_ids``."""
    place_of = {id: place for place, id in enumerate(photo_ids.tolist())}
    found = StoredCopies.none(len(photo_ids))
    stored = sa.select(copies.c.photo_id, copies.c.group_number, copies.c.place)
    compared = [
        (place, -1 if group is None else group, number)
        for id, group, number in fetch_tuples(connection, stored.where(copies.c.dataset_id == dataset.id))
        if (place := place_of.get(id)) is not None
    ]
    if compared:
        places, groups, numbers = np.array(compared, np.int64).T
        found.groups[places], found.places[places], found.is_compared[places] = groups, numbers, True
    chosen = sa.select(copy_choices.c.photo_id, copy_choices.c.choice).where(copy_choices.c.dataset_id == dataset.id)
    for id, choice in fetch_tuples(connection, chosen):
        if id in place_of:
            found.choices[place_of[id]] = choice
    return found
