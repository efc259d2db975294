"""The running average of a network's weights (EMA): judged and kept in place of the weights that are trained."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import keras
import numpy as np
from numpy.typing import NDArray

from engine.training.optimizers import inner_optimizer

if TYPE_CHECKING:
    Arrays = list[NDArray[Any]]


class AveragedWeightsCallback(keras.callbacks.Callback):  # type: ignore[misc]  # Keras ships no types
    """Puts the averages in place while the validation photos are looked at.

    Keras' own ``SwapEMAWeights`` swaps by adding and subtracting, which changes the last bits of the trained weights.
    """

    def __init__(self) -> None:
        super().__init__()
        self._trained: Arrays = []

    def on_test_begin(self, logs: Mapping[str, float] | None = None) -> None:
        optimizer = inner_optimizer(self.model.optimizer)
        self._trained = _values(optimizer._trainable_variables)
        _assign(optimizer._trainable_variables, _values(optimizer._model_variables_moving_average))

    def on_test_end(self, logs: Mapping[str, float] | None = None) -> None:
        self._put_back()

    def on_epoch_end(self, epoch: int, logs: Mapping[str, float] | None = None) -> None:
        self._trained = _values(inner_optimizer(self.model.optimizer)._trainable_variables)

    def on_train_end(self, logs: Mapping[str, float] | None = None) -> None:
        self._put_back()  # Keras leaves the averages in place when ``fit`` ends; the run may go on

    def _put_back(self) -> None:
        _assign(inner_optimizer(self.model.optimizer)._trainable_variables, self._trained)


def judged_weights(model: keras.Model) -> Arrays:
    """The weights to keep, in the order of ``model.weights``: averages where there are some."""
    optimizer = inner_optimizer(model.optimizer)
    averages = getattr(optimizer, "_model_variables_moving_average", None) if optimizer.use_ema else None
    if not averages:
        weights: Arrays = model.get_weights()
        return weights
    by_variable = dict(zip(map(id, optimizer._trainable_variables), averages, strict=True))
    return _values([by_variable.get(id(variable), variable) for variable in model.weights])


def _values(variables: list[keras.Variable]) -> Arrays:
    return [np.array(keras.ops.convert_to_numpy(variable)) for variable in variables]


def _assign(variables: list[keras.Variable], values: Arrays) -> None:
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)
