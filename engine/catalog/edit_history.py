"""The history of what was put right by hand: lists edits, and puts back the values before them or after them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from engine.catalog.connection import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.labels import SHOWN, label_ids_after_merges, read_labels
from engine.catalog.schema import copy_choices, edit_rows, edits, files, labels, overrides


class What(StrEnum):
    """Which value an edit changed; ``edit_rows.row_id`` is that row's id, for those in ``OF_PHOTOS`` the photo's."""

    FILE_LABEL = "file.label"
    FILE_MEMBER = "file.member"
    LABEL_CREATED = "label.created"
    LABEL_NAME = "label.name"
    LABEL_STATE = "label.state"
    LABEL_MERGED = "label.merged"
    OVERRIDE = "override"
    COPY_CHOICE = "copy.choice"


COLUMNS: dict[What, sa.Column[object]] = {
    What.FILE_LABEL: files.c.label_id,
    What.FILE_MEMBER: files.c.is_member,
    What.LABEL_CREATED: labels.c.state,
    What.LABEL_NAME: labels.c.name,
    What.LABEL_STATE: labels.c.state,
    What.LABEL_MERGED: labels.c.merged_into,
}


# What a dataset's user decides of single photos: rows that come and go.
OF_PHOTOS: dict[What, sa.Column[str]] = {What.OVERRIDE: overrides.c.decision, What.COPY_CHOICE: copy_choices.c.choice}


class Side(StrEnum):
    """The values that an edit found, and those it left."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class Edit:
    """A change by hand. ``made`` is ISO 8601, UTC; ``title`` a sentence without its full stop."""

    id: int
    made: str
    title: str
    is_undone: bool


@dataclass(frozen=True)
class Restored:
    """What came of putting an edit's values back. ``num_left``: values that something else has changed since."""

    edit: Edit
    num_put_back: int
    num_left: int


def list_edits(catalog: Catalog, dataset: Dataset) -> list[Edit]:
    """A dataset's edits, newest first; undone ones are among them until a new edit is made."""
    with catalog.read() as connection:
        return read_edits(connection, dataset)


def read_edits(connection: sa.Connection, dataset: Dataset) -> list[Edit]:
    """As :func:`list_edits`, inside a transaction."""
    query = sa.select(edits).where(edits.c.dataset_id == dataset.id).order_by(edits.c.id.desc())
    return [Edit(row.id, row.made, row.title, row.is_undone) for row in connection.execute(query)]


def restore(connection: sa.Connection, dataset: Dataset, edit: Edit, side: Side) -> Restored:
    """Undo an edit (``BEFORE``) or do it again (``AFTER``), value by value.

    A value is put back only where it still is as the edit left it; what something else has changed since stays.
    """
    counts = sa.select(edit_rows.c.what, sa.func.count()).where(edit_rows.c.edit_id == edit.id)
    found: dict[str, int] = dict(connection.execute(counts.group_by(edit_rows.c.what)).all())
    connection.execute(sa.update(edits).where(edits.c.id == edit.id).values(is_undone=side is Side.BEFORE))
    put_back = 0
    for what in COLUMNS:
        if what in found:
            put_back += _put_column(connection, edit.id, what, side)
    for what in OF_PHOTOS:
        if what in found:
            put_back += put_decisions(connection, dataset, edit.id, side, what)
    if What.LABEL_MERGED in found:
        _follow_sources(connection, dataset)
    if {What.LABEL_NAME, What.LABEL_STATE, What.LABEL_CREATED} & set(found):
        _tell_names_apart(connection, dataset, edit.id)
    return Restored(edit, put_back, sum(found.values()) - put_back)


