"""Data in and audit: what sources say of files, labels that can be put right, addresses, suspicions, the map"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _file_columns() -> list[sa.Column[Any]]:  # of several types
    return [
        sa.Column("source", sa.Text(), nullable=False, server_default=""),
        sa.Column("source_type", sa.Text(), nullable=False, server_default=""),
        sa.Column("split", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("rectangle", sa.Text(), nullable=True),
        sa.Column("num_bytes", sa.Integer(), nullable=True),
        sa.Column("modified_ns", sa.Integer(), nullable=True),
        sa.Column("is_vanished", sa.Boolean(), nullable=False, server_default=sa.false()),
    ]


def upgrade() -> None:
    _widen_labels()
    # As text: an added column with a foreign key of its own is more than Alembic does on SQLite.
    op.execute("ALTER TABLE files ADD COLUMN given_label_id INTEGER REFERENCES labels (id)")
    op.execute("UPDATE files SET given_label_id = label_id")
    op.add_column("photos", sa.Column("taken", sa.Text(), nullable=True))
    for column in _file_columns():
        op.add_column("files", column)
    op.execute("UPDATE files SET source = (SELECT source FROM datasets WHERE datasets.id = files.dataset_id)")
    _make_edits()
    _make_suspects_and_map()
    _make_urls()
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute("INSERT INTO revision (id, value) VALUES (1, 0)")


def _widen_labels() -> None:
    # In place: SQLite can only remake a table by dropping it, which the files that refer to it forbid.
    op.execute("ALTER TABLE labels RENAME COLUMN name TO source_name")
    op.execute("ALTER TABLE labels ADD COLUMN name TEXT NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE labels ADD COLUMN state TEXT NOT NULL DEFAULT 'active'")
    op.execute("ALTER TABLE labels ADD COLUMN merged_into INTEGER REFERENCES labels (id)")
    op.execute("UPDATE labels SET name = source_name")


def _make_edits() -> None:
    op.create_table(
        "edits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("made", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("is_undone", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("edits_dataset", "edits", ["dataset_id"])
    op.create_table(
        "edit_rows",
        sa.Column("edit_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["edit_id"], ["edits.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("edit_id", "place"),
        sqlite_with_rowid=False,
    )


def _make_suspects_and_map() -> None:
    op.create_table(
        "suspect_decisions",
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dataset_id", "kind", "subject"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "map_points",
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("x", sa.Float(), nullable=False),
        sa.Column("y", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["photo_id"], ["photos.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dataset_id", "method", "photo_id"),
        sqlite_with_rowid=False,
    )


def _make_urls() -> None:
    op.create_table(
        "urls",
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("rectangle", sa.Text(), nullable=True),
        sa.Column("md5", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("num_bytes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dataset_id", "label", "number"),
        sqlite_with_rowid=False,
    )
