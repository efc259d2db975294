"""The labels of a dataset: as sources name them, as people call them, and which are merged, set aside or taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from engine.catalog.connection import Catalog
from engine.catalog.schema import labels


class LabelState(StrEnum):
    """What became of a label. Its row stays, so that files imported later still find their way, and undo its way back.

    ASIDE holds photos that show none of the people; MERGED passes its files on; REMOVED is out of the dataset.
    """

    ACTIVE = "active"
    ASIDE = "aside"
    MERGED = "merged"
    REMOVED = "removed"


SHOWN = (LabelState.ACTIVE, LabelState.ASIDE)  # no two of these have the same name

BY_HAND = "/by-hand/"  # begins the source name of a label that no source has said yet


@dataclass(frozen=True)
class Label:
    """A person or class of a dataset. ``merged_into`` is the id of the label that takes its files."""

    id: int
    name: str
    source_name: str
    state: LabelState
    merged_into: int | None


def list_labels(catalog: Catalog, dataset_id: int) -> list[Label]:
    """All labels a dataset ever had, in order of name."""
    with catalog.read() as connection:
        return read_labels(connection, dataset_id)


def read_labels(connection: sa.Connection, dataset_id: int) -> list[Label]:
    """As :func:`list_labels`, inside a transaction."""
    query = sa.select(labels).where(labels.c.dataset_id == dataset_id).order_by(labels.c.name, labels.c.id)
    return [
        Label(row.id, row.name, row.source_name, LabelState(row.state), row.merged_into)
        for row in connection.execute(query)
    ]


def given_label_ids(connection: sa.Connection, dataset_id: int, source_names: Sequence[str]) -> dict[str, int]:
    """The label that a source means by each name, before merges; names that mean none become new labels.

    A name that a source said before means the same label still, however it is called now. If that label was merged or
    taken out, or no source ever said the name, it means the label that people call so now, if there is one.
    """
    wanted = dict.fromkeys(source_names)
    _adopt(connection, dataset_id, list(wanted))
    known = _known_ids(read_labels(connection, dataset_id))
    missing = [name for name in wanted if name not in known]
    if missing:
        rows = [{"dataset_id": dataset_id, "source_name": name, "name": name} for name in missing]
        connection.execute(insert(labels).on_conflict_do_nothing(), rows)
        known = _known_ids(read_labels(connection, dataset_id))
    return {name: known[name] for name in wanted}


def still_given(source_names: Mapping[int, str], given_id: int | None, name: str) -> int | None:
    """``given_id``, of a file that a source gave to it before, if that source still says the same; else None.

    The name may mean another label for new files by now; the old ones stay with what was made of theirs.
    """
    said = source_names.get(given_id or 0, "")
    return given_id if said == name or said.startswith(BY_HAND) else None


def given_ids_by_name(connection: sa.Connection, dataset_id: int) -> dict[str, int]:
    """As :func:`given_label_ids`, for all names known so far; makes no labels."""
    return _known_ids(read_labels(connection, dataset_id))


def label_ids_after_merges(connection: sa.Connection, dataset_id: int) -> dict[int, int]:
    """For the id of every label, that of the label which now takes its files."""
    by_id = {label.id: label for label in read_labels(connection, dataset_id)}
    return {label.id: _final(label, by_id).id for label in by_id.values()}


def _adopt(connection: sa.Connection, dataset_id: int, names: Sequence[str]) -> None:
    """A label made by hand is what a source means from the first time on that it says the name."""
    found = read_labels(connection, dataset_id)
    said = {label.source_name for label in found}
    for label in found:
        is_new = label.source_name.startswith(BY_HAND) and label.name not in said
        if is_new and label.state in SHOWN and label.name in names:
            connection.execute(sa.update(labels).where(labels.c.id == label.id).values(source_name=label.name))


def _known_ids(found: Sequence[Label]) -> dict[str, int]:
    gone = {label.source_name: label.id for label in found if label.state not in SHOWN}
    called = {label.name: label.id for label in found if label.state in SHOWN}
    said = {label.source_name: label.id for label in found if label.state in SHOWN}
    return gone | called | said


def _final(label: Label, by_id: dict[int, Label]) -> Label:
    while label.merged_into is not None:
        label = by_id[label.merged_into]
    return label
