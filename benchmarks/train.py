"""Photos per second of our training beside a bare hand-written loop: ``python benchmarks/train.py [ARCHITECTURE ...]``.

For every architecture that starts from random weights, both train the same network on the same crops in memory with the
same augmentation, made by a thread ahead of the training; ours also writes curves, the best model and checkpoints. The
bare loop is what one writes by hand with TensorFlow: a ``tf.function`` with a gradient tape. They take turns, so that
other work on the machine falls on both. The first quarter of each turn, which compiles, is left out.
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from PIL import Image

from engine.kinds import Kind, Split
from engine.metrics import read_metrics
from engine.settings import Settings
from engine.snapshots import Snapshot, open_snapshot
from engine.training.config import TrainConfig
from engine.training.configuring import make_config
from engine.training.data import make_batch, read_examples
from engine.training.device import describe_device, prepare_backend
from engine.training.loop import train
from engine.training.registry import architectures, find_architecture
from engine.training.runs import create_run
from models import Architecture, Features

NUM_LABELS, NUM_TRAIN, NUM_VALIDATION = 5, 210, 30
LEAST_RATIO = 0.95
LEAST_SECONDS = 6.0  # of each turn: shorter ones measure the clock
MAX_STEPS = 2000


def main() -> None:
    """Print photos/s of each turn, and the ratio of the medians; exit 1 where one is below the required ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="ARCHITECTURE")
    parser.add_argument("--turns", type=int, default=5)
    options = parser.parse_args()
    prepare_backend()
    own = [name for name, each in architectures().items() if each.pretrained is None]
    ratios = {name: compare(find_architecture(name), options.turns) for name in options.names or own}
    for name, ratio in ratios.items():
        show(f"{name}: ours is {ratio:.2f} of a bare loop; at least {LEAST_RATIO} is required.")
    show(str(describe_device()))
    sys.exit(min(ratios.values()) < LEAST_RATIO)


def compare(architecture: Architecture, num_turns: int) -> float:
    """Our photos/s as a share of the bare loop's, medians over turns."""
    ours, bare = [], []
    with tempfile.TemporaryDirectory() as home:
        settings = Settings.from_environment(Path(home))
        snapshot = write_snapshot(settings, architecture)
        config = make_config(snapshot, architecture, steps=16, evaluate_every=4)
        speed = bare_steps_per_second(snapshot, config)
        steps = max(16, min(MAX_STEPS, round(speed * LEAST_SECONDS / 4) * 4))
        config = replace(config, steps=steps, evaluate_every=steps // 4)
        for turn in range(num_turns):
            bare.append(config.batch_size * bare_steps_per_second(snapshot, config))
            ours.append(config.batch_size * our_steps_per_second(settings, snapshot, config, f"turn-{turn}"))
            show(f"{architecture.name} turn {turn + 1}: bare {bare[-1]:.0f} photos/s, ours {ours[-1]:.0f} photos/s")
    return statistics.median(ours) / statistics.median(bare)


def write_snapshot(settings: Settings, architecture: Architecture) -> Snapshot:
    """A snapshot of random crops, and of random embeddings where the architecture looks at those."""
    folder = settings.snapshots_dir / "random"
    (folder / "crops").mkdir(parents=True)
    is_embedding = architecture.features is Features.EMBEDDING
    size, _, channels = (16, 16, 3) if is_embedding else architecture.example_input_shape
    rng = np.random.default_rng(0)
    rows = [["sha256", "label", "number", "split", "path", "left", "top", "right", "bottom"]]
    for place in range(NUM_TRAIN + NUM_VALIDATION):
        pixels = rng.integers(0, 256, (size, size, channels), dtype=np.uint8)
        Image.fromarray(pixels if channels == 3 else pixels[:, :, 0]).save(folder / "crops" / f"{place:064x}.png")
        number, split = place % NUM_LABELS, Split.TRAIN if place < NUM_TRAIN else Split.VALIDATION
        rows.append([f"{place:064x}", f"label {number}", str(number), split, "", "0", "0", str(size), str(size)])
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    np.save(folder / "embeddings.npy", rng.normal(size=(NUM_TRAIN + NUM_VALIDATION, 128)).astype(np.float32))
    labels = [f"label {number}" for number in range(NUM_LABELS)]
    kind = Kind.FACES if str(Kind.FACES) in architecture.kinds else Kind.IMAGES
    facts = {"dataset": "random", "kind": kind, "size": size, "channels": channels, "labels": labels, "seed": 0}
    facts |= {"created": "2026-01-01T00:00:00+00:00", "content_hash": "0" * 64, "settings": {}}
    (folder / "snapshot.json").write_text(json.dumps(facts), encoding="utf-8")
    return open_snapshot(settings, "random")


def our_steps_per_second(settings: Settings, snapshot: Snapshot, config: TrainConfig, run_id: str) -> float:
    """Of a whole run as a job does it, evaluations left out."""
    run_folder = create_run(settings, config, run_id)
    train(snapshot, config, run_folder, lambda **_: None, lambda: False)
    return statistics.median(point.steps_per_second for point in read_metrics(run_folder)[1:])


def bare_steps_per_second(snapshot: Snapshot, config: TrainConfig) -> float:
    """Of a loop as one writes it by hand; the median of the quarters after the first."""
    import keras
    import tensorflow as tf

    architecture = find_architecture(config.architecture)
    keras.utils.set_random_seed(config.seed)
    train_examples = read_examples(snapshot, Split.TRAIN, architecture.features)
    model = architecture.build(train_examples.features.shape[1:], NUM_LABELS)
    optimizer = keras.optimizers.Adam(config.learning_rate)
    loss_of = keras.losses.SparseCategoricalCrossentropy()

    @tf.function
    def learn(features: tf.Tensor, numbers: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            loss = loss_of(numbers, model(features, training=True))
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        return loss

    interval = config.evaluate_every
    ends = [time.monotonic()]
    for step, (features, numbers) in enumerate(batches_ahead(train_examples, config), start=1):
        loss = learn(tf.constant(features), tf.constant(numbers))
        if step % interval == 0:
            float(loss)  # wait for it
            ends.append(time.monotonic())
    return statistics.median(interval / (end - begin) for begin, end in pairwise(ends[1:]))


def batches_ahead(examples, config: TrainConfig) -> Iterator[tuple[np.ndarray, np.ndarray]]:  # type: ignore[no-untyped-def]
    """The same batches as ours, one made while another is learned."""

    def make(step: int) -> tuple[np.ndarray, np.ndarray]:
        return make_batch(examples, config.batch_size, config.augmentation, config.seed, step)

    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(make, 0)
        for step in range(1, config.steps + 1):
            batch, coming = coming.result(), pool.submit(make, step)
            yield batch


def show(line: str) -> None:
    """Print at once."""
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
