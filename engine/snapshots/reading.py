"""Reads a frozen snapshot: its manifest, and its crops, embeddings and integer labels as arrays."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine import atomic
from engine.errors import NotFound
from engine.kinds import Kind, Split
from engine.settings import Settings

ERASING = "erasing.json"  # photos that are being erased from a snapshot, and its facts without them
ERASED = "erased.json"  # all that is left of a snapshot that was erased whole
RECORDS_FOLDER = "tfrecord"  # shards for other programs
PIXELS_FOLDER = "pixels"  # crops as one file for each side of the split, where they do not fit into memory
FEATURES_FOLDER = "features"  # what networks saw in the crops, kept by training


@dataclass(frozen=True)
class Erasure:
    """Photos were erased from a snapshot, which had ``content_hash`` until then."""

    num_photos: int
    content_hash: str


@dataclass(frozen=True)
class Entry:
    """One photo of a snapshot: a row of ``manifest.csv``."""

    sha256: str
    label: str
    number: int
    split: Split
    path: str


@dataclass(frozen=True)
class Snapshot:
    """A frozen dataset, a folder.

    Attributes:
        size: side of the square crops in pixels.
        channels: 3 for colour, 1 for grey.
        labels: label names; a label's integer is its place here.
        content_hash: SHA-256 over the manifest and the crops; two equal snapshots have equal hashes.
        erasures: oldest first; the snapshot is as it now stands without those photos.
    """

    id: str
    folder: Path
    dataset: str
    kind: Kind
    size: int
    channels: int
    labels: tuple[str, ...]
    seed: int
    created: str
    content_hash: str
    settings: dict[str, object] = field(default_factory=dict)
    erasures: tuple[Erasure, ...] = ()

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every photo, in the manifest's order."""
        going = self._being_erased
        return tuple(
            Entry(row["sha256"], row["label"], self.labels.index(row["label"]), Split(row["split"]), row["path"])
            for row in self._rows
            if row["sha256"] not in going
        )

    @property
    def num_erased(self) -> int:
        """Photos that it was frozen with and that were erased since."""
        return sum(erasure.num_photos for erasure in self.erasures)

    def num_erased_since(self, content_hash: str) -> int:
        """Photos that were erased since the snapshot had that content."""
        hashes = [erasure.content_hash for erasure in self.erasures]
        first = hashes.index(content_hash) if content_hash in hashes else len(hashes)
        return sum(erasure.num_photos for erasure in self.erasures[first:])

    def indices(self, split: Split) -> NDArray[np.int64]:
        """(n,) places in the manifest of one side of the split."""
        return np.flatnonzero([entry.split == split for entry in self.entries])

    def images(self, split: Split) -> NDArray[np.uint8]:
        """(n, size, size, channels) uint8 crops, 0 to 255, in the manifest's order."""
        pixels = np.empty((len(self.indices(split)), self.size, self.size, self.channels), np.uint8)
        for place, crop in enumerate(self.each_image(split)):
            pixels[place] = crop
        return pixels

    def each_image(self, split: Split) -> Iterator[NDArray[np.uint8]]:
        """The same crops one after the other, (size, size, channels)."""
        return (self._read_crop(self.entries[index].sha256) for index in self.indices(split))

    def embeddings(self, split: Split) -> NDArray[np.float32]:
        """(n, 128) float32 SFace embeddings of the main face.

        Raises:
            NotFound: the snapshot has none (kind ``images``).
        """
        if not self.has_embeddings:
            raise NotFound(
                f"Snapshot '{self.id}' of dataset '{self.dataset}' has no face embeddings. "
                "Expected a snapshot of kind 'faces'; choose an architecture that looks at pixels."
            )
        stored: NDArray[np.float32] = np.load(self.folder / "embeddings.npy")
        if len(stored) != len(self.entries):  # an erasure is under way
            stored = stored[[row["sha256"] not in self._being_erased for row in self._rows]]
        return stored[self.indices(split)]

    @property
    def has_embeddings(self) -> bool:
        return (self.folder / "embeddings.npy").exists()

    def numbers(self, split: Split) -> NDArray[np.int64]:
        """(n,) integer labels."""
        return np.array([self.entries[index].number for index in self.indices(split)], np.int64)

    def crop_file(self, sha256: str) -> Path:
        """Where the crop of a photo lies."""
        return self.folder / "crops" / f"{sha256}.png"

    @cached_property
    def _rows(self) -> tuple[dict[str, str], ...]:
        with (self.folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
            return tuple(csv.DictReader(file))

    @cached_property
    def _being_erased(self) -> frozenset[str]:
        decided: dict[str, Any] | None = atomic.read_json(self.folder / ERASING)
        return frozenset() if decided is None else frozenset(decided["sha256s"])

    def _read_crop(self, sha256: str) -> NDArray[np.uint8]:
        with Image.open(self.crop_file(sha256)) as image:
            pixels = np.asarray(image, np.uint8)
        return pixels.reshape(self.size, self.size, self.channels)


def open_snapshot(settings: Settings, snapshot_id: str) -> Snapshot:
    """Open a finished snapshot.

    Raises:
        NotFound: there is no finished snapshot of that id.
    """
    folder = settings.snapshots_dir / snapshot_id
    file = folder / "snapshot.json"
    is_name = bool(snapshot_id) and Path(snapshot_id).name == snapshot_id
    if is_name and not file.is_file() and (folder / ERASED).is_file():
        raise NotFound(f"The photos of snapshot '{snapshot_id}' were erased, and the snapshot with them. Make another.")
    if not is_name or not file.is_file():
        raise NotFound(f"There is no snapshot '{snapshot_id}'. Make one on the Prepare page or with 'snapshot NAME'.")
    decided: dict[str, Any] | None = atomic.read_json(folder / ERASING)
    facts: dict[str, Any] = decided["facts"] if decided else json.loads(file.read_text(encoding="utf-8"))
    return Snapshot(
        id=snapshot_id,
        folder=folder,
        dataset=facts["dataset"],
        kind=Kind(facts["kind"]),
        size=facts["size"],
        channels=facts["channels"],
        labels=tuple(facts["labels"]),
        seed=facts["seed"],
        created=facts["created"],
        content_hash=facts["content_hash"],
        settings=facts["settings"],
        erasures=tuple(Erasure(each["photos"], each["content_hash"]) for each in facts.get("erasures", ())),
    )


def list_snapshots(settings: Settings, dataset: str | None = None) -> list[Snapshot]:
    """All finished snapshots (of one dataset), newest first."""
    if not settings.snapshots_dir.is_dir():
        return []
    found = [open_snapshot(settings, file.parent.name) for file in settings.snapshots_dir.glob("[!.]*/snapshot.json")]
    chosen = [snapshot for snapshot in found if dataset is None or snapshot.dataset == dataset]
    return sorted(chosen, key=lambda snapshot: (snapshot.created, snapshot.id), reverse=True)
