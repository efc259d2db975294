"""Focal loss (Lin et al., 2017): cross-entropy that cares less about photos which are recognised already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.training.losses import SMALLEST, Loss, LossFunction, Tensor

if TYPE_CHECKING:
    from engine.training.config import TrainConfig


def make(config: TrainConfig) -> LossFunction:
    """``focal_gamma`` says how much less: each term is multiplied by (1 - probability) to this power."""
    gamma = config.focal_gamma

    def focal(true: Tensor, predicted: Tensor) -> Tensor:
        from keras import ops

        sure = ops.clip(ops.cast(predicted, "float32"), SMALLEST, 1.0)
        return -ops.sum(ops.cast(true, "float32") * (1.0 - sure) ** gamma * ops.log(sure), axis=-1)

    return focal


LOSS = Loss("focal", "For a few hard photos among many easy ones, or very uneven numbers of photos.", make)
