"""Makes edits: changes of labels and overrides by hand, each written down with the values before and after."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from engine.catalog.connection import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.edit_history import COLUMNS, OF_PHOTOS, Edit, Side, What, put_decisions
from engine.catalog.labels import BY_HAND, SHOWN, Label, LabelState, read_labels
from engine.catalog.membership import in_dataset
from engine.catalog.schema import edit_rows, edits, files, labels, photos
from engine.copies.records import CopyChoice
from engine.errors import NotFound
from engine.kinds import Override


class EditWriter:
    """An edit in the making, inside a transaction.

    Attributes:
        title: what is done, a sentence without its full stop; to be given before the block ends.
        made: the edit, once the block has ended; None when it changed nothing.
    """

    def __init__(self, connection: sa.Connection, dataset: Dataset, edit_id: int) -> None:
        self.connection = connection
        self.dataset = dataset
        self.edit_id = edit_id
        self.title = ""
        self.made: Edit | None = None
        self.num_rows = 0

    def labels(self) -> list[Label]:
        """The dataset's labels as they now stand, in order of name."""
        return read_labels(self.connection, self.dataset.id)

    def require_photos(self, sha256s: Sequence[str]) -> None:
        """Raises NotFound when one of the photos is not in the dataset."""
        found = sa.select(photos.c.sha256).join(files, files.c.photo_id == photos.c.id)
        known = set(self.connection.execute(found.where(in_dataset(self.dataset), self._hold(sha256s))).scalars())
        missing = next((sha256 for sha256 in sha256s if sha256 not in known), None)
        if missing is not None:
            raise NotFound(
                f"Dataset '{self.dataset.name}' has no photo {missing}. Expected the SHA-256 of one of its photos; "
                f"'filter {self.dataset.name} --list' names them."
            )

    def label_ids_of(self, sha256s: Sequence[str]) -> dict[int, int]:
        """How many of the photos stand under each label, by its id."""
        query = sa.select(files.c.label_id, sa.func.count()).where(in_dataset(self.dataset), self._hold(sha256s))
        counts: dict[int, int] = dict(self.connection.execute(query.group_by(files.c.label_id)).all())
        return counts

    def count_label(self, label_id: int) -> int:
        """Photos under a label."""
        query = sa.select(sa.func.count()).where(in_dataset(self.dataset), files.c.label_id == label_id)
        return int(self.connection.execute(query).scalar_one())

    def move_photos(self, sha256s: Sequence[str], label_id: int) -> None:
        """Every file of the photos, copies included, goes to a label."""
        self.change(What.FILE_LABEL, (files.c.dataset_id == self.dataset.id) & self._hold(sha256s), label_id)

    def move_label(self, label_id: int, into_id: int) -> None:
        """Every file of a label goes to another, and so will those that sources give it later."""
        self.change(What.FILE_LABEL, files.c.label_id == label_id, into_id)
        self.change(What.LABEL_STATE, labels.c.id == label_id, LabelState.MERGED)
        self.change(What.LABEL_MERGED, labels.c.id == label_id, into_id)

    def rename(self, label_id: int, name: str) -> None:
        self.change(What.LABEL_NAME, labels.c.id == label_id, name)

    def create_label(self, name: str, state: LabelState = LabelState.ACTIVE) -> int:
        """A label that no source gave; its id."""
        row = {"dataset_id": self.dataset.id, "name": name, "state": LabelState.REMOVED}
        row["source_name"] = f"{BY_HAND}{uuid4().hex}"
        label_id: int = self.connection.execute(sa.insert(labels).values(row).returning(labels.c.id)).scalar_one()
        self.change(What.LABEL_CREATED, labels.c.id == label_id, state)
        return label_id

    def remove_label(self, label_id: int) -> None:
        """Take a label out with its files; photos that another person's file holds as well stay under that one."""
        self._hand_over(label_id)
        self.change(What.LABEL_STATE, labels.c.id == label_id, LabelState.REMOVED)

    def _hand_over(self, label_id: int) -> None:
        copy = files.alias("copy")
        heirs = (
            sa.select(files.c.id, sa.func.min(copy.c.id))
            .join(copy, (copy.c.photo_id == files.c.photo_id) & (copy.c.dataset_id == files.c.dataset_id))
            .join(labels, labels.c.id == copy.c.label_id)
            .where(files.c.label_id == label_id, files.c.is_member, ~copy.c.is_member)
            .where(copy.c.label_id != label_id, labels.c.state.in_(SHOWN))
            .group_by(files.c.id)
        )
        found = self.connection.execute(heirs).all()
        for column, is_member in ((0, False), (1, True)):
            ids = sa.func.json_each(json.dumps([row[column] for row in found])).table_valued("value")
            self.change(What.FILE_MEMBER, files.c.id.in_(sa.select(ids.c.value)), is_member)

    def _hold(self, sha256s: Sequence[str]) -> sa.ColumnElement[bool]:
        return files.c.photo_id.in_(photo_ids(sha256s))

    def change(self, what: What, rows: sa.ColumnElement[bool], after: object) -> int:
        """Set a column to ``after`` in the rows that hold another value; the number of those."""
        column = COLUMNS[what]
        table = column.table
        chosen = rows & column.is_distinct_from(after)
        before = sa.select(*self._row(what, table.c.id), sa.func.json_quote(column), sa.literal(json.dumps(after)))
        self._record(before.select_from(table).where(chosen))
        changed = self.connection.execute(sa.update(table).where(chosen).values({column.name: after})).rowcount
        self.num_rows += changed
        return changed

    def override(self, sha256s: Sequence[str], decision: Override | None) -> int:
        """Set or take away the user's own decision on photos; the number of those where that is a change."""
        return self._decide(What.OVERRIDE, sha256s, decision)

    def choose_copies(self, sha256s: Sequence[str], choice: CopyChoice | None) -> int:
        """Say of photos what they are among their copies, or no longer; the number of those where that is a change."""
        return self._decide(What.COPY_CHOICE, sha256s, choice)

    def _decide(self, what: What, sha256s: Sequence[str], decision: Override | CopyChoice | None) -> int:
        column = OF_PHOTOS[what]
        table = column.table
        mine = (table.c.photo_id == photos.c.id) & (table.c.dataset_id == self.dataset.id)
        old = (
            sa.select(*self._row(what, photos.c.id), sa.func.json_quote(column), sa.literal(json.dumps(decision)))
            .select_from(photos.outerjoin(table, mine))
            .where(photos.c.id.in_(photo_ids(sha256s)), column.is_distinct_from(decision))
        )
        changed = self._record(old)
        self.num_rows += changed
        put_decisions(self.connection, self.dataset, self.edit_id, Side.AFTER, what)
        return changed

    def _row(self, what: What, id: sa.ColumnElement[int]) -> tuple[sa.ColumnElement[Any], ...]:  # of several types
        place = sa.func.row_number().over(order_by=id) - 1 + self.num_rows
        return sa.literal(self.edit_id), place, sa.literal(str(what)), id

    def _record(self, rows: sa.Select[Any]) -> int:  # columns of several types
        columns = ["edit_id", "place", "what", "row_id", "before", "after"]
        return self.connection.execute(sa.insert(edit_rows).from_select(columns, rows)).rowcount


