"""Builds the network of a run, ready to train: loss, optimizer, dropout. Imports Keras when called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.errors import BadInput
from engine.training.config import Switching, TrainConfig
from engine.training.device import visible_cards
from engine.training.losses import losses
from engine.training.optimizers import make_optimizer
from models import Architecture

if TYPE_CHECKING:
    import keras


def build_network(
    architecture: Architecture, config: TrainConfig, input_shape: tuple[int, ...], num_classes: int
) -> keras.Model:
    """A network with the random weights that the run's seed gives, not yet compiled.

    Raises:
        BadInput: the crops are too small for the architecture.
    """
    import keras

    keras.utils.set_random_seed(config.seed)
    keras.config.set_dtype_policy(_precision(config))
    try:
        model = architecture.build(input_shape, num_classes)
    except ValueError as error:  # what Keras raises when pooling leaves nothing
        raise BadInput(
            f"'{architecture.name}' cannot be built for crops of shape {input_shape}: {error}. "
            "Freeze the dataset with larger crops, or choose another architecture."
        ) from error
    finally:
        keras.config.set_dtype_policy("float32")
    _set_dropout(model, config.dropout)
    return model


def compile_network(model: keras.Model, config: TrainConfig, num_parts: int = 1) -> None:
    """Make a network ready to train.

    Args:
        num_parts: calls of the optimizer that make one step.
    """
    model.compile(
        optimizer=make_optimizer(config, num_parts),
        loss=losses()[config.loss].make(config),
        metrics=["accuracy"],
        jit_compile={Switching.AUTO: "auto", Switching.ON: True, Switching.OFF: False}[Switching(config.xla)],
    )


def all_layers(model: keras.Model) -> Iterator[keras.Layer]:
    """The layers of a network, and of the networks it is made of."""
    import keras

    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from all_layers(layer)
        else:
            yield layer


def _precision(config: TrainConfig) -> str:
    """Shorter numbers for what is computed; weights keep full ones. JAX has no loss scaling, which float16 needs."""
    import keras

    wanted = config.mixed_precision
    is_used = wanted == Switching.ON or (wanted == Switching.AUTO and bool(visible_cards()))
    short = "mixed_float16" if keras.backend.backend() == "tensorflow" else "mixed_bfloat16"
    return short if is_used else "float32"


def _set_dropout(model: keras.Model, share: float | None) -> None:
    import keras

    for layer in all_layers(model) if share is not None else ():
        if isinstance(layer, keras.layers.Dropout):
            layer.rate = share
