"""What is known of files that were downloaded from remote storage: enough to tell which are there already."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from engine.catalog.connection import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.schema import files, photos

VERSION_NOTE = "remote version"  # among a file's notes: what the storage called the version that was downloaded


@dataclass(frozen=True)
class RemoteFile:
    """A downloaded file: the version it had then, and where its bytes lie now."""

    version: str
    location: Path
    sha256: str


def list_remote_files(catalog: Catalog, dataset: Dataset, source: str) -> dict[str, RemoteFile]:
    """All files that were downloaded from ``source`` into a dataset, by path."""
    query = (
        sa.select(files.c.path, files.c.location, files.c.notes, photos.c.sha256)
        .join(photos, photos.c.id == files.c.photo_id)
        .where(files.c.dataset_id == dataset.id, files.c.source == source, files.c.location.is_not(None))
    )
    found = {}
    with catalog.read() as connection:
        for path, location, notes, sha256 in connection.execute(query):
            version = json.loads(notes or "{}").get(VERSION_NOTE)
            if version:
                found[path] = RemoteFile(version, Path(location), sha256)
    return found
