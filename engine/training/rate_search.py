"""Finds a learning rate that suits a network and a snapshot: it grows at each step until the loss runs away.

The range test of Smith, "Cyclical Learning Rates for Training Neural Networks" (2017).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.errors import TrainingError
from engine.kinds import Split
from engine.snapshots import Snapshot
from engine.training.config import TrainConfig
from engine.training.data import TrainingBatches, read_examples
from engine.training.device import prepare_backend
from engine.training.network import build_network, compile_network
from engine.training.pretrained import load_pretrained
from engine.training.progress import Report
from engine.training.registry import find_architecture

LOWEST_RATE, HIGHEST_RATE = 1e-6, 10.0
NUM_STEPS = 120
SMOOTHING = 0.9  # of the loss, which differs from batch to batch
RUNAWAY = 4.0  # times the lowest loss: nothing is learned any more
FEWEST_POINTS = 8


@dataclass(frozen=True)
class RateSearch:
    """What the test found.

    Attributes:
        rates: rising.
        losses: smoothed, one for each rate.
        suggested: where the loss falls fastest.
    """

    rates: tuple[float, ...]
    losses: tuple[float, ...]
    suggested: float


def find_rate(
    snapshot: Snapshot, config: TrainConfig, report: Report, stop_requested: Callable[[], bool]
) -> RateSearch:
    """Try rates on a fresh network, which is thrown away. Imports Keras.

    Raises:
        TrainingError: the loss ran away, or the search was stopped, before enough was seen.
    """
    report(done=0, total=NUM_STEPS, message="Starting the training library", unit="steps", rate=None)
    prepare_backend(config.device)
    architecture = find_architecture(config.architecture)
    examples = read_examples(snapshot, Split.TRAIN, architecture.features)
    model = build_network(architecture, config, examples.features.shape[1:], len(snapshot.labels))
    load_pretrained(model, architecture)
    compile_network(model, config)
    batches = TrainingBatches(examples, len(snapshot.labels), config)
    rates = np.geomspace(LOWEST_RATE, HIGHEST_RATE, NUM_STEPS)
    found: list[float] = []
    for step, rate in enumerate(rates):
        loss = _loss_at(model, batches.at(step), float(rate))
        if stop_requested() or not math.isfinite(loss) or (found and loss > RUNAWAY * min(found)):
            break
        found.append(loss)
        report(done=step + 1, total=NUM_STEPS, message=f"Trying rate {rate:.2g}", unit="steps", rate=None)
    report(done=NUM_STEPS, total=NUM_STEPS, message="Done", unit="steps", rate=None)
    return judge_rates([float(rate) for rate in rates[: len(found)]], found)


def judge_rates(rates: Sequence[float], losses: Sequence[float]) -> RateSearch:
    """Smooth the losses and suggest the rate, before the lowest loss, at which it falls fastest.

    Raises:
        TrainingError: there are too few.
    """
    if len(rates) < FEWEST_POINTS:
        raise TrainingError(
            f"Only {len(rates)} learning rates could be tried. Expected at least {FEWEST_POINTS}; try a larger batch "
            "size, or photos of more people."
        )
    smoothed = smooth(losses)
    lowest = max(2, int(np.argmin(smoothed)) + 1)
    slopes = np.gradient(np.array(smoothed[:lowest]), np.log10(rates[:lowest]))
    return RateSearch(tuple(rates), tuple(smoothed), round_rate(rates[int(np.argmin(slopes))]))


def smooth(losses: Sequence[float]) -> list[float]:
    """A running average without the pull towards 0 at its beginning."""
    average, smoothed = 0.0, []
    for count, loss in enumerate(losses, start=1):
        average = SMOOTHING * average + (1 - SMOOTHING) * loss
        smoothed.append(average / (1 - SMOOTHING**count))
    return smoothed


def round_rate(rate: float) -> float:
    """To one digit: more would pretend to know."""
    return float(f"{rate:.0e}")


def _loss_at(model: Any, batch: tuple[Any, Any, Any], rate: float) -> float:  # Keras ships no types
    model.optimizer.learning_rate = rate
    model.reset_metrics()
    features, shares, weights = batch
    return float(model.train_on_batch(features, shares, sample_weight=weights, return_dict=True)["loss"])
