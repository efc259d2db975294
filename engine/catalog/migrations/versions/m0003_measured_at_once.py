"""What is measured of a photo stands in one row; every part of the catalog counts its changes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Part: what changes it, as (table, event). REPLACE is an insertion to a trigger, so "erased" counts true losses alone:
# after one, the number of a photo may be given to another.
COUNTED = {
    "files": [(table, event) for table in ("files", "labels") for event in ("INSERT", "UPDATE", "DELETE")],
    "analyses": [("analyses", event) for event in ("INSERT", "UPDATE", "DELETE")],
    "overrides": [("overrides", event) for event in ("INSERT", "UPDATE", "DELETE")],
    "erased": [("photos", "DELETE"), ("analyses", "DELETE")],
}
AT_ONCE = 10_000
OLD_ROWS = """
SELECT photo_id, analyzer, check_name || ':' || version, value FROM measurements
ORDER BY photo_id, analyzer, check_name
"""
NEW_VALUES = "UPDATE analyses SET measured = ?, numbers = ? WHERE photo_id = ? AND analyzer = ?"


def upgrade() -> None:
    op.add_column("analyses", sa.Column("measured", sa.Text(), nullable=False, server_default=""))
    op.add_column("analyses", sa.Column("numbers", sa.LargeBinary(), nullable=True))
    op.add_column("analyses", sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
    _gather_measurements()
    op.drop_table("measurements")
    op.create_index("analyses_changed", "analyses", ["revision", "photo_id"])
    op.create_table(
        "changes",
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("part"),
    )
    for part, events in COUNTED.items():
        op.execute(f"INSERT INTO changes (part, value) VALUES ('{part}', 0)")
        for table, event in events:
            op.execute(
                f"CREATE TRIGGER {part}_{table}_{event.lower()} AFTER {event} ON {table} "
                f"BEGIN UPDATE changes SET value = value + 1 WHERE part = '{part}'; END"
            )


def _gather_measurements() -> None:
    """One row per measurement to one row per photo, as :mod:`engine.catalog.measurements` reads it."""
    import itertools

    import numpy as np

    connection = op.get_bind()
    rows = connection.exec_driver_sql(OLD_ROWS)
    updates = []
    for (photo_id, analyzer), group in itertools.groupby(rows.all(), key=lambda row: (row[0], row[1])):
        found = list(group)
        numbers = np.array([row[3] for row in found], "<f8")  # None becomes NaN
        updates.append((" ".join(row[2] for row in found), numbers.tobytes(), photo_id, analyzer))
    for start in range(0, len(updates), AT_ONCE):
        connection.exec_driver_sql(NEW_VALUES, updates[start : start + AT_ONCE])
