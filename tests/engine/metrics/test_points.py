"""The curves of a run on disk."""

from __future__ import annotations

from pathlib import Path

from engine.metrics import MetricPoint, best_point, read_metrics, truncate, write


def point(
    step: int, accuracy: float | None = 0.5, loss: float | None = 1.0, train_accuracy: float = 0.1
) -> MetricPoint:
    return MetricPoint(
        step=step,
        train_loss=2.0,
        train_accuracy=train_accuracy,
        validation_loss=loss,
        validation_accuracy=accuracy,
        steps_per_second=3.0,
        images_per_second=300.0,
        seconds=step / 3,
    )


def test_a_run_without_metrics_has_no_points(tmp_path: Path) -> None:
    assert read_metrics(tmp_path) == ()
    assert best_point(()) is None


def test_points_read_back_in_order(tmp_path: Path) -> None:
    write(tmp_path, point(10))
    write(tmp_path, point(20, accuracy=None, loss=None))
    assert read_metrics(tmp_path) == (point(10), point(20, accuracy=None, loss=None))


def test_a_line_that_is_still_being_written_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, point(10))
    with (tmp_path / "metrics.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"step": 20, "train_lo')
    assert read_metrics(tmp_path) == (point(10),)


def test_truncating_drops_later_points_and_a_torn_line(tmp_path: Path) -> None:
    for step in (10, 20, 30):
        write(tmp_path, point(step))
    with (tmp_path / "metrics.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"step": 40')
    truncate(tmp_path, last_step=20)
    write(tmp_path, point(30, accuracy=0.9))
    assert read_metrics(tmp_path) == (point(10), point(20), point(30, accuracy=0.9))


def test_the_best_point_has_the_highest_validation_accuracy() -> None:
    points = [point(10, accuracy=0.5), point(20, accuracy=0.9), point(30, accuracy=0.8)]
    assert best_point(points) == points[1]


def test_between_equal_accuracies_the_lower_loss_wins_and_then_the_earlier() -> None:
    points = [point(10, 0.9, 1.0), point(20, 0.9, 0.5), point(30, 0.9, 0.5)]
    assert best_point(points) == points[1]


def test_without_validation_photos_training_accuracy_decides() -> None:
    points = [point(10, None, None, train_accuracy=0.7), point(20, None, None, train_accuracy=0.6)]
    assert best_point(points) == points[0]
