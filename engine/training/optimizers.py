"""Makes the optimizer that a run's settings ask for. Imports Keras when called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.training.config import Optimizer, Schedule, TrainConfig
from engine.training.schedules import rate_at

if TYPE_CHECKING:
    import keras

LEAST_AVERAGED_PARTS = 10  # an average over more than a tenth of the run would still hold its beginning


def make_optimizer(config: TrainConfig, num_parts: int = 1) -> keras.Optimizer:
    """A fresh optimizer.

    Args:
        num_parts: calls of the optimizer that make one step, their gradients added up.
    """
    import keras

    made = {
        Optimizer.SGD: keras.optimizers.SGD,
        Optimizer.ADAM: keras.optimizers.Adam,
        Optimizer.ADAMW: keras.optimizers.AdamW,
        Optimizer.RMSPROP: keras.optimizers.RMSprop,
        Optimizer.LION: keras.optimizers.Lion,
    }[Optimizer(config.optimizer)]
    keeps_pace = config.optimizer in (Optimizer.SGD, Optimizer.RMSPROP)
    return made(
        learning_rate=_rate(config, num_parts),
        weight_decay=config.weight_decay or None,
        global_clipnorm=config.clip_norm,
        use_ema=config.ema > 0,
        ema_momentum=averaging_share(config) ** (1 / num_parts),
        gradient_accumulation_steps=num_parts if num_parts > 1 else None,
        **({"momentum": config.momentum} if keeps_pace else {}),
    )


def averaging_share(config: TrainConfig) -> float:
    """What stays of the average of weights at each step: as asked, but never over more than a tenth of the run."""
    return min(config.ema, max(0.0, 1 - LEAST_AVERAGED_PARTS / config.steps))


def inner_optimizer(optimizer: keras.Optimizer) -> keras.Optimizer:
    """The optimizer itself, where mixed precision wrapped it."""
    return getattr(optimizer, "inner_optimizer", optimizer)


def _rate(config: TrainConfig, num_parts: int) -> Any:  # a number, or Keras' schedule, which ships no types
    if config.schedule == Schedule.CONSTANT:
        return config.learning_rate
    import keras
    from keras import ops

    class RateOfStep(keras.optimizers.schedules.LearningRateSchedule):  # type: ignore[misc]
        """Asked with the number of calls so far."""

        def __call__(self, calls: Any) -> Any:
            return rate_at(config, ops.cast(ops.floor_divide(calls, num_parts), "float32"), ops)

    return RateOfStep()
