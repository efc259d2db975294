"""The learning rate at each step, as one formula for numpy (charts, tests) and for every Keras backend (training)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.training.config import Schedule, TrainConfig

NUM_STAIRS = 3  # parts of a run with a rate each, when decay_every is not said
# Of the one-cycle policy as fast.ai and torch have it (Smith and Topin, 2018).
RISING_SHARE, FIRST_DIVISOR, LAST_DIVISOR = 0.3, 25.0, 1e4

Steps = Any  # a number or an array of numpy, or a tensor of the backend


def rate_at(config: TrainConfig, step: Steps, array: Any = np) -> Steps:
    """The learning rate of step ``step`` (from 0).

    Args:
        array: numpy, or ``keras.ops``; both have the few functions that are needed.
    """
    shape = {
        Schedule.CONSTANT: _constant,
        Schedule.STAIRCASE: _staircase,
        Schedule.EXPONENTIAL: _exponential,
        Schedule.COSINE: _cosine,
        Schedule.ONE_CYCLE: _one_cycle,
    }[Schedule(config.schedule)]
    return config.learning_rate * shape(config, step, array)


def _constant(config: TrainConfig, step: Steps, array: Any) -> Steps:
    return array.ones_like(step)


def _staircase(config: TrainConfig, step: Steps, array: Any) -> Steps:
    return array.power(config.decay_factor, array.floor(step / _decay_every(config)))


def _exponential(config: TrainConfig, step: Steps, array: Any) -> Steps:
    return array.power(config.decay_factor, step / _decay_every(config))


def _cosine(config: TrainConfig, step: Steps, array: Any) -> Steps:
    """Rises over the first steps, then falls to nothing along half a cosine (Loshchilov and Hutter, 2017)."""
    num_rising = round(config.warmup * config.steps)
    rising = (step + 1) / max(1, num_rising)
    done = array.clip((step - num_rising) / max(1, config.steps - num_rising), 0.0, 1.0)
    return array.where(step < num_rising, rising, (1 + array.cos(math.pi * done)) / 2)


def _one_cycle(config: TrainConfig, step: Steps, array: Any) -> Steps:
    """From a 25th of the rate up to it, then down to a 10,000th of where it began, both along half a cosine."""
    peak = max(1.0, RISING_SHARE * config.steps - 1)
    last = max(peak + 1, config.steps - 1)
    first_rate, last_rate = 1 / FIRST_DIVISOR, 1 / FIRST_DIVISOR / LAST_DIVISOR
    rising = _between(first_rate, 1.0, step / peak, array)
    falling = _between(1.0, last_rate, array.clip((step - peak) / (last - peak), 0.0, 1.0), array)
    return array.where(step < peak, rising, falling)


def _between(start: float, end: float, share: Steps, array: Any) -> Steps:
    return end + (start - end) * (1 + array.cos(math.pi * share)) / 2


def _decay_every(config: TrainConfig) -> int:
    return config.decay_every or max(1, math.ceil(config.steps / NUM_STAIRS))
