"""Writes a small snapshot folder as freezing does, of pictures that a network learns in seconds."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Sequence

import numpy as np
from PIL import Image

from engine.kinds import Kind, Split
from engine.settings import Settings
from engine.snapshots import Snapshot, open_snapshot


def build_snapshot(
    settings: Settings,
    *,
    kind: Kind = Kind.IMAGES,
    num_labels: int = 3,
    per_label: int = 10,
    num_validation: int = 3,
    size: int = 16,
    channels: int = 3,
) -> Snapshot:
    """Crops of label k are noise, brighter for each label; the last ``num_validation`` of each are for validation."""
    rng = np.random.default_rng(0)
    numbers = np.repeat(np.arange(num_labels), per_label)
    lowest = (255 * numbers // num_labels)[:, np.newaxis, np.newaxis, np.newaxis]
    noise = rng.integers(0, 255 // num_labels, (len(numbers), size, size, channels))
    is_validation = np.arange(len(numbers)) % per_label >= per_label - num_validation
    snapshot = write_snapshot(settings, (lowest + noise).astype(np.uint8), numbers, is_validation, kind=kind)
    if kind is Kind.FACES:
        embeddings = np.eye(128)[numbers] + rng.normal(0, 0.05, (len(numbers), 128))
        np.save(snapshot.folder / "embeddings.npy", embeddings.astype(np.float32))
    return snapshot


def write_snapshot(
    settings: Settings, crops: np.ndarray, numbers: np.ndarray, is_validation: Sequence[bool], *, kind: Kind
) -> Snapshot:
    """Snapshot "s1" of crops (n, size, size, channels) uint8 with labels "label 0", "label 1" ..."""
    folder = settings.snapshots_dir / "s1"
    (folder / "crops").mkdir(parents=True)
    size, channels = crops.shape[2:]
    rows: list[list[object]] = [["sha256", "label", "number", "split", "path", "left", "top", "right", "bottom"]]
    for place, (pixels, number) in enumerate(zip(crops, numbers, strict=True)):
        sha256 = hashlib.sha256(pixels.tobytes()).hexdigest()
        Image.fromarray(pixels if channels == 3 else pixels[:, :, 0]).save(folder / "crops" / f"{sha256}.png")
        split = Split.VALIDATION if is_validation[place] else Split.TRAIN
        rows.append([sha256, f"label {number}", number, split, f"{place}.png", 0, 0, size, size])
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    labels = [f"label {number}" for number in range(max(numbers) + 1)]
    facts = {"dataset": "made", "kind": kind, "size": size, "channels": channels, "labels": labels, "seed": 0}
    facts |= {"created": "2026-01-01T00:00:00+00:00", "content_hash": "c" * 64, "settings": {}}
    (folder / "snapshot.json").write_text(json.dumps(facts), encoding="utf-8")
    return open_snapshot(settings, "s1")
