"""Turns a snapshot into batches. A batch depends on seed and step alone, so a resumed run sees the same ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.kinds import Split
from engine.snapshots import Snapshot
from engine.snapshots.mapped_pixels import read_pixels
from engine.training.augmentation import augment, mixing_shares
from engine.training.config import Balancing, TrainConfig
from models import Augmentation, Features

Float32 = NDArray[np.float32]
Batch = tuple[Float32, NDArray[np.int64]]
WeightedBatch = tuple[Float32, Float32, Float32]

ORDER_STREAM, AUGMENTATION_STREAM, MIXUP_STREAM = 0, 1, 2  # keep the kinds of draw apart: rng((seed, stream, number))


@dataclass(frozen=True)
class Examples:
    """One side of a split, in memory.

    Attributes:
        features: (n, size, size, channels) uint8 crops, or (n, 128) float32 embeddings.
        numbers: (n,) integer labels.
    """

    features: NDArray[np.uint8] | NDArray[np.float32]
    numbers: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.numbers)


def read_examples(snapshot: Snapshot, split: Split, features: Features) -> Examples:
    """Read one side of the split, as the architecture wants to see it."""
    is_embedding = features is Features.EMBEDDING
    seen = snapshot.embeddings(split) if is_embedding else read_pixels(snapshot, split)
    return Examples(seen, snapshot.numbers(split))


def batch_indices(num_examples: int, batch_size: int, seed: int, step: int) -> NDArray[np.int64]:
    """(batch_size,) places of the examples of step ``step`` (from 0).

    Epochs follow each other without a gap, each in its own random order; a batch may end one and begin the next.
    """
    first = step * batch_size
    epochs = range(first // num_examples, (first + batch_size - 1) // num_examples + 1)
    orders = [np.random.default_rng((seed, ORDER_STREAM, epoch)).permutation(num_examples) for epoch in epochs]
    start = first - epochs[0] * num_examples
    return np.concatenate(orders)[start : start + batch_size]


def balanced_indices(numbers: NDArray[np.int64], batch_size: int, seed: int, step: int) -> NDArray[np.int64]:
    """(batch_size,) places of the examples of step ``step``, every label as often as every other.

    Labels take turns; each goes through its own examples in random orders, one after the other.

    Args:
        numbers: (n,) integer label of each example; labels without examples are passed over.
    """
    labels, counts = np.unique(numbers, return_counts=True)
    turns = np.arange(step * batch_size, (step + 1) * batch_size)
    chosen = np.empty(batch_size, np.int64)
    for place, (label, count) in enumerate(zip(labels, counts, strict=True)):
        is_turn = turns % len(labels) == place
        draws = turns[is_turn] // len(labels)
        examples = np.flatnonzero(numbers == label)
        for epoch in np.unique(draws // count):
            order = np.random.default_rng((seed, ORDER_STREAM, int(epoch), int(label) + 1)).permutation(count)
            is_now = draws // count == epoch
            chosen[np.flatnonzero(is_turn)[is_now]] = examples[order[draws[is_now] % count]]
    return chosen


def class_weights(numbers: NDArray[np.int64], num_labels: int) -> Float32:
    """(num_labels,) how much a photo of each label weighs: every label the same together, 1 on average over photos."""
    counts = np.bincount(numbers, minlength=num_labels)
    num_present = np.count_nonzero(counts)
    weights = np.where(counts > 0, len(numbers) / (num_present * np.maximum(counts, 1)), 0.0)
    return weights.astype(np.float32)


def one_hot(numbers: NDArray[np.int64], num_labels: int) -> Float32:
    """(n, num_labels): 1 at the label, 0 elsewhere."""
    shares: Float32 = np.eye(num_labels, dtype=np.float32)[numbers]
    return shares


def make_batch(
    examples: Examples,
    batch_size: int,
    augmentation: Augmentation,
    seed: int,
    step: int,
    balance: Balancing = Balancing.NONE,
) -> Batch:
    """The features, float32, and labels of step ``step``; crops are augmented, embeddings are not."""
    if balance == Balancing.BALANCED_BATCHES:
        chosen = balanced_indices(examples.numbers, batch_size, seed, step)
    else:
        chosen = batch_indices(len(examples), batch_size, seed, step)
    features, numbers = examples.features[chosen], examples.numbers[chosen]
    if features.dtype != np.uint8:
        return features.astype(np.float32), numbers
    rng = np.random.default_rng((seed, AUGMENTATION_STREAM, step))
    return augment(features.astype(np.uint8, copy=False), augmentation, rng), numbers


class TrainingBatches:
    """What the network is shown at each step: features, the shares of each label it should answer, and weights."""

    def __init__(self, examples: Examples, num_labels: int, config: TrainConfig) -> None:
        self._examples, self._num_labels, self._config = examples, num_labels, config
        is_weighted = config.balance == Balancing.CLASS_WEIGHTS
        self._weights = class_weights(examples.numbers, num_labels) if is_weighted else np.ones(num_labels, np.float32)

    def at(self, step: int) -> WeightedBatch:
        """Of step ``step`` (from 0): (b, ...) features, (b, num_labels) shares that add up to 1, (b,) weights."""
        config = self._config
        features, numbers = make_batch(
            self._examples, config.batch_size, config.augmentation, config.seed, step, config.balance
        )
        shares, weights = one_hot(numbers, self._num_labels), self._weights[numbers]
        if config.augmentation.mixup:
            rng = np.random.default_rng((config.seed, MIXUP_STREAM, step))
            keep = mixing_shares(len(features), config.augmentation.mixup, rng)
            features, shares, weights = _mix(features, keep), _mix(shares, keep), _mix(weights, keep)
        return features, _smooth(shares, config.label_smoothing), weights


def _mix(values: Float32, keep: Float32) -> Float32:
    """Each example keeps its share and takes the rest from the one before it; batches come in random order."""
    factors = keep.reshape(-1, *[1] * (values.ndim - 1))
    mixed: Float32 = factors * values + (1 - factors) * np.roll(values, 1, axis=0)
    return mixed


def _smooth(shares: Float32, smoothing: float) -> Float32:
    """Spread ``smoothing`` of each answer evenly over all labels (Szegedy et al., 2016)."""
    smoothed: Float32 = shares * np.float32(1 - smoothing) + np.float32(smoothing / shares.shape[1])
    return smoothed
