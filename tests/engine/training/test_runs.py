"""Runs as the screens see them, without Keras."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import jobs
from engine.errors import BadInput, NotFound
from engine.metrics import MetricPoint, write
from engine.settings import Settings
from engine.training.config import TrainConfig
from engine.training.device import Device, write_device
from engine.training.runs import create_run, list_runs, new_run_id, read_run, run_folder

CONFIG = TrainConfig(
    snapshot="s1",
    snapshot_content_hash="abc",
    architecture="face_cnn",
    steps=100,
    batch_size=10,
    learning_rate=0.001,
    evaluate_every=10,
)


def point(step: int, accuracy: float) -> MetricPoint:
    return MetricPoint(step, 1.0, 0.5, 1.0, accuracy, 2.0, 20.0, step / 2)


def finished_run(settings: Settings, run_id: str) -> Path:
    folder = create_run(settings, CONFIG, run_id)
    with jobs.running(folder, ["train", "s1"]):
        write(folder, point(10, 0.5))
        write(folder, point(20, 0.8))
        write(folder, point(30, 0.7))
    return folder


def test_without_runs_there_is_nothing_to_list(settings: Settings) -> None:
    assert list_runs(settings) == []


def test_a_run_shows_its_settings_state_best_and_last_point(settings: Settings) -> None:
    folder = finished_run(settings, "r1")
    write_device(folder, Device("CPU", "Ordinary", 2))
    record = read_run(settings, "r1")
    assert record.config == CONFIG
    assert record.state == "finished"
    assert record.best == point(20, 0.8)
    assert record.last == point(30, 0.7)
    assert str(record.device) == "CPU: Ordinary, 2 cores"
    assert not record.is_exported


def test_a_run_that_never_began_has_no_points(settings: Settings) -> None:
    with jobs.running(create_run(settings, CONFIG, "r1"), ["train", "s1"]):
        record = read_run(settings, "r1")
    assert record.state == "running"
    assert record.best is record.last is record.device is None


def test_runs_are_listed_newest_first(settings: Settings) -> None:
    finished_run(settings, "run-a")
    finished_run(settings, "run-b")
    assert [record.id for record in list_runs(settings)] == ["run-b", "run-a"]


@pytest.mark.parametrize("run_id", ["", "missing", "../r1", "r1/../r1"])
def test_an_unknown_or_crooked_id_is_not_found(settings: Settings, run_id: str) -> None:
    finished_run(settings, "r1")
    with pytest.raises(NotFound, match="There is no run"):
        run_folder(settings, run_id)


def test_a_run_is_never_written_over(settings: Settings) -> None:
    create_run(settings, CONFIG, "r1")
    with pytest.raises(BadInput, match="There is a run 'r1' already"):
        create_run(settings, CONFIG, "r1")


def test_ids_are_new_each_time() -> None:
    assert new_run_id() != new_run_id()


def test_a_graphics_card_is_named() -> None:
    assert str(Device("GPU", "Quick", 1)) == "GPU: Quick, 1 used"
