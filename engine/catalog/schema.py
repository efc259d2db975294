"""The catalog's tables.

datasets ──< labels                   what people call the classes
datasets ──< files >── photos         every file ever seen has a row; equal bytes are one photo
photos   ──< analyses, faces, measurements      measured once per photo, analyzer and version
datasets ──< limits, overrides        what the user decided; never overwritten by a re-run
datasets ──< snapshots ──< snapshot_photos      which photo went into which frozen version
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

datasets = sa.Table(
    "datasets",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("analyzer", sa.Text, nullable=False),
    sa.Column("created", sa.Text, nullable=False),
)

labels = sa.Table(
    "labels",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("dataset_id", sa.ForeignKey("datasets.id", ondelete="CASCADE"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.UniqueConstraint("dataset_id", "name"),
)

photos = sa.Table(
    "photos",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sha256", sa.Text, nullable=False, unique=True),
    sa.Column("num_bytes", sa.Integer, nullable=False),
    sa.Column("format", sa.Text),
    sa.Column("mode", sa.Text),
    sa.Column("width", sa.Integer),
    sa.Column("height", sa.Integer),
    sa.Column("pixel_sha256", sa.Text),
    sa.Column("problem", sa.Text),  # why it cannot be decoded
)

files = sa.Table(
    "files",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("dataset_id", sa.ForeignKey("datasets.id", ondelete="CASCADE"), nullable=False),
    sa.Column("path", sa.Text, nullable=False),  # as the source names it, with "/"
    sa.Column("location", sa.Text),  # where the bytes lie; None when they could not be read at all
    sa.Column("label_id", sa.ForeignKey("labels.id"), nullable=False),
    sa.Column("photo_id", sa.ForeignKey("photos.id")),
    sa.Column("is_member", sa.Boolean, nullable=False),  # False: a copy of a photo already in the dataset, or no photo
    sa.Column("reason", sa.Text),  # why it is unreadable
    sa.UniqueConstraint("dataset_id", "path"),
    sa.Index("files_members", "dataset_id", "is_member", "photo_id"),
    sa.Index("files_photo", "photo_id"),
)

analyses = sa.Table(
    "analyses",
    metadata,
    sa.Column("photo_id", sa.ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("analyzer", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("error", sa.Text),  # why the photo could not be analyzed this time; tried again next time
    sa.Column("embedding", sa.LargeBinary),  # 128 little-endian float32 of the main face
    sqlite_with_rowid=False,
)

faces = sa.Table(
    "faces",
    metadata,
    sa.Column("photo_id", sa.ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("analyzer", sa.Text, primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),  # 0 is the main face
    sa.Column("box_ltrb", sa.LargeBinary, nullable=False),  # 4 little-endian float32
    sa.Column("points", sa.LargeBinary, nullable=False),  # 5 × 2 little-endian float32
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("roll", sa.Float),
    sa.Column("pan", sa.Float),
    sa.Column("tilt", sa.Float),
    sqlite_with_rowid=False,
)

measurements = sa.Table(
    "measurements",
    metadata,
    sa.Column("photo_id", sa.ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("analyzer", sa.Text, primary_key=True),
    sa.Column("check_name", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("value", sa.Float),  # NULL: the question has no answer for this photo
    sqlite_with_rowid=False,
)

limits = sa.Table(
    "limits",
    metadata,
    sa.Column("dataset_id", sa.ForeignKey("datasets.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("check_name", sa.Text, primary_key=True),
    sa.Column("value", sa.Float, nullable=False),
    sa.Column("is_on", sa.Boolean, nullable=False),
)

overrides = sa.Table(
    "overrides",
    metadata,
    sa.Column("dataset_id", sa.ForeignKey("datasets.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("photo_id", sa.ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("decision", sa.Text, nullable=False),
    sa.Column("decided", sa.Text, nullable=False),
)

snapshots = sa.Table(
    "snapshots",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("dataset_id", sa.ForeignKey("datasets.id", ondelete="CASCADE"), nullable=False),
    sa.Column("created", sa.Text, nullable=False),
    sa.Column("content_hash", sa.Text, nullable=False),
)

snapshot_photos = sa.Table(
    "snapshot_photos",
    metadata,
    sa.Column("snapshot_id", sa.ForeignKey("snapshots.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("photo_id", sa.ForeignKey("photos.id"), primary_key=True),
    sa.Column("split", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)
