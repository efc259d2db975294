"""What training, judging and exporting say when they cannot go on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.errors import BadInput, DatasetEmpty, ExportError, NotFound, TrainingError
from engine.kinds import Kind
from engine.settings import Settings
from engine.snapshots import Snapshot, open_snapshot
from engine.training.checkpoints import Checkpoint, restore_checkpoint, save_checkpoint
from engine.training.configuring import make_config
from engine.training.device import prepare_backend
from engine.training.evaluation import evaluate_run
from engine.training.export import ExportFormat, export_model, export_run
from engine.training.loop import train
from engine.training.registry import find_architecture
from tests.engine.training.snapshot_builder import build_snapshot

HEAD = find_architecture("sface_head")


@pytest.fixture
def snapshot(settings: Settings) -> Snapshot:
    return build_snapshot(settings, kind=Kind.FACES)


def without_photos(settings: Settings, snapshot: Snapshot) -> Snapshot:
    """The same snapshot with an empty manifest."""
    manifest = snapshot.folder / "manifest.csv"
    manifest.write_text(manifest.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    np.save(snapshot.folder / "embeddings.npy", np.zeros((0, 128), np.float32))
    return open_snapshot(settings, snapshot.id)


def a_model(settings: Settings, num_classes: int = 3) -> Path:
    """A run folder with an untrained model."""
    prepare_backend()
    folder = settings.runs_dir / "r1"
    folder.mkdir(parents=True)
    HEAD.build((128,), num_classes).save(folder / "model.keras")
    return folder


@pytest.mark.slow  # imports Keras, as all that are marked here
def test_a_run_without_a_model_cannot_be_judged(settings: Settings, snapshot: Snapshot) -> None:
    prepare_backend()
    with pytest.raises(NotFound, match=r"Run 'r1' has no model yet\. Wait for its first evaluation, or resume it"):
        evaluate_run(settings.runs_dir / "r1", snapshot, HEAD)


def test_nothing_can_be_judged_on_no_photos(settings: Settings, snapshot: Snapshot) -> None:
    with pytest.raises(DatasetEmpty, match="Snapshot 's1' has no photos"):
        evaluate_run(settings.runs_dir / "r1", without_photos(settings, snapshot), HEAD)


def test_labels_the_run_never_learned_are_named(settings: Settings, snapshot: Snapshot) -> None:
    with pytest.raises(BadInput, match=r"never learned: label 1, label 2\. Expected some of: label 0, Kim"):
        evaluate_run(settings.runs_dir / "r1", snapshot, HEAD, labels=("label 0", "Kim"))


@pytest.mark.slow
def test_labels_of_another_snapshot_are_matched_by_name(settings: Settings, snapshot: Snapshot) -> None:
    learned = ("label 2", "Kim", "label 1", "label 0")
    evaluation = evaluate_run(a_model(settings, 4), snapshot, HEAD, labels=learned)
    assert evaluation.labels == learned
    assert [evaluation.per_label[label].count for label in learned] == [3, 0, 3, 3]


def test_training_on_no_photos_is_refused(settings: Settings, snapshot: Snapshot) -> None:
    config = make_config(snapshot, HEAD)
    with pytest.raises(DatasetEmpty, match="has no training photos"):
        train(without_photos(settings, snapshot), config, settings.runs_dir, lambda **_: None, lambda: False)


def test_an_export_that_cannot_be_checked_is_refused(settings: Settings, snapshot: Snapshot, tmp_path: Path) -> None:
    folder = settings.runs_dir / "r1"
    folder.mkdir(parents=True)
    (folder / "model.keras").touch()
    with pytest.raises(ExportError, match="no photos to check an export on"):
        export_run(folder, without_photos(settings, snapshot), HEAD, ExportFormat.LITERT, tmp_path)


@pytest.mark.slow
def test_an_export_that_predicts_differently_is_refused(settings: Settings, tmp_path: Path) -> None:
    not_a_number = np.full((1, 128), np.nan, np.float32)
    with pytest.raises(ExportError, match=r"litert model predicts differently: by nan, expected at most 0.0001"):
        export_model(a_model(settings) / "model.keras", ExportFormat.LITERT, tmp_path, not_a_number)
    assert not (tmp_path / "model.tflite").exists()


@pytest.mark.slow
def test_a_checkpoint_of_another_network_is_refused(settings: Settings) -> None:
    prepare_backend()
    models = [HEAD.build((128,), num_classes) for num_classes in (3, 4)]
    for model in models:
        model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    save_checkpoint(settings.home, models[0], Checkpoint(step=7, seconds=1.0, history=()))
    with pytest.raises(TrainingError, match=r"step-7.npz does not fit the architecture"):
        restore_checkpoint(settings.home, lambda step: models[1])


@pytest.mark.slow
def test_only_the_newest_two_checkpoints_are_kept(settings: Settings) -> None:
    prepare_backend()
    model = HEAD.build((128,), 3)
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    for step in (5, 10, 100):
        save_checkpoint(settings.home, model, Checkpoint(step, float(step), history=()))
    names = sorted(file.name for file in (settings.home / "checkpoints").iterdir())
    assert names == ["step-10.json", "step-10.npz", "step-100.json", "step-100.npz"]
    assert restore_checkpoint(settings.home, lambda step: model) == Checkpoint(100, 100.0, ())


@pytest.mark.slow
def test_without_a_checkpoint_there_is_nothing_to_restore(settings: Settings) -> None:
    prepare_backend()
    assert restore_checkpoint(settings.home, lambda step: HEAD.build((128,), 3)) is None
