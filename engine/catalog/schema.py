"""The catalog's tables.

datasets ──< labels                   what people call the classes
datasets ──< files >── photos         every file ever seen has a row; equal bytes are one photo
photos   ──< analyses, faces          measured once per photo, analyzer and version
photos   ──< cloud_answers            what a service said of it, paid for once
datasets ──< cloud_consents           to which service how many photos may be sent; cloud_months: photos sent, per month
datasets ──< limits, overrides        what the user decided; never overwritten by a re-run
datasets ──< edits ──< edit_rows      a history of what was put right by hand, that can be stepped back through
datasets ──< suspect_decisions        which suspicions the user has settled
datasets ──< urls                     what became of every address of a list
datasets ──< map_points               photos as points, as a job laid them out
photos   ──< fingerprints             what copies of a picture are told by; measured with the analysis
datasets ──< copies, copy_choices     which photos show the same picture, and what the user says of that
datasets ──< snapshots ──< snapshot_photos      which photo went into which frozen version
revision                              counts writes, so that a reader knows whether what it holds is still true
changes                               counts changes of files, analyses, overrides and copies, each part for itself
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
    sa.Column("source_name", sa.Text, nullable=False),  # as the source says it; files to come find their label by it
    sa.Column("name", sa.Text, nullable=False, server_default=""),  # as people call it
    sa.Column("state", sa.Text, nullable=False, server_default="active"),  # a LabelState
    sa.Column("merged_into", sa.ForeignKey("labels.id")),
    sa.UniqueConstraint("dataset_id", "source_name"),
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
    sa.Column("taken", sa.Text),  # when, as the camera says: ISO 8601 without a zone
)

files = sa.Table(
    "files",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("dataset_id", sa.ForeignKey("datasets.id", ondelete="CASCADE"), nullable=False),
    sa.Column("path", sa.Text, nullable=False),  # as the source names it, with "/"
    sa.Column("location", sa.Text),  # where the bytes lie; None when they could not be read at all
    sa.Column("label_id", sa.ForeignKey("labels.id"), nullable=False),
    sa.Column("given_label_id", sa.ForeignKey("labels.id")),  # as the source says, before merges and moves by hand
    sa.Column("photo_id", sa.ForeignKey("photos.id")),
    sa.Column("is_member", sa.Boolean, nullable=False),  # False: a copy of a photo already in the dataset, or no photo
    sa.Column("reason", sa.Text),  # why it is unreadable
    sa.Column("source", sa.Text, nullable=False, server_default=""),  # what was imported, as given
    sa.Column("source_type", sa.Text, nullable=False, server_default=""),  # name of the Source that listed it
    sa.Column("split", sa.Text),  # the side the source gives it
    sa.Column("notes", sa.Text),  # JSON object of what else the source says of it
    sa.Column("rectangle", sa.Text),  # "left,top,right,bottom" of the face, as the source says
    sa.Column("num_bytes", sa.Integer),  # with modified_ns tells an unchanged file without reading it
    sa.Column("modified_ns", sa.Integer),
    sa.Column("is_vanished", sa.Boolean, nullable=False, server_default=sa.false()),  # no longer where it was
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
    sa.Column("measured", sa.Text, nullable=False, server_default=""),  # "pan:1 size:2": checks with their versions
    sa.Column("numbers", sa.LargeBinary),  # little-endian float64 in that order; NaN: the question has no answer
    sa.Column("revision", sa.Integer, nullable=False, server_default="0"),  # of the catalog, when this was written
    sa.Index("analyses_changed", "revision", "photo_id"),
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

cloud_answers = sa.Table(
    "cloud_answers",
    metadata,
    sa.Column("photo_id", sa.ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("analyzer", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),  # of what was asked
    sa.Column("asked", sa.Text, nullable=False),
    sa.Column("answer", sa.LargeBinary),  # as the analyzer packs it; None when there was none
    sa.Column("error", sa.Text),  # why there was none; asked again next time
)

cloud_consents = sa.Table(
    "cloud_consents",
    metadata,
    sa.Column("dataset_id", sa.ForeignKey("datasets.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("analyzer", sa.Text, primary_key=True),
    sa.Column("endpoint", sa.Text, nullable=False),  # the server that may have them
    sa.Column("num_photos", sa.Integer, nullable=False),
    sa.Column("dollars", sa.Float, nullable=False),  # what was said that they cost
    sa.Column("agreed", sa.Text, nullable=False),
    sa.Column("num_sent", sa.Integer, nullable=False),  # of them, so far
)

cloud_months = sa.Table(
    "cloud_months",
    metadata,
    sa.Column("analyzer", sa.Text, primary_key=True),
    sa.Column("month", sa.Text, primary_key=True),  # "2026-11", UTC
    sa.Column("num_sent", sa.Integer, nullable=False),
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

edits = sa.Table(
    "edits",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("dataset_id", sa.ForeignKey("datasets.id", ondelete="CASCADE"), nullable=False),
    sa.Column("made", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),  # a sentence, such as "Moved 3 photos to Kim"
    sa.Column("is_undone", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Index("edits_dataset", "dataset_id"),
)

edit_rows = sa.Table(
    "edit_rows",
    metadata,
    sa.Column("edit_id", sa.ForeignKey("edits.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("what", sa.Text, nullable=False),  # which value of which table
    sa.Column("row_id", sa.Integer, nullable=False),
    sa.Column("before", sa.Text),  # JSON
    sa.Column("after", sa.Text),  # JSON
    sqlite_with_rowid=False,
)

suspect_decisions = sa.Table(
    "suspect_decisions",
    metadata,
    sa.Column("dataset_id", sa.ForeignKey("datasets.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),  # which suspicion
    sa.Column("subject", sa.Text, primary_key=True),  # what it is about: SHA-256s or label ids, joined by "+"
    sa.Column("decision", sa.Text, nullable=False),
    sa.Column("decided", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)

urls = sa.Table(
    "urls",
    metadata,
    sa.Column("dataset_id", sa.ForeignKey("datasets.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("label", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),  # label and number name an entry of the list
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("rectangle", sa.Text),  # "left,top,right,bottom"
    sa.Column("md5", sa.Text),
    sa.Column("outcome", sa.Text),  # None while it waits
    sa.Column("detail", sa.Text),  # the reason, in words
    sa.Column("sha256", sa.Text),
    sa.Column("num_bytes", sa.Integer),
    sqlite_with_rowid=False,
)

map_points = sa.Table(
    "map_points",
    metadata,
    sa.Column("dataset_id", sa.ForeignKey("datasets.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("method", sa.Text, primary_key=True),
    sa.Column("photo_id", sa.ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("x", sa.Float, nullable=False),
    sa.Column("y", sa.Float, nullable=False),
    sqlite_with_rowid=False,
)

fingerprints = sa.Table(
    "fingerprints",
    metadata,
    sa.Column("photo_id", sa.ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),  # in the key, so that what is known is told without the data
    sa.Column("data", sa.LargeBinary),  # as engine.copies.fingerprint packs it; None where nothing can be decoded
)

copies = sa.Table(
    "copies",
    metadata,
    sa.Column("dataset_id", sa.ForeignKey("datasets.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("photo_id", sa.ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("group_number", sa.Integer),  # None: compared with all others, and alone
    sa.Column("place", sa.Integer, nullable=False),  # in the group, 0 is the best picture
    sa.Index("copies_photo", "photo_id"),
    sqlite_with_rowid=False,
)

copy_choices = sa.Table(
    "copy_choices",
    metadata,
    sa.Column("dataset_id", sa.ForeignKey("datasets.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("photo_id", sa.ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("choice", sa.Text, nullable=False),  # a CopyChoice
    sa.Index("copy_choices_photo", "photo_id"),
    sqlite_with_rowid=False,
)

revision = sa.Table(
    "revision",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),  # 1, its only row
    sa.Column("value", sa.Integer, nullable=False),
)

changes = sa.Table(
    "changes",
    metadata,
    sa.Column("part", sa.Text, primary_key=True),  # "files" (with labels), "analyses", "overrides", "copies", "erased"
    sa.Column("value", sa.Integer, nullable=False),
)
