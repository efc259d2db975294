"""What a frozen network saw is computed once, survives a stop, and is never taken for another network's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine.kinds import Split
from engine.settings import Settings
from engine.snapshots import Snapshot, open_snapshot
from engine.snapshots.erasing import erase_photos
from engine.training.data import Examples, read_examples
from engine.training.feature_cache import FeaturesStopped, frozen_features
from models import Features
from tests.engine.training.snapshot_builder import build_snapshot


class MeanColour:
    """A body: two weights, and the mean of each channel times the first; counts the photos it is shown."""

    input_shape, output_shape = (None, 16, 16, 3), (None, 3)

    def __init__(self, factor: float = 1.0) -> None:
        self.factor, self.num_shown = factor, 0

    def get_weights(self) -> list[np.ndarray]:
        return [np.array([self.factor])]

    def predict_on_batch(self, crops: np.ndarray) -> np.ndarray:
        self.num_shown += len(crops)
        means: np.ndarray = self.factor * crops.mean(axis=(1, 2))
        return means


@pytest.fixture
def snapshot(settings: Settings) -> Snapshot:
    """70 crops to learn from: two chunks of 32, and 6."""
    return build_snapshot(settings, num_labels=2, per_label=38, num_validation=3)


def crops_of(snapshot: Snapshot) -> Examples:
    return read_examples(snapshot, Split.TRAIN, Features.PIXELS)


def seen(snapshot: Snapshot, body: Any, num_chunks: int = 100) -> np.ndarray:
    """Features of the crops to learn from; a stop is requested after ``num_chunks`` chunks."""
    left = iter(range(num_chunks))
    found = frozen_features(
        snapshot,
        Split.TRAIN,
        crops_of(snapshot),
        body=body,
        report=lambda **_: None,
        stop_requested=lambda: next(left, None) is None,
    )
    assert np.array_equal(found.numbers, crops_of(snapshot).numbers)
    features: np.ndarray = found.features
    return features


def test_every_crop_has_its_features_and_none_is_looked_at_twice(snapshot: Snapshot) -> None:
    expected = crops_of(snapshot).features.astype(np.float32).mean(axis=(1, 2))
    first, second = MeanColour(), MeanColour()
    assert seen(snapshot, first) == pytest.approx(expected)
    assert seen(snapshot, second) == pytest.approx(expected)
    assert (first.num_shown, second.num_shown) == (70, 0)


def test_a_stopped_pass_goes_on_where_it_was(snapshot: Snapshot) -> None:
    first, second = MeanColour(), MeanColour()
    with pytest.raises(FeaturesStopped):
        seen(snapshot, first, num_chunks=1)
    assert seen(snapshot, second) == pytest.approx(seen(snapshot, MeanColour()))
    assert (first.num_shown, second.num_shown) == (32, 38)


def test_another_network_sees_for_itself(snapshot: Snapshot) -> None:
    assert seen(snapshot, MeanColour(2.0)) == pytest.approx(2 * seen(snapshot, MeanColour(1.0)))


def test_a_file_that_was_cut_off_is_made_again(snapshot: Snapshot) -> None:
    expected = seen(snapshot, MeanColour())
    (file,) = (snapshot.folder / "features").glob("*.npy")
    file.write_bytes(file.read_bytes()[:300])
    assert np.array_equal(seen(snapshot, MeanColour()), expected)


def test_erasing_a_photo_takes_the_features_of_all_away(settings: Settings, snapshot: Snapshot) -> None:
    seen(snapshot, MeanColour())
    erase_photos(snapshot, [snapshot.entries[0].sha256])
    assert not (snapshot.folder / "features").exists()
    assert len(seen(open_snapshot(settings, snapshot.id), MeanColour())) == 69
