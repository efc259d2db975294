"""Balanced batches, class weights, smoothing and mixup, in numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engine.training.config import TrainConfig
from engine.training.data import Examples, TrainingBatches, balanced_indices, class_weights
from models import Augmentation
from tests.engine.training.test_schedules import config

UNEVEN = np.array([0, 0, 0, 0, 0, 0, 1, 1, 2])


def batches(changes: Augmentation | None = None, **settings: object) -> TrainingBatches:
    """Nine black to grey crops: six of label 0, two of label 1, one of label 2."""
    crops = np.arange(9, dtype=np.uint8)[:, np.newaxis, np.newaxis, np.newaxis] * np.ones((1, 2, 2, 3), np.uint8)
    made: TrainConfig = config(batch_size=9, augmentation=changes or Augmentation(), **settings)
    return TrainingBatches(Examples(crops, UNEVEN), 3, made)


def test_balanced_batches_show_every_label_equally_often() -> None:
    shown = np.concatenate([UNEVEN[balanced_indices(UNEVEN, 6, seed=0, step=step)] for step in range(4)])
    assert list(np.bincount(shown)) == [8, 8, 8]


def test_balanced_batches_go_through_all_examples_of_a_label_before_any_comes_again() -> None:
    shown = np.concatenate([balanced_indices(UNEVEN, 6, seed=0, step=step) for step in range(3)])
    of_label_0 = [place for place in shown if UNEVEN[place] == 0]
    assert sorted(of_label_0) == [0, 1, 2, 3, 4, 5]
    assert sorted(place for place in shown if UNEVEN[place] == 1) == [6, 6, 6, 7, 7, 7]


def test_balanced_batches_pass_over_labels_without_photos() -> None:
    assert set(balanced_indices(np.array([0, 0, 5]), 4, seed=0, step=0)) == {0, 1, 2}


def test_a_balanced_batch_is_the_same_each_time_it_is_made() -> None:
    first, again = (balanced_indices(UNEVEN, 7, seed=3, step=11) for _ in range(2))
    assert np.array_equal(first, again)


def test_class_weights_give_every_label_the_same_say() -> None:
    weights = class_weights(UNEVEN, 3)  # nine photos, three labels: three photos' worth each
    assert list(weights) == [0.5, 1.5, 3.0]
    assert weights[UNEVEN].mean() == 1.0


def test_a_label_without_photos_weighs_nothing() -> None:
    assert list(class_weights(np.array([0, 0, 2]), 3)) == [0.75, 0.0, 1.5]


def test_as_they_come_photos_ask_for_certainty_and_weigh_the_same() -> None:
    features, shares, weights = batches().at(0)
    assert features.dtype == np.float32
    assert sorted(map(tuple, shares)) == sorted(map(tuple, np.eye(3)[UNEVEN]))
    assert list(weights) == [1.0] * 9


def test_weights_follow_their_photos() -> None:
    _, shares, weights = batches(balance="class_weights").at(0)
    assert np.array_equal(weights, np.array([0.5, 1.5, 3.0])[shares.argmax(axis=1)])


def test_smoothing_spreads_a_share_of_each_answer_over_all_labels() -> None:
    _, shares, _ = batches(label_smoothing=0.3).at(0)
    assert np.sort(shares, axis=1) == pytest.approx(np.tile([0.1, 0.1, 0.8], (9, 1)))


def test_mixup_mixes_photos_and_answers_in_the_same_shares() -> None:
    plain_features, plain_shares, _ = batches().at(4)
    features, shares, _ = batches(Augmentation(mixup=1.0)).at(4)
    keep = np.random.default_rng((0, 2, 4)).beta(1.0, 1.0, 9)
    for place in range(9):
        other = place - 1  # the one before; the first takes from the last
        pixel = keep[place] * plain_features[place] + (1 - keep[place]) * plain_features[other]
        assert features[place] == pytest.approx(pixel, abs=1e-4)
        answer = keep[place] * plain_shares[place] + (1 - keep[place]) * plain_shares[other]
        assert shares[place] == pytest.approx(answer, abs=1e-6)
    assert shares.sum(axis=1) == pytest.approx(np.ones(9))
