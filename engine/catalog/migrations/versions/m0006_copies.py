"""What copies of a picture are told by, which photos are copies of each other, and what the user says of them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COUNTED = ("copies", "copy_choices")  # tables whose changes count as those of the part "copies"


def upgrade() -> None:
    op.create_table(
        "fingerprints",
        sa.Column("photo_id", sa.Integer(), sa.ForeignKey("photos.id", ondelete="CASCADE"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("photo_id", "version"),
    )
    for name, columns in (
        ("copies", [sa.Column("group_number", sa.Integer()), sa.Column("place", sa.Integer(), nullable=False)]),
        ("copy_choices", [sa.Column("choice", sa.Text(), nullable=False)]),
    ):
        op.create_table(
            name,
            sa.Column("dataset_id", sa.Integer(), sa.ForeignKey("datasets.id", ondelete="CASCADE"), nullable=False),
            sa.Column("photo_id", sa.Integer(), sa.ForeignKey("photos.id", ondelete="CASCADE"), nullable=False),
            *columns,
            sa.PrimaryKeyConstraint("dataset_id", "photo_id"),
            sqlite_with_rowid=False,
        )
        op.create_index(f"{name}_photo", name, ["photo_id"])
    op.execute("INSERT INTO changes (part, value) VALUES ('copies', 0)")
    for table in COUNTED:
        for event in ("INSERT", "UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER copies_{table}_{event.lower()} AFTER {event} ON {table} "
                "BEGIN UPDATE changes SET value = value + 1 WHERE part = 'copies'; END"
            )
