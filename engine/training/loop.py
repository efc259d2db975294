"""Trains one run to its end, or from its newest checkpoint on: ``train``. One process trains one run."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from engine import metrics
from engine.errors import BadInput, DatasetEmpty, LossNotFinite
from engine.kinds import Split
from engine.metrics import best_point
from engine.metrics.events import EventWriter
from engine.snapshots import Snapshot
from engine.training.best_model import BestModel
from engine.training.checkpoints import restore_checkpoint
from engine.training.config import TrainConfig
from engine.training.data import BatchStream, Examples, make_batch, read_examples
from engine.training.device import describe_device, prepare_backend, write_device
from engine.training.evaluation import evaluate_run, write_evaluation
from engine.training.export import export_light
from engine.training.progress import Report, RunProgress, Segment, StopReason, plan_segments
from engine.training.registry import find_architecture
from models import Architecture

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True)
class TrainResult:
    """How a run ended.

    Attributes:
        state: "finished", or "stopped" on request.
        steps: batches trained on.
        seconds: training time, all sittings together.
        train_accuracy: 0 to 1, on augmented batches, when the kept model was measured.
        validation_accuracy: 0 to 1, of the kept model; None without validation photos.
        reason: why it ended, in words.
    """

    state: str
    steps: int
    seconds: float
    train_accuracy: float
    validation_accuracy: float | None
    reason: str


@dataclass(frozen=True)
class _Data:
    train: Examples
    validation: Examples


@dataclass(frozen=True)
class _Surroundings:
    """What training needs besides the model and the data."""

    config: TrainConfig
    progress: RunProgress
    run_folder: Path
    report: Report
    stop_requested: Callable[[], bool]


def train(
    snapshot: Snapshot,
    config: TrainConfig,
    run_folder: Path,
    report: Report,
    stop_requested: Callable[[], bool],
) -> TrainResult:
    """Train in ``run_folder``, from its newest checkpoint when it has one; evaluate and export the best model.

    Raises:
        BadInput: the snapshot is not the one the run was configured for, or too small for the architecture.
        DatasetEmpty: the snapshot has no training photos.
        LossNotFinite: the loss became NaN or infinite; the best model until then is kept.
    """
    _check_snapshot(snapshot, config)
    architecture = find_architecture(config.architecture)
    data = _read_data(snapshot, architecture)
    _remove_leftovers(run_folder)
    report(done=0, total=config.steps, message="Starting the training library", unit="steps", rate=None)
    prepare_backend()
    write_device(run_folder, describe_device())
    model = _compiled_model(architecture, config, data.train.features.shape[1:], len(snapshot.labels))
    progress = _restore(run_folder, model)
    _fit(model, data, _Surroundings(config, progress, run_folder, report, stop_requested))
    report(done=progress.step, total=config.steps, message="Writing the model", unit="steps", rate=None)
    return _finish(snapshot, architecture, config, run_folder, progress)


def _check_snapshot(snapshot: Snapshot, config: TrainConfig) -> None:
    if erased := snapshot.num_erased_since(config.snapshot_content_hash):
        raise BadInput(
            f"Photos that this run learned from were erased from snapshot '{snapshot.id}' since ({erased} in all), so "
            "it cannot go on. Start a new run."
        )
    if snapshot.content_hash != config.snapshot_content_hash:
        raise BadInput(
            f"Snapshot '{snapshot.id}' is not what this run was started on: its content hash is "
            f"{snapshot.content_hash[:12]}, expected {config.snapshot_content_hash[:12]}. Start a new run."
        )


def _read_data(snapshot: Snapshot, architecture: Architecture) -> _Data:
    train, validation = (
        read_examples(snapshot, split, architecture.features) for split in (Split.TRAIN, Split.VALIDATION)
    )
    if len(train) == 0:
        raise DatasetEmpty(f"Snapshot '{snapshot.id}' has no training photos. Keep more photos and freeze again.")
    return _Data(train, validation)


def _remove_leftovers(run_folder: Path) -> None:
    """Remove what a killed sitting was writing: never read, and as large as the model."""
    for folder in [*run_folder.glob(".best-*"), *run_folder.glob(".export-*")]:
        shutil.rmtree(folder, ignore_errors=True)
    for file in (run_folder / "checkpoints").glob(".step-*"):
        file.unlink(missing_ok=True)


def _compiled_model(
    architecture: Architecture, config: TrainConfig, input_shape: tuple[int, ...], num_classes: int
) -> keras.Model:
    import keras

    keras.utils.set_random_seed(config.seed)
    try:
        model = architecture.build(input_shape, num_classes)
    except ValueError as error:  # what Keras raises when pooling leaves nothing
        raise BadInput(
            f"'{architecture.name}' cannot be built for crops of shape {input_shape}: {error}. "
            "Freeze the dataset with larger crops, or choose another architecture."
        ) from error
    model.compile(
        optimizer=keras.optimizers.Adam(config.learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


def _restore(run_folder: Path, model: keras.Model) -> RunProgress:
    checkpoint = restore_checkpoint(run_folder, model)
    if checkpoint is None:
        metrics.truncate(run_folder, last_step=0)
        return RunProgress()
    metrics.truncate(run_folder, checkpoint.step)
    return RunProgress(checkpoint.step, checkpoint.seconds, list(checkpoint.history))


def _fit(model: keras.Model, data: _Data, around: _Surroundings) -> None:
    from engine.training import callbacks  # imports Keras, which must first be prepared

    config, progress = around.config, around.progress
    first_step = progress.step
    with EventWriter(around.run_folder, first_step + 1) as events:
        best = BestModel(around.run_folder, model)
        recorder = callbacks.RecordCallback(config, progress, around.run_folder, events, best)
        # In this order: count the step, then decide whether to stop, then record what was decided.
        chosen = [
            callbacks.ProgressCallback(config, progress, around.report),
            callbacks.StopCallback(config, progress, around.stop_requested),
            recorder,
        ]
        if progress.history and callbacks.has_reached_target(config, progress.history[-1].judged_accuracy):
            progress.stop_reason = StopReason.TARGET_REACHED
        for segment in plan_segments(first_step, config.steps, config.evaluate_every):
            if progress.stop_reason is None:
                _fit_segment(model, data, config, segment, chosen)
        if progress.step > first_step and progress.stop_reason is not StopReason.LOSS_NOT_FINITE:
            recorder.save()


def _fit_segment(
    model: keras.Model, data: _Data, config: TrainConfig, segment: Segment, callbacks: list[keras.callbacks.Callback]
) -> None:
    make = partial(make_batch, data.train, config.batch_size, config.augmentation, config.seed)
    with BatchStream(make, segment.first_step, segment.num_steps) as stream:
        model.fit(
            stream.batches(),
            steps_per_epoch=segment.interval,
            epochs=segment.num_intervals,
            validation_data=(data.validation.features, data.validation.numbers) if len(data.validation) else None,
            validation_batch_size=config.batch_size,
            callbacks=callbacks,
            shuffle=False,  # the batches come shuffled
            verbose=0,
        )


def _finish(
    snapshot: Snapshot, architecture: Architecture, config: TrainConfig, run_folder: Path, progress: RunProgress
) -> TrainResult:
    best = best_point(progress.history)
    if best is not None:
        write_evaluation(run_folder, evaluate_run(run_folder, snapshot, architecture))
        export_light(run_folder, snapshot, architecture)
    if best is None or progress.stop_reason is StopReason.LOSS_NOT_FINITE:
        kept = "No model was kept" if best is None else f"The best model, of step {best.step}, was kept"
        raise LossNotFinite(
            f"The loss became NaN or infinite at step {progress.step}. {kept}. "
            f"Train again with a learning rate below {config.learning_rate:g}."
        )
    return TrainResult(
        state="stopped" if progress.stop_reason is StopReason.REQUESTED else "finished",
        steps=progress.step,
        seconds=progress.seconds,
        train_accuracy=best.train_accuracy,
        validation_accuracy=best.validation_accuracy,
        reason=progress.stop_reason or StopReason.STEPS_DONE,
    )
