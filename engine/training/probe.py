"""Measures in about ten seconds how fast this computer trains a network on a snapshot's crops, and remembers it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from engine.errors import DatasetEmpty
from engine.kinds import Split
from engine.settings import Settings
from engine.snapshots import Snapshot
from engine.training.config import TrainConfig
from engine.training.configuring import make_config
from engine.training.data import Examples, TrainingBatches, read_examples
from engine.training.device import prepare_backend
from engine.training.feature_cache import CHUNK
from engine.training.progress import Report
from engine.training.speeds import Speed, remember_speed
from engine.training.stages import Stage, build_stages
from models import Architecture
from models._transfer import BODY

PROBE_SECONDS = 10.0
LEAST_STEPS = 2

Clock = Callable[[], float]


def probe(
    settings: Settings,
    snapshot: Snapshot,
    architecture: Architecture,
    report: Report,
    *,
    seconds: float = PROBE_SECONDS,
    clock: Clock = time.monotonic,
) -> Speed:
    """Train with random weights for about ``seconds`` in all, keep nothing but the speed. Imports Keras.

    Raises:
        BadInput: the network cannot learn from this snapshot.
        DatasetEmpty: there is nothing to train on.
    """
    config = make_config(snapshot, architecture)
    examples = read_examples(snapshot, Split.TRAIN, architecture.features)
    if not len(examples):
        raise DatasetEmpty(f"Snapshot '{snapshot.id}' has no training photos. Keep more photos and freeze again.")
    report(done=0, total=0, message="Starting the training library", unit="steps", rate=None)
    prepare_backend()
    began = clock()
    stages = build_stages(architecture, config, examples.features.shape[1:], len(snapshot.labels))
    report(done=0, total=0, message="Training for ten seconds", unit="steps", rate=None)
    speed = _measure(stages, config, examples, len(snapshot.labels), seconds, clock, began)
    remember_speed(settings, snapshot, architecture, speed)
    return speed


def _measure(
    stages: tuple[Stage, ...],
    config: TrainConfig,
    examples: Examples,
    num_labels: int,
    seconds: float,
    clock: Clock,
    began: float,
) -> Speed:
    """The last stage lets photos through the whole network; one before it trains a head on features."""
    photo_step = _stepping(stages[-1], TrainingBatches(examples, num_labels, config))
    if not stages[0].phase.is_head_only:
        first = _first(photo_step, clock, began)
        return Speed(first, config.batch_size * _rate(photo_step, seconds, clock))
    body = stages[0].whole.get_layer(BODY)
    crops = np.resize(examples.features, (CHUNK, *examples.features.shape[1:])).astype(np.float32)
    features = Examples(np.zeros((CHUNK, body.output_shape[-1]), np.float32), np.resize(examples.numbers, CHUNK))
    head_step = _stepping(stages[0], TrainingBatches(features, num_labels, config))
    steps = (lambda: body.predict_on_batch(crops), head_step, photo_step)
    for each in steps:
        first = _first(each, clock, began)
    rates = [_rate(each, seconds / len(steps), clock) for each in steps]
    return Speed(first, config.batch_size * rates[2], CHUNK * rates[0], rates[1])


def _stepping(stage: Stage, batches: TrainingBatches) -> Callable[[], object]:
    step = iter(range(10**9))

    def train_a_step() -> object:
        features, shares, weights = batches.at(next(step))
        return stage.model.train_on_batch(features, shares, sample_weight=weights)

    return train_a_step


def _first(step: Callable[[], Any], clock: Clock, began: float) -> float:
    """Take the first step, which compiles; seconds since the beginning."""
    step()
    return clock() - began


def _rate(step: Callable[[], Any], seconds: float, clock: Clock) -> float:
    """Steps per second over about ``seconds``."""
    began, count = clock(), 0
    while count < LEAST_STEPS or clock() - began < seconds:
        step()
        count += 1
    return count / max(clock() - began, 1e-9)
