"""Shards as plain TensorFlow reads them, and crops that are read in places from a file."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from engine.kinds import Split
from engine.settings import Settings
from engine.snapshots import erasing
from engine.snapshots.mapped_pixels import mapped_pixels, read_pixels
from engine.snapshots.reading import PIXELS_FOLDER, RECORDS_FOLDER, open_snapshot
from engine.snapshots.tfrecord import write_records
from tests.engine.training.snapshot_builder import build_snapshot


@pytest.mark.slow  # imports TensorFlow
def test_plain_tensorflow_reads_every_photo_with_its_label(settings: Settings) -> None:
    import tensorflow as tf

    snapshot = build_snapshot(settings, size=16)
    told: list[tuple[int, int]] = []
    shards = write_records(snapshot, lambda done, total: told.append((done, total)))
    assert [shard.name for shard in shards] == [
        "train-00000-of-00001.tfrecord",
        "validation-00000-of-00001.tfrecord",
    ]
    assert told == [(21, 30), (30, 30)]
    features = {
        "image/encoded": tf.io.FixedLenFeature([], tf.string),
        "image/class/label": tf.io.FixedLenFeature([], tf.int64),
        "image/class/text": tf.io.FixedLenFeature([], tf.string),
        "image/height": tf.io.FixedLenFeature([], tf.int64),
        "image/width": tf.io.FixedLenFeature([], tf.int64),
    }
    records = [tf.io.parse_single_example(each, features) for each in tf.data.TFRecordDataset(str(shards[1]))]
    assert [int(record["image/class/label"]) for record in records] == list(snapshot.numbers(Split.VALIDATION))
    assert [record["image/class/text"].numpy() for record in records[:3]] == [b"label 0"] * 3
    assert {(int(record["image/height"]), int(record["image/width"])) for record in records} == {(16, 16)}
    pixels = np.asarray(Image.open(io.BytesIO(records[0]["image/encoded"].numpy())))
    assert np.array_equal(pixels, snapshot.images(Split.VALIDATION)[0])


def test_crops_from_the_file_are_those_in_memory(settings: Settings) -> None:
    snapshot = build_snapshot(settings, size=8, channels=1)
    mapped = mapped_pixels(snapshot, Split.TRAIN)
    assert isinstance(mapped, np.memmap)
    assert np.array_equal(mapped, snapshot.images(Split.TRAIN))
    assert np.array_equal(mapped_pixels(snapshot, Split.TRAIN), mapped)


def test_only_what_does_not_fit_into_memory_is_read_from_a_file(settings: Settings) -> None:
    snapshot = build_snapshot(settings, size=8)  # 21 training crops of 192 bytes: 4,032
    assert not isinstance(read_pixels(snapshot, Split.TRAIN, free_bytes=10_080), np.memmap)
    assert isinstance(read_pixels(snapshot, Split.TRAIN, free_bytes=10_079), np.memmap)


def test_erasing_a_photo_takes_what_was_made_of_all(settings: Settings) -> None:
    snapshot = build_snapshot(settings, size=8)
    mapped_pixels(snapshot, Split.TRAIN)
    (snapshot.folder / RECORDS_FOLDER).mkdir()
    gone = snapshot.entries[0].sha256
    erasing.erase_photos(snapshot, [gone])
    assert not (snapshot.folder / PIXELS_FOLDER).exists()
    assert not (snapshot.folder / RECORDS_FOLDER).exists()
    assert len(mapped_pixels(open_snapshot(settings, snapshot.id), Split.TRAIN)) == 20
