"""Where a run stands while it trains: shared by its callbacks, and what tells the rest why it ended."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from engine.metrics import MetricPoint, best_point
from engine.training.config import TrainConfig

DIVERGED = "The loss became NaN or infinite"  # how the sentence of a run begins that cannot go on as it is


class Report(Protocol):
    """Tells whoever watches how far the run is."""

    def __call__(self, *, done: int, total: int, message: str, unit: str, rate: float | None) -> None: ...


class StopReason(StrEnum):
    """Why a run ended, in words to show."""

    STEPS_DONE = "all steps done"
    TARGET_REACHED = "the target accuracy was reached"
    NO_IMPROVEMENT = "validation accuracy no longer improved"
    REQUESTED = "stopped on request"
    LOSS_NOT_FINITE = "the loss was no longer a number"


@dataclass
class RunProgress:
    """The part of a run's state that is no variable of the model.

    Attributes:
        step: batches trained on.
        seconds_before: training time of earlier sittings of a resumed run.
        history: every evaluation so far.
        stop_reason: set by whichever callback ends the run; None while it goes on.
        clock: seconds from any origin.
    """

    step: int = 0
    seconds_before: float = 0.0
    history: list[MetricPoint] = field(default_factory=list)
    stop_reason: StopReason | None = None
    clock: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        self._started = self.clock()

    @property
    def seconds(self) -> float:
        """Training time so far, all sittings together."""
        return self.seconds_before + self.clock() - self._started

    def reason_to_end(self, config: TrainConfig) -> StopReason | None:
        """What the evaluations so far say about going on; None to go on."""
        best = best_point(self.history)
        if best is None:
            return None
        if config.target_accuracy is not None and self.history[-1].judged_accuracy >= config.target_accuracy:
            return StopReason.TARGET_REACHED
        num_since = sum(point.step > best.step for point in self.history)
        if config.patience is not None and num_since >= config.patience:
            return StopReason.NO_IMPROVEMENT
        return None


@dataclass(frozen=True)
class Segment:
    """Part of a run with evaluations at equal distances: ``num_intervals`` times ``interval`` steps."""

    first_step: int
    interval: int
    num_intervals: int

    @property
    def num_steps(self) -> int:
        return self.interval * self.num_intervals


def plan_segments(first_step: int, steps: int, evaluate_every: int) -> list[Segment]:
    """Split what is left so that every evaluation falls on a multiple of ``evaluate_every``, and one on the last step.

    A run resumed between two evaluations begins with a short interval; steps that do not divide end with one.
    """
    first_multiple = min(steps, -(-first_step // evaluate_every) * evaluate_every)
    last_multiple = max(first_multiple, steps // evaluate_every * evaluate_every)
    segments = [
        Segment(first_step, first_multiple - first_step, 1),
        Segment(first_multiple, evaluate_every, (last_multiple - first_multiple) // evaluate_every),
        Segment(last_multiple, steps - last_multiple, 1),
    ]
    return [segment for segment in segments if segment.num_steps > 0]


def one_by_one(segments: list[Segment]) -> list[Segment]:
    """The same steps with an interval in each segment."""
    return [
        Segment(segment.first_step + place * segment.interval, segment.interval, 1)
        for segment in segments
        for place in range(segment.num_intervals)
    ]
