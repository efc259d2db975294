"""Batches depend on the seed and the step alone."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from engine.kinds import Kind, Split
from engine.settings import Settings
from engine.training.batch_stream import BatchStream
from engine.training.data import Examples, batch_indices, make_batch, read_examples
from models import Augmentation, Features
from tests.engine.training.snapshot_builder import build_snapshot


def examples(count: int = 6) -> Examples:
    crops = np.arange(count, dtype=np.uint8)[:, np.newaxis, np.newaxis, np.newaxis] * np.ones((1, 2, 2, 3), np.uint8)
    return Examples(crops, np.arange(count))


def test_every_epoch_shows_each_example_once() -> None:
    shown = np.concatenate([batch_indices(10, 4, seed=1, step=step) for step in range(5)])
    assert sorted(shown[:10]) == list(range(10))
    assert sorted(shown[10:]) == list(range(10))
    assert list(shown[:10]) != list(shown[10:])


def test_a_batch_larger_than_the_data_spans_several_epochs() -> None:
    shown = batch_indices(3, 7, seed=0, step=0)
    assert len(shown) == 7
    assert sorted(shown[:3]) == sorted(shown[3:6]) == [0, 1, 2]


def test_the_same_seed_and_step_give_the_same_batch() -> None:
    changes = Augmentation(flip=True, brightness=0.5)
    first = make_batch(examples(), 4, changes, seed=3, step=17)
    again = make_batch(examples(), 4, changes, seed=3, step=17)
    assert np.array_equal(first[0], again[0])
    assert np.array_equal(first[1], again[1])


@pytest.mark.parametrize(("seed", "step"), [(4, 17), (3, 18)])
def test_another_seed_or_step_gives_another_batch(seed: int, step: int) -> None:
    changes = Augmentation(brightness=0.5)
    first = make_batch(examples(), 4, changes, seed=3, step=17)
    other = make_batch(examples(), 4, changes, seed=seed, step=step)
    assert not np.array_equal(first[0], other[0])


def test_labels_follow_their_crops() -> None:
    features, numbers = make_batch(examples(), 5, Augmentation(), seed=0, step=2)
    assert np.array_equal(features[:, 0, 0, 0], numbers)


def test_embeddings_are_never_augmented(settings: Settings) -> None:
    snapshot = build_snapshot(settings, kind=Kind.FACES)
    train = read_examples(snapshot, Split.TRAIN, Features.EMBEDDING)
    features, numbers = make_batch(train, 21, Augmentation(brightness=0.5), seed=0, step=0)
    assert features.shape == (21, 128)
    assert np.array_equal(features.argmax(axis=1), numbers)


def test_pixels_are_read_as_bytes_with_their_labels(settings: Settings) -> None:
    snapshot = build_snapshot(settings, num_labels=2, per_label=5, num_validation=2, size=8, channels=1)
    validation = read_examples(snapshot, Split.VALIDATION, Features.PIXELS)
    assert validation.features.shape == (4, 8, 8, 1)
    assert validation.features.dtype == np.uint8
    assert list(validation.numbers) == [0, 0, 1, 1]
    assert validation.features[:2].max() < 128 <= validation.features[2:].min() + 1


def test_a_stream_gives_each_step_once_in_order() -> None:
    with BatchStream(lambda step: make_batch(examples(), 2, Augmentation(), 0, step), 5, 9) as stream:
        batches = list(stream.batches())
    expected = [batch_indices(6, 2, 0, step) for step in range(5, 14)]
    assert [list(numbers) for _, numbers in batches] == [list(indices) for indices in expected]


def test_a_stream_makes_only_a_few_batches_ahead() -> None:
    made: list[int] = []
    enough = threading.Event()

    def make(step: int) -> tuple[np.ndarray, np.ndarray]:
        made.append(step)
        if len(made) == 5:
            enough.set()
        return make_batch(examples(), 2, Augmentation(), 0, step)

    with BatchStream(make, 0, 1000) as stream:
        next(stream.batches())
        assert enough.wait(10)
    assert made == [0, 1, 2, 3, 4]


def test_a_closed_stream_ends() -> None:
    stream = BatchStream(lambda step: make_batch(examples(), 2, Augmentation(), 0, step), 0, 1000)
    with stream:
        batches = stream.batches()
        next(batches)
    assert len(list(batches)) <= 4


def test_an_error_while_making_a_batch_reaches_the_reader() -> None:
    def make(step: int) -> tuple[np.ndarray, np.ndarray]:
        raise RuntimeError(f"no batch {step}")

    with BatchStream(make, 3, 1) as stream, pytest.raises(RuntimeError, match="no batch 3"):
        next(stream.batches())
