"""Cross-entropy: minus the logarithm of the probability that the network gave to the true label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.training.losses import SMALLEST, Loss, LossFunction, Tensor

if TYPE_CHECKING:
    from engine.training.config import TrainConfig


def make(config: TrainConfig) -> LossFunction:
    """It has no settings of its own."""

    def cross_entropy(true: Tensor, predicted: Tensor) -> Tensor:
        from keras import ops

        sure = ops.clip(ops.cast(predicted, "float32"), SMALLEST, 1.0)
        return -ops.sum(ops.cast(true, "float32") * ops.log(sure), axis=-1)

    return cross_entropy


LOSS = Loss("cross_entropy", "The usual choice.", make)
