"""What a run may be asked to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import BadInput, DatasetEmpty, NotFound
from engine.kinds import Kind
from engine.settings import Settings
from engine.training.config import TrainConfig, read_config, write_config
from engine.training.configuring import default_interval, make_config
from engine.training.registry import architectures
from models import Augmentation
from tests.engine.training.snapshot_builder import build_snapshot


def config(**changes: object) -> TrainConfig:
    values: dict[str, object] = {
        "snapshot": "s1",
        "snapshot_content_hash": "abc",
        "architecture": "face_cnn",
        "steps": 10,
        "batch_size": 4,
        "learning_rate": 0.001,
        "evaluate_every": 2,
    }
    return TrainConfig(**values | changes)  # type: ignore[arg-type]  # the tests pass wrong values on purpose


def test_a_config_reads_back_as_it_was_written(tmp_path: Path) -> None:
    written = config(target_accuracy=0.9, seed=7, augmentation=Augmentation(flip=True, contrast=(0.2, 2.0)))
    write_config(tmp_path, written)
    assert read_config(tmp_path) == written


def test_a_folder_without_a_config_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no run"):
        read_config(tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("steps", 0),
        ("batch_size", 0),
        ("evaluate_every", -1),
        ("learning_rate", 0.0),
        ("learning_rate", float("nan")),
        ("seed", -1),
        ("target_accuracy", 0.0),
        ("target_accuracy", 97.0),
    ],
)
def test_a_value_out_of_range_is_named(name: str, value: float) -> None:
    with pytest.raises(BadInput, match=f"^{name} is {value}. Expected"):
        config(**{name: value})


def test_what_is_not_said_comes_from_the_architecture(settings: Settings) -> None:
    architecture = architectures()["face_cnn"]
    made = make_config(build_snapshot(settings), architecture)
    assert (made.steps, made.batch_size, made.learning_rate) == (1500, 100, 0.001)
    assert made.augmentation == architecture.augmentation
    assert made.snapshot_content_hash == "c" * 64


def test_what_is_said_wins(settings: Settings) -> None:
    made = make_config(build_snapshot(settings), architectures()["face_cnn"], steps=5, batch_size=2, seed=9)
    assert (made.steps, made.batch_size, made.seed) == (5, 2, 9)


def test_zero_steps_are_refused_rather_than_replaced_by_the_default(settings: Settings) -> None:
    with pytest.raises(BadInput, match="steps is 0"):
        make_config(build_snapshot(settings), architectures()["face_cnn"], steps=0)


def test_an_architecture_for_faces_refuses_images(settings: Settings) -> None:
    with pytest.raises(BadInput, match="cannot learn from a snapshot of kind 'images'"):
        make_config(build_snapshot(settings), architectures()["sface_head"])


def test_faces_without_embeddings_are_refused_by_name(settings: Settings) -> None:
    snapshot = build_snapshot(settings, kind=Kind.FACES)
    (snapshot.folder / "embeddings.npy").unlink()
    with pytest.raises(BadInput, match="snapshot 's1' has none"):
        make_config(snapshot, architectures()["sface_head"])


@pytest.mark.parametrize("shape", [{"num_labels": 1}, {"per_label": 3, "num_validation": 3}])
def test_one_label_or_no_training_photo_is_too_little(settings: Settings, shape: dict[str, int]) -> None:
    with pytest.raises(DatasetEmpty, match="Expected at least 2 labels"):
        make_config(build_snapshot(settings, **shape), architectures()["face_cnn"])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("steps", "batch_size", "num_validation", "interval"),
    [
        (1500, 100, 100, 30),  # 50 evaluations
        (5, 100, 20, 1),  # every step of a short run
        (1500, 100, 17_000, 340),  # two batches learned for each one judged
        (10, 100, 17_000, 10),  # but always once
    ],
)
def test_evaluations_are_frequent_but_never_most_of_the_time(
    steps: int, batch_size: int, num_validation: int, interval: int
) -> None:
    assert default_interval(steps, batch_size, num_validation) == interval
