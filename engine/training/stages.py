"""The phases of a run made ready: what learns in each, and what is kept of it. Imports Keras when called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from engine.training.config import FineTuning, TrainConfig
from engine.training.network import build_network, compile_network
from engine.training.phases import Phase, plan_phases
from models import Architecture
from models._transfer import HEAD, unfreeze

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True)
class Stage:
    """A phase made ready.

    Attributes:
        model: compiled; what learns, and what a checkpoint of the phase holds.
        whole: what is kept as the best and exported: ``model`` itself, or what it is the head of.
    """

    phase: Phase
    model: keras.Model
    whole: keras.Model

    @property
    def frozen_weights(self) -> list[NDArray[Any]]:
        """The weights of the whole that come before those that learn: a body's."""
        weights: list[NDArray[Any]] = self.whole.get_weights()
        return weights[: len(weights) - len(self.model.weights)]


def build_stages(
    architecture: Architecture,
    config: TrainConfig,
    input_shape: tuple[int, ...],
    num_classes: int,
    *,
    num_parts: int = 1,
) -> tuple[Stage, ...]:
    """One network, ready for each phase of its run, with the random weights that the seed gives.

    Args:
        num_parts: calls of the optimizer that make one step.

    Raises:
        BadInput: the crops are too small for the architecture.
    """
    whole = build_network(architecture, config, input_shape, num_classes)
    stages = []
    for phase in plan_phases(architecture, config):
        model = _alone(whole.get_layer(HEAD)) if phase.is_head_only else whole
        if architecture.pretrained is not None and not phase.is_head_only:
            is_part = phase.unfrozen == FineTuning.LAST_BLOCKS
            unfreeze(whole, architecture.pretrained.last_blocks_from if is_part else None)
        compile_network(model, phase.config, num_parts)
        stages.append(Stage(phase, model, whole))
    return tuple(stages)


def _alone(part: keras.Model) -> keras.Model:
    """A part of a network to train alone; compiling the part itself would put its loss into what is kept."""
    return type(part)(part.inputs, part.outputs)


def stage_at(stages: Sequence[Stage], step: int) -> Stage:
    """The stage that took a step, and wrote the checkpoint of it."""
    return next(stage for stage in stages if step <= stage.phase.last_step)
