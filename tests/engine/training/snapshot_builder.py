"""Writes a small snapshot folder as freezing does, of pictures that a network learns in seconds."""

from __future__ import annotations

import csv
import hashlib
import json

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
    snapshot_id: str = "s1",
) -> Snapshot:
    """Crops of label k are noise, brighter for each label; the last ``num_validation`` of each are for validation."""
    folder = settings.snapshots_dir / snapshot_id
    (folder / "crops").mkdir(parents=True)
    labels = [f"label {number}" for number in range(num_labels)]
    rng = np.random.default_rng(0)
    rows, embeddings = [], []
    for number, label in enumerate(labels):
        for place in range(per_label):
            low = 255 * number // num_labels
            pixels = rng.integers(low, low + 255 // num_labels, (size, size, channels), dtype=np.uint8)
            sha256 = hashlib.sha256(pixels.tobytes()).hexdigest()
            Image.fromarray(pixels if channels == 3 else pixels[:, :, 0]).save(folder / "crops" / f"{sha256}.png")
            split = Split.VALIDATION if place >= per_label - num_validation else Split.TRAIN
            rows.append([sha256, label, number, split, f"{label}/{place}.png", 0, 0, size, size])
            embeddings.append(np.eye(128)[number] + rng.normal(0, 0.05, 128))
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        header = ["sha256", "label", "number", "split", "path", "left", "top", "right", "bottom"]
        csv.writer(file).writerows([header, *rows])
    if kind is Kind.FACES:
        np.save(folder / "embeddings.npy", np.array(embeddings, np.float32))
    facts = {
        "dataset": "made",
        "kind": kind,
        "size": size,
        "channels": channels,
        "labels": labels,
        "seed": 0,
        "created": "2026-01-01T00:00:00+00:00",
        "content_hash": "c" * 64,
        "settings": {},
    }
    (folder / "snapshot.json").write_text(json.dumps(facts), encoding="utf-8")
    return open_snapshot(settings, snapshot_id)
