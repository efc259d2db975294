"""Draws the accuracy and the loss of runs from the points they measured."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from engine.charts.curves import Curve, curves_figure
from engine.kinds import Split
from engine.metrics import MetricPoint

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PointsByRun = Mapping[str, Sequence[MetricPoint]]


def accuracy_figure(points_by_run: PointsByRun) -> Figure:
    """Training and validation accuracy over the steps, runs in the order given and named by their keys."""
    curves: list[Curve] = []
    for run, points in points_by_run.items():
        curves += _curves(run, points, [p.train_accuracy for p in points], [p.validation_accuracy for p in points])
    return curves_figure(curves, title="accuracy", is_share=True)


def loss_figure(points_by_run: PointsByRun) -> Figure:
    """Training and validation loss over the steps; runs as in :func:`accuracy_figure`."""
    curves: list[Curve] = []
    for run, points in points_by_run.items():
        curves += _curves(run, points, [p.train_loss for p in points], [p.validation_loss for p in points])
    return curves_figure(curves, title="loss")


def _curves(
    run: str, points: Sequence[MetricPoint], training: Sequence[float], validation: Sequence[float | None]
) -> list[Curve]:
    """One line for training, and one for validation where there are validation photos."""
    steps = [point.step for point in points]
    curves = [Curve(run, Split.TRAIN, steps, training)]
    if any(value is not None for value in validation):
        values = [math.nan if value is None else value for value in validation]
        curves.append(Curve(run, Split.VALIDATION, steps, values))
    return curves
