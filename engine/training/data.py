"""Turns a snapshot into batches. A batch depends on seed and step alone, so a resumed run sees the same ones."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from engine.kinds import Split
from engine.snapshots import Snapshot
from engine.training.augmentation import augment
from models import Augmentation, Features

Batch = tuple[NDArray[np.float32], NDArray[np.int64]]

NUM_AHEAD = 4  # batches made ahead: 4 hide a slow one, and 100 crops of 96×96×3 floats take 11 MB each
ORDER_STREAM, AUGMENTATION_STREAM = 0, 1  # keep the two kinds of draw apart: rng((seed, stream, number))


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
    read = snapshot.embeddings if features is Features.EMBEDDING else snapshot.images
    return Examples(read(split), snapshot.numbers(split))


def batch_indices(num_examples: int, batch_size: int, seed: int, step: int) -> NDArray[np.int64]:
    """(batch_size,) places of the examples of step ``step`` (from 0).

    Epochs follow each other without a gap, each in its own random order; a batch may end one and begin the next.
    """
    first = step * batch_size
    epochs = range(first // num_examples, (first + batch_size - 1) // num_examples + 1)
    orders = [np.random.default_rng((seed, ORDER_STREAM, epoch)).permutation(num_examples) for epoch in epochs]
    start = first - epochs[0] * num_examples
    return np.concatenate(orders)[start : start + batch_size]


def make_batch(examples: Examples, batch_size: int, augmentation: Augmentation, seed: int, step: int) -> Batch:
    """The features, float32, and labels of step ``step``; crops are augmented, embeddings are not."""
    chosen = batch_indices(len(examples), batch_size, seed, step)
    features, numbers = examples.features[chosen], examples.numbers[chosen]
    if features.dtype != np.uint8:
        return features.astype(np.float32), numbers
    rng = np.random.default_rng((seed, AUGMENTATION_STREAM, step))
    return augment(features.astype(np.uint8, copy=False), augmentation, rng), numbers


class BatchStream:
    """Makes batches in a thread, a few ahead of the training, so that augmentation costs no time of its own."""

    def __init__(self, make: Callable[[int], Batch], first_step: int, num_steps: int) -> None:
        self._make = make
        self._steps = iter(range(first_step, first_step + num_steps))
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="batches")
        self._lock = Lock()
        self._is_closed = False

    def __enter__(self) -> BatchStream:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with self._lock:
            self._is_closed = True
        self._pool.shutdown(cancel_futures=True)

    def batches(self) -> Iterator[Batch]:
        """Each batch once, in order; ends early when the stream is closed."""
        pending: deque[Future[Batch]] = deque()
        self._submit(pending, NUM_AHEAD)
        while pending:
            try:
                batch = pending.popleft().result()
            except CancelledError:  # closed while Keras was reading ahead from a thread of its own
                return
            self._submit(pending, 1)
            yield batch

    def _submit(self, pending: deque[Future[Batch]], count: int) -> None:
        with self._lock:
            if not self._is_closed:
                pending.extend(self._pool.submit(self._make, step) for step in islice(self._steps, count))
