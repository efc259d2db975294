"""What every architecture must do; a new file in ``models/`` is tested here without a line being added."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.kinds import Kind
from engine.training.device import prepare_backend
from engine.training.registry import architectures
from models import Architecture

NUM_CLASSES = 10


@pytest.fixture(scope="module", params=architectures().values(), ids=architectures().keys())
def architecture(request: pytest.FixtureRequest) -> Architecture:
    """Each architecture in turn."""
    found: Architecture = request.param
    return found


@pytest.fixture(scope="module")
def model(architecture: Architecture) -> Any:  # Keras ships no types
    """Built once for all its tests: the large ones take seconds."""
    prepare_backend()
    return architecture.build(architecture.example_input_shape, NUM_CLASSES)


def features_for(architecture: Architecture, count: int) -> np.ndarray:
    """(count, *input shape) float32, 0 to 255 as pixels are; an embedding may have any scale."""
    return np.random.default_rng(0).uniform(0, 255, (count, *architecture.example_input_shape)).astype(np.float32)


def test_its_words_and_defaults_can_be_shown(architecture: Architecture) -> None:
    assert architecture.title
    assert architecture.description.endswith(".")
    assert architecture.origin
    assert architecture.kinds <= {str(kind) for kind in Kind}
    assert architecture.kinds
    assert min(architecture.steps, architecture.batch_size, architecture.learning_rate) > 0


def test_each_default_is_declared_once() -> None:
    defaults = [wanted for architecture in architectures().values() for wanted in architecture.default_for]
    assert sorted(defaults) == ["faces", "images", "small_grey_images"]


@pytest.mark.slow  # builds a network
def test_it_has_the_pinned_number_of_parameters(architecture: Architecture, model: Any) -> None:
    assert model.count_params() == architecture.num_parameters


@pytest.mark.slow
def test_its_output_is_a_probability_per_class_and_dropout_is_off_when_predicting(
    architecture: Architecture, model: Any
) -> None:
    features = features_for(architecture, 3)
    first, second = (np.asarray(model(features, training=False)) for _ in range(2))
    assert first.shape == (3, NUM_CLASSES)
    assert first.min() >= 0
    assert first.sum(axis=1) == pytest.approx(np.ones(3), abs=1e-5)
    assert np.array_equal(first, second)


@pytest.mark.slow
def test_saved_and_loaded_it_predicts_the_same(architecture: Architecture, model: Any, tmp_path: Path) -> None:
    import keras

    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    features = features_for(architecture, 2)
    again, before = (np.asarray(each(features, training=False)) for each in (loaded, model))
    assert np.array_equal(again, before)


@pytest.mark.slow  # last: it changes the model that the tests of one architecture share
def test_one_training_step_gives_a_finite_loss_and_changes_what_is_to_learn(
    architecture: Architecture, model: Any
) -> None:
    before = [np.asarray(variable.value).copy() for variable in model.trainable_variables]
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    loss = model.train_on_batch(features_for(architecture, 4), np.array([0, 1, 2, 9]))
    assert np.isfinite(loss)
    assert before
    after = [np.asarray(variable.value) for variable in model.trainable_variables]
    # A deep body of random weights may answer four pictures with zeros; what the head adds to them always learns.
    assert not np.array_equal(before[-1], after[-1])
