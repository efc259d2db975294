"""Angles are measured with their sign: those of earlier versions get theirs from the faces stored beside them"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

AT_ONCE = 10_000
ANGLES = ("roll", "pan", "tilt")
OLD_ROWS = """
SELECT analyses.photo_id, analyses.analyzer, measured, numbers, roll, pan, tilt FROM analyses
JOIN faces ON faces.photo_id = analyses.photo_id AND faces.analyzer = analyses.analyzer AND faces.place = 0
WHERE numbers IS NOT NULL
"""
NEW_VALUES = "UPDATE analyses SET numbers = ? WHERE photo_id = ? AND analyzer = ?"
NEW_VERSIONS = "UPDATE analyses SET measured = replace(measured, '{0}:1', '{0}:2')"


def upgrade() -> None:
    import numpy as np

    connection = op.get_bind()
    updates = []
    for photo_id, analyzer, measured, packed, *angles in connection.exec_driver_sql(OLD_ROWS).all():
        numbers = np.frombuffer(packed, "<f8").copy()
        places = {part: place for place, part in enumerate(measured.split())}
        for name, angle in zip(ANGLES, angles, strict=True):
            if f"{name}:1" in places and angle is not None:
                numbers[places[f"{name}:1"]] = angle
        updates.append((numbers.tobytes(), photo_id, analyzer))
    for start in range(0, len(updates), AT_ONCE):
        connection.exec_driver_sql(NEW_VALUES, updates[start : start + AT_ONCE])
    for name in ANGLES:
        op.execute(NEW_VERSIONS.format(name))