@contextmanager
def editing(catalog: Catalog, dataset: Dataset) -> Iterator[EditWriter]:
    """A transaction that makes one edit: all of it, or none; an edit without a change leaves no trace.

    Edits that were undone can be done again only until another is made.
    """
    with catalog.write() as connection:
        made = datetime.now(UTC).isoformat(timespec="seconds")
        row = {"dataset_id": dataset.id, "made": made, "title": ""}
        edit_id = connection.execute(sa.insert(edits).values(row).returning(edits.c.id)).scalar_one()
        writer = EditWriter(connection, dataset, edit_id)
        yield writer
        if writer.num_rows:
            _drop_undone(connection, dataset)
            connection.execute(sa.update(edits).where(edits.c.id == edit_id).values(title=writer.title))
            writer.made = Edit(edit_id, made, writer.title, is_undone=False)
        else:
            connection.execute(sa.delete(edits).where(edits.c.id == edit_id))


def _drop_undone(connection: sa.Connection, dataset: Dataset) -> None:
    undone = sa.select(edits.c.id).where(edits.c.dataset_id == dataset.id, edits.c.is_undone)
    made = sa.select(edit_rows.c.row_id).where(edit_rows.c.edit_id.in_(undone), edit_rows.c.what == What.LABEL_CREATED)
    never_made = set(connection.execute(made).scalars())
    connection.execute(sa.delete(edits).where(edits.c.dataset_id == dataset.id, edits.c.is_undone))
    used = sa.or_(files.c.label_id == labels.c.id, files.c.given_label_id == labels.c.id)
    merged = labels.alias("merged")
    connection.execute(
        sa.delete(labels).where(
            labels.c.id.in_(never_made),
            labels.c.state.not_in(SHOWN),
            ~sa.exists().where(used),
            ~sa.exists().where(merged.c.merged_into == labels.c.id),
        )
    )


def photo_ids(sha256s: Sequence[str]) -> sa.Select[tuple[int]]:
    """Ids of the photos of those contents; passed as one value, as a statement takes a limited number of them."""
    wanted = sa.func.json_each(json.dumps(list(sha256s))).table_valued("value")
    return sa.select(photos.c.id).where(photos.c.sha256.in_(sa.select(wanted.c.value)))
