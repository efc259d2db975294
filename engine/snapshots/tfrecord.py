"""Writes a snapshot as TFRecord shards that any TensorFlow program reads, with the feature names of its tutorials.

Each record is a ``tf.train.Example``: image/encoded (PNG bytes), image/format, image/class/label (integer from 0),
image/class/text, image/height, image/width.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from engine import atomic
from engine.kinds import Split
from engine.snapshots.reading import RECORDS_FOLDER, Entry, Snapshot

SHARD_EXAMPLES = 2_000  # about 40 MB of 96 px crops: large enough to read in one go, small enough to share out


def write_records(snapshot: Snapshot, report: Callable[[int, int], None] = lambda done, total: None) -> list[Path]:
    """Write ``tfrecord/SPLIT-00000-of-00004.tfrecord`` and so on into the snapshot's folder. Imports TensorFlow.

    Args:
        report: told how many of all photos are written.

    Returns:
        The shards, in order; a side of the split without photos has none.
    """
    shards: list[Path] = []
    num_written = 0
    for split in Split:
        entries = [entry for entry in snapshot.entries if entry.split == split]
        num_shards = math.ceil(len(entries) / SHARD_EXAMPLES)
        for place in range(num_shards):
            name = f"{split}-{place:05d}-of-{num_shards:05d}.tfrecord"
            dealt = entries[place::num_shards]  # in turn, so that every shard holds every label
            _write_shard(snapshot.folder / RECORDS_FOLDER / name, snapshot, dealt)
            shards.append(snapshot.folder / RECORDS_FOLDER / name)
            num_written += len(dealt)
            report(num_written, len(snapshot.entries))
    return shards


def _write_shard(file: Path, snapshot: Snapshot, entries: Sequence[Entry]) -> None:
    import tensorflow as tf

    with atomic.replacing(file) as temporary, tf.io.TFRecordWriter(str(temporary)) as writer:
        for entry in entries:
            writer.write(_example(snapshot, entry).SerializeToString())


def _example(snapshot: Snapshot, entry: Entry) -> Any:  # TensorFlow ships no types
    import tensorflow as tf

    numbers = {"image/class/label": entry.number, "image/height": snapshot.size, "image/width": snapshot.size}
    texts = {
        "image/encoded": snapshot.crop_file(entry.sha256).read_bytes(),
        "image/format": b"png",
        "image/class/text": entry.label.encode(),
    }
    features = {name: tf.train.Feature(int64_list=tf.train.Int64List(value=[value])) for name, value in numbers.items()}
    features |= {name: tf.train.Feature(bytes_list=tf.train.BytesList(value=[value])) for name, value in texts.items()}
    return tf.train.Example(features=tf.train.Features(feature=features))
