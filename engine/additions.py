"""Adds one photo that was just made to a dataset, at once: a process of its own would take seconds for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from uuid import uuid4

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset, count_dataset, create_dataset
from engine.catalog.origins import list_origins
from engine.catalog.photos import ImportedFile, add_files, find_photo
from engine.errors import BadInput
from engine.forgetting import forget, plan_forgetting_photos
from engine.importing import ANALYZERS
from engine.kinds import Kind
from engine.photo_files import read_header
from engine.photo_store import PhotoStore
from engine.settings import Settings
from engine.uploads.names import safe_parts

MAX_LABEL_LENGTH = 100


@dataclass(frozen=True)
class AddedPhoto:
    """A photo that is in a dataset now. ``num_of_label``: how many its label has."""

    sha256: str
    label: str
    num_of_label: int


def add_photo(
    settings: Settings,
    catalog: Catalog,
    content: bytes,
    *,
    dataset_name: str,
    kind: Kind,
    label: str,
    source_name: str,
    now: datetime,
    suffix: str = ".png",
) -> AddedPhoto:
    """Store a photo and add it to a dataset, which is made when there is none of that name.

    Args:
        content: the photo file's bytes.
        source_name: which source it counts for, such as ``draw``.
        now: when it was made; its file is named after it.

    Raises:
        BadInput: the label or the dataset's name or kind cannot be used.
        UnreadablePhoto: the bytes are no photo.
    """
    label = _require_label(label)
    dataset = create_dataset(catalog, dataset_name, kind, source_name, ANALYZERS[kind])
    location, sha256 = PhotoStore(settings).keep_bytes(content, suffix)
    file = ImportedFile(
        path=f"{label}/{source_name} {now:%Y-%m-%d %H-%M-%S} {uuid4().hex[:6]}{suffix}",
        label=label,
        location=location,
        sha256=sha256,
        num_bytes=len(content),
        header=read_header(location),
        modified_ns=location.stat().st_mtime_ns,
    )
    add_files(catalog, dataset, [file], source=source_name, source_type=source_name)
    return AddedPhoto(sha256, label, count_dataset(catalog, dataset).people.get(label, 0))


def take_back(settings: Settings, catalog: Catalog, dataset: Dataset, sha256: str) -> None:
    """Erase a photo that was added here; one that came into the dataset by an import stays.

    Raises:
        NotFound: the dataset has no such photo.
        BadInput: it was imported.
    """
    photo = find_photo(catalog, dataset, sha256)
    added = {origin.text for origin in list_origins(catalog, dataset) if origin.text == origin.source_type}
    if not any(f"/{name} " in photo.path for name in added):
        raise BadInput(f"'{photo.path}' was imported, not added here. Erase it on the Browse page.")
    forget(settings, catalog, plan_forgetting_photos(settings, catalog, dataset, [sha256]))


def _require_label(label: str) -> str:
    """A label that can name a folder, as everywhere else."""
    label = label.strip()
    if not label or len(label) > MAX_LABEL_LENGTH or not label.isprintable():
        raise BadInput(f"'{label}' cannot name a class. Expected 1 to {MAX_LABEL_LENGTH} printable characters.")
    return PurePosixPath(*safe_parts(label.replace("/", "_"))).name
