"""What every architecture must do; a new file in ``models/`` is tested here without a line being added."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.kinds import Kind
from engine.training.device import prepare_backend
from engine.training.registry import architectures
from models import Architecture

NUM_CLASSES = 10

each_architecture = pytest.mark.parametrize(
    "architecture", [pytest.param(each, id=name) for name, each in architectures().items()]
)


def features_for(architecture: Architecture, count: int) -> np.ndarray:
    """(count, *input shape) float32, 0 to 255 as pixels are; an embedding may have any scale."""
    return np.random.default_rng(0).uniform(0, 255, (count, *architecture.example_input_shape)).astype(np.float32)


@each_architecture
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
@each_architecture
def test_it_has_the_pinned_number_of_parameters(architecture: Architecture) -> None:
    prepare_backend()
    model = architecture.build(architecture.example_input_shape, NUM_CLASSES)
    assert model.count_params() == architecture.num_parameters


@pytest.mark.slow
@each_architecture
def test_its_output_is_a_probability_per_class(architecture: Architecture) -> None:
    prepare_backend()
    model = architecture.build(architecture.example_input_shape, NUM_CLASSES)
    probabilities = np.asarray(model(features_for(architecture, 3), training=False))
    assert probabilities.shape == (3, NUM_CLASSES)
    assert probabilities.min() >= 0
    assert probabilities.sum(axis=1) == pytest.approx(np.ones(3), abs=1e-5)


@pytest.mark.slow
@each_architecture
def test_one_training_step_gives_a_finite_loss_and_changes_the_weights(architecture: Architecture) -> None:
    prepare_backend()
    model = architecture.build(architecture.example_input_shape, NUM_CLASSES)
    before = [weights.copy() for weights in model.get_weights()]
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    loss = model.train_on_batch(features_for(architecture, 4), np.array([0, 1, 2, 9]))
    assert np.isfinite(loss)
    assert all(not np.array_equal(old, new) for old, new in zip(before, model.get_weights(), strict=True))


@pytest.mark.slow
@each_architecture
def test_saved_and_loaded_it_predicts_the_same(architecture: Architecture, tmp_path: Path) -> None:
    prepare_backend()
    import keras

    model = architecture.build(architecture.example_input_shape, NUM_CLASSES)
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    features = features_for(architecture, 3)
    assert np.array_equal(np.asarray(loaded(features)), np.asarray(model(features)))


@pytest.mark.slow
@each_architecture
def test_dropout_is_off_when_predicting(architecture: Architecture) -> None:
    prepare_backend()
    model = architecture.build(architecture.example_input_shape, NUM_CLASSES)
    features = features_for(architecture, 3)
    first, second = (np.asarray(model(features, training=False)) for _ in range(2))
    assert np.array_equal(first, second)
