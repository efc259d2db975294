"""Points of runs become the right lines."""

import math

from engine.charts.run_curves import accuracy_figure, loss_figure
from engine.metrics import MetricPoint


def _point(step: int, validation: float | None) -> MetricPoint:
    return MetricPoint(step, 1.5, 0.25, validation, validation, 10.0, 100.0, float(step))


def test_no_run_is_an_empty_chart() -> None:
    assert len(accuracy_figure({}).data) == 0


def test_training_and_validation_are_a_line_each() -> None:
    training, validation = accuracy_figure({"a": [_point(1, 0.5), _point(2, 0.75)]}).data
    assert (list(training.x), list(training.y)) == ([1, 2], [0.25, 0.25])
    assert (list(validation.x), list(validation.y)) == ([1, 2], [0.5, 0.75])


def test_the_loss_is_drawn_from_the_losses() -> None:
    training, validation = loss_figure({"a": [_point(1, 0.5)]}).data
    assert (list(training.y), list(validation.y)) == ([1.5], [0.5])


def test_without_validation_photos_only_training_is_drawn() -> None:
    assert [line.name for line in loss_figure({"a": [_point(1, None)]}).data] == ["training"]


def test_a_missing_measurement_leaves_a_gap() -> None:
    _, validation = loss_figure({"a": [_point(1, None), _point(2, 0.5)]}).data
    assert math.isnan(validation.y[0])
    assert validation.y[1] == 0.5


def test_runs_are_told_apart_by_name() -> None:
    figure = accuracy_figure({"a": [_point(1, 0.5)], "b": [_point(1, 0.5)]})
    assert [line.name for line in figure.data] == ["a, training", "a, validation", "b, training", "b, validation"]
