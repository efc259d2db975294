"""The phases of a run: a network that builds on a trained one first learns its head alone, then its last blocks too.

A phase trains one Keras model on one kind of data with settings of its own; a run of any other network is one phase.
While the head learns, the trained body is frozen, so each photo's features are computed once and kept
(:mod:`engine.training.feature_cache`): a step then takes a thousandth of the time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from engine.training.config import FineTuning, TrainConfig
from models import Architecture

HEAD_SHARE = 0.8  # of the steps, when head_steps is not said: they are nearly free


@dataclass(frozen=True)
class Phase:
    """Steps ``first_step`` to ``last_step`` of a run.

    Attributes:
        is_head_only: the head learns from features of the frozen body; otherwise pixels go through the whole network.
        unfrozen: how much of a trained body learns, too.
        config: the run's settings with what differs in this phase: its own number of steps, and its rate.
    """

    first_step: int
    last_step: int
    is_head_only: bool
    unfrozen: FineTuning
    config: TrainConfig

    @property
    def title(self) -> str:
        """What is done in it, for whoever watches."""
        if self.is_head_only:
            return "Training the head"
        return "Training" if self.first_step == 0 else "Fine-tuning"


def plan_phases(architecture: Architecture, config: TrainConfig) -> tuple[Phase, ...]:
    """The phases of a run, in order; each has a step at least."""
    if architecture.pretrained is None:
        return (Phase(0, config.steps, False, FineTuning.EVERYTHING, config),)
    head_steps = _head_steps(config)
    fine_tuned = replace(config, steps=max(1, config.steps - head_steps), learning_rate=config.fine_tune_rate)
    phases = (
        Phase(0, head_steps, True, FineTuning.NOTHING, replace(config, steps=max(1, head_steps))),
        Phase(head_steps, config.steps, False, config.fine_tune, fine_tuned),
    )
    return tuple(phase for phase in phases if phase.first_step < phase.last_step)


def _head_steps(config: TrainConfig) -> int:
    if config.fine_tune == FineTuning.NOTHING:
        return config.steps
    asked = math.ceil(HEAD_SHARE * config.steps) if config.head_steps is None else config.head_steps
    return min(asked, config.steps)
