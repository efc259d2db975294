"""Steps per second of our training loop beside a bare Keras ``fit`` fed by ``tf.data``: ``python benchmarks/train.py``.

Both train ``face_cnn`` on the same 96×96×3 crops in memory, batch 100, with the same augmentation ranges and the same
evaluations; ours also writes curves, the best model and checkpoints. They take turns, so that other work on the machine
falls on both. The first interval of each, which compiles, is left out.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from PIL import Image

from engine.kinds import Split
from engine.metrics import read_metrics
from engine.settings import Settings
from engine.snapshots import Snapshot, open_snapshot
from engine.training.augmentation import RGB_TO_YIQ, YIQ_TO_RGB
from engine.training.config import TrainConfig
from engine.training.configuring import make_config
from engine.training.device import describe_device, prepare_backend
from engine.training.loop import train
from engine.training.registry import find_architecture
from engine.training.runs import create_run
from models import Augmentation, Features

NUM_LABELS, NUM_TRAIN, NUM_VALIDATION, SIZE = 5, 210, 90, 96
LEAST_RATIO = 0.9


def main() -> None:
    """Print steps/s of each turn, and the ratio of the medians; exit 1 below the required ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--steps", type=int, default=40, help="of each turn; at least 8")
    options = parser.parse_args()
    prepare_backend()
    ours, bare = [], []
    with tempfile.TemporaryDirectory() as home:
        settings = Settings.from_environment(Path(home))
        snapshot = write_snapshot(settings)
        config = make_config(snapshot, find_architecture("face_cnn"), steps=options.steps)
        config = replace(config, evaluate_every=options.steps // 4)
        for turn in range(options.turns):
            bare.append(bare_steps_per_second(snapshot, config))
            ours.append(our_steps_per_second(settings, snapshot, config, f"turn-{turn}"))
            show(f"turn {turn + 1}: bare {bare[-1]:.2f} steps/s, ours {ours[-1]:.2f} steps/s")
    ratio = statistics.median(ours) / statistics.median(bare)
    show(f"{describe_device()}. Ours is {ratio:.2f} of a bare fit; at least {LEAST_RATIO} is required.")
    sys.exit(ratio < LEAST_RATIO)


def write_snapshot(settings: Settings) -> Snapshot:
    """A snapshot of random crops."""
    folder = settings.snapshots_dir / "random"
    (folder / "crops").mkdir(parents=True)
    rng = np.random.default_rng(0)
    rows = [["sha256", "label", "number", "split", "path", "left", "top", "right", "bottom"]]
    for place in range(NUM_TRAIN + NUM_VALIDATION):
        pixels = rng.integers(0, 256, (SIZE, SIZE, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / "crops" / f"{place:064x}.png")
        number, split = place % NUM_LABELS, Split.TRAIN if place < NUM_TRAIN else Split.VALIDATION
        rows.append([f"{place:064x}", f"label {number}", str(number), split, "", "0", "0", str(SIZE), str(SIZE)])
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    labels = [f"label {number}" for number in range(NUM_LABELS)]
    facts = {"dataset": "random", "kind": "faces", "size": SIZE, "channels": 3, "labels": labels, "seed": 0}
    facts |= {"created": "2026-01-01T00:00:00+00:00", "content_hash": "0" * 64, "settings": {}}
    (folder / "snapshot.json").write_text(json.dumps(facts), encoding="utf-8")
    return open_snapshot(settings, "random")


def our_steps_per_second(settings: Settings, snapshot: Snapshot, config: TrainConfig, run_id: str) -> float:
    """Of a whole run as a job does it."""
    run_folder = create_run(settings, config, run_id)
    train(snapshot, config, run_folder, lambda **_: None, lambda: False)
    first, *_, last = read_metrics(run_folder)
    return (last.step - first.step) / (last.seconds - first.seconds)


def bare_steps_per_second(snapshot: Snapshot, config: TrainConfig) -> float:
    """Of Keras' own ``fit`` on ``tf.data``, as the TensorFlow guides write it."""
    import keras
    import tensorflow as tf

    crops, numbers = snapshot.images(Split.TRAIN), snapshot.numbers(Split.TRAIN)
    batches = (
        tf.data.Dataset.from_tensor_slices((crops, numbers))
        .shuffle(len(numbers), seed=config.seed)
        .repeat()
        .batch(config.batch_size)
        .map(lambda x, y: (augment_in_tensorflow(x, config.augmentation), y), num_parallel_calls=tf.data.AUTOTUNE)
        .prefetch(tf.data.AUTOTUNE)
    )
    architecture = find_architecture(config.architecture)
    assert architecture.features is Features.PIXELS
    keras.utils.set_random_seed(config.seed)
    model = architecture.build((SIZE, SIZE, 3), NUM_LABELS)
    optimizer = keras.optimizers.Adam(config.learning_rate)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    epoch_ends: list[float] = []
    model.fit(
        batches,
        steps_per_epoch=config.evaluate_every,
        epochs=config.steps // config.evaluate_every,
        validation_data=(snapshot.images(Split.VALIDATION), snapshot.numbers(Split.VALIDATION)),
        validation_batch_size=config.batch_size,
        callbacks=[
            keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: epoch_ends.append(time.monotonic()))
        ],
        verbose=0,
    )
    return config.evaluate_every * (len(epoch_ends) - 1) / (epoch_ends[-1] - epoch_ends[0])


def augment_in_tensorflow(crops, ranges: Augmentation):  # type: ignore[no-untyped-def]  # TensorFlow ships no types
    """The same changes as ``engine.training.augmentation``, a batch at a time."""
    import tensorflow as tf

    num_crops = tf.shape(crops)[0]
    pixels = tf.cast(crops, tf.float32)
    pixels = tf.where(tf.random.uniform((num_crops, 1, 1, 1)) < 0.5, tf.reverse(pixels, [2]), pixels)
    brightness = 255 * tf.random.uniform((num_crops, 1, 1, 1), -ranges.brightness, ranges.brightness)
    contrast = tf.random.uniform((num_crops, 1, 1, 1), *ranges.contrast)
    mean = tf.reduce_mean(pixels, axis=(1, 2), keepdims=True)
    pixels = contrast * (pixels - mean) + mean + brightness
    turn = 2 * math.pi * tf.random.uniform((num_crops,), -ranges.hue, ranges.hue)
    saturation = tf.random.uniform((num_crops,), *ranges.saturation)
    cos, sin, zero, one = saturation * tf.cos(turn), saturation * tf.sin(turn), 0 * turn, 0 * turn + 1
    in_yiq = tf.stack([one, zero, zero, zero, cos, -sin, zero, sin, cos], axis=1)
    to_yiq, to_rgb = tf.constant(RGB_TO_YIQ, tf.float32), tf.constant(YIQ_TO_RGB, tf.float32)
    matrices = to_rgb @ tf.reshape(in_yiq, (-1, 3, 3)) @ to_yiq
    flat = tf.reshape(pixels, (num_crops, SIZE * SIZE, 3))
    changed = tf.reshape(tf.matmul(flat, matrices, transpose_b=True), (num_crops, SIZE, SIZE, 3))
    return tf.clip_by_value(changed, 0.0, 255.0)


def show(line: str) -> None:
    """Print at once."""
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