def _put_column(connection: sa.Connection, edit_id: int, what: What, side: Side) -> int:
    column = COLUMNS[what]
    table = column.table
    wanted, present = _sides(side)
    chosen = (edit_rows.c.edit_id == edit_id) & (edit_rows.c.what == what) & (edit_rows.c.row_id == table.c.id)
    chosen &= column.is_not_distinct_from(present)
    if what is What.LABEL_CREATED and side is Side.BEFORE:  # photos may have been imported for it since
        chosen &= ~sa.exists().where(files.c.label_id == table.c.id)
    return connection.execute(sa.update(table).where(chosen).values({column.name: wanted})).rowcount


def put_decisions(connection: sa.Connection, dataset: Dataset, edit_id: int, side: Side, what: What) -> int:
    """Put back what an edit decided of photos where it still is as on the other side of it; the number of those."""
    wanted, present = _sides(side)
    column = OF_PHOTOS[what]
    table = column.table
    mine = (table.c.photo_id == edit_rows.c.row_id) & (table.c.dataset_id == dataset.id)
    chosen = (edit_rows.c.edit_id == edit_id) & (edit_rows.c.what == what)
    unchanged = (
        sa.select(edit_rows.c.row_id)
        .select_from(edit_rows.outerjoin(table, mine))
        .where(chosen, column.is_not_distinct_from(present))
    )
    decided = datetime.now(UTC).isoformat(timespec="seconds")
    values = {"dataset_id": sa.literal(dataset.id), "photo_id": edit_rows.c.row_id, column.name: wanted}
    if "decided" in table.c:
        values["decided"] = sa.literal(decided)
    new = unchanged.with_only_columns(*values.values()).where(wanted.is_not(None))
    cleared = sa.delete(table).where(
        table.c.dataset_id == dataset.id, table.c.photo_id.in_(unchanged.where(wanted.is_(None)))
    )
    number = connection.execute(cleared).rowcount
    statement = insert(table).prefix_with("OR REPLACE").from_select(list(values), new)
    return number + connection.execute(statement).rowcount


def _sides(side: Side) -> tuple[sa.ColumnElement[object], sa.ColumnElement[object]]:
    """The values to put, and those that must be there now."""
    before, after = (sa.func.json_extract(column, "$") for column in (edit_rows.c.before, edit_rows.c.after))
    return (before, after) if side is Side.BEFORE else (after, before)


def _follow_sources(connection: sa.Connection, dataset: Dataset) -> None:
    """Files that nobody moved by hand go where their source's label now leads: some came after the edit was made."""
    leads_to = json.dumps({str(id): final for id, final in label_ids_after_merges(connection, dataset.id).items()})
    lead = sa.func.json_each(leads_to).table_valued("key", "value")
    moved = (
        sa.select(edit_rows.c.row_id)
        .join(edits, edits.c.id == edit_rows.c.edit_id)
        .where(edits.c.dataset_id == dataset.id, ~edits.c.is_undone, edit_rows.c.what == What.FILE_LABEL)
    )
    connection.execute(
        sa.update(files)
        .where(files.c.dataset_id == dataset.id, files.c.given_label_id == sa.cast(lead.c.key, sa.Integer))
        .where(files.c.label_id != lead.c.value, files.c.id.not_in(moved))
        .values(label_id=lead.c.value)
    )


def _tell_names_apart(connection: sa.Connection, dataset: Dataset, edit_id: int) -> None:
    """A name that came back may have been given to another person by an import since: the one that came back yields."""
    mine = sa.select(edit_rows.c.row_id).where(edit_rows.c.edit_id == edit_id, edit_rows.c.what.like("label.%"))
    back = set(connection.execute(mine).scalars())
    shown = [label for label in read_labels(connection, dataset.id) if label.state in SHOWN]
    taken = {label.name for label in shown if label.id not in back}
    for label in shown:
        if label.id in back and label.name in taken:
            name = next(name for n in range(2, len(shown) + 3) if (name := f"{label.name} ({n})") not in taken)
            connection.execute(sa.update(labels).where(labels.c.id == label.id).values(name=name))
            taken.add(name)
