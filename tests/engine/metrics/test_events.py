"""TensorBoard reads what we write."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.metrics.events import EventWriter
from tests.engine.metrics.test_points import point


def read_back(folder: Path, tag: str) -> list[tuple[int, float]]:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    accumulator = EventAccumulator(str(folder))
    accumulator.Reload()
    return [(event.step, round(event.value, 6)) for event in accumulator.Scalars(tag)]


@pytest.mark.slow  # TensorBoard's reader imports TensorFlow
def test_tensorboard_reads_losses_and_accuracies_of_both_sides(tmp_path: Path) -> None:
    with EventWriter(tmp_path, first_step=1) as events:
        events.write(point(10, accuracy=0.25, loss=1.5))
        events.write(point(20, accuracy=0.75, loss=0.5))
    assert read_back(tmp_path / "events" / "validation", "accuracy") == [(10, 0.25), (20, 0.75)]
    assert read_back(tmp_path / "events" / "validation", "loss") == [(10, 1.5), (20, 0.5)]
    assert read_back(tmp_path / "events" / "train", "loss") == [(10, 2.0), (20, 2.0)]
    assert read_back(tmp_path / "events" / "train", "accuracy") == [(10, 0.1), (20, 0.1)]


@pytest.mark.slow
def test_a_resumed_run_takes_the_place_of_what_came_after_its_checkpoint(tmp_path: Path) -> None:
    with EventWriter(tmp_path, first_step=1) as events:
        events.write(point(10, accuracy=0.25))
        events.write(point(20, accuracy=0.5))
    with EventWriter(tmp_path, first_step=11) as events:
        events.write(point(20, accuracy=0.75))
    assert read_back(tmp_path / "events" / "validation", "accuracy") == [(10, 0.25), (20, 0.75)]


def test_without_validation_photos_there_is_no_validation_curve(tmp_path: Path) -> None:
    with EventWriter(tmp_path, first_step=1) as events:
        events.write(point(10, accuracy=None, loss=None))
    assert [folder.name for folder in (tmp_path / "events").iterdir()] == ["train"]
