"""Trains one run to its end, or from its newest checkpoint on: ``train``. One process trains one run."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import psutil

from engine import metrics
from engine.errors import BadInput, DatasetEmpty, LossNotFinite
from engine.kinds import Split
from engine.metrics import best_point
from engine.metrics.events import EventWriter
from engine.snapshots import Snapshot
from engine.training.batch_stream import BatchStream
from engine.training.best_model import BestModel
from engine.training.checkpoints import restore_checkpoint
from engine.training.config import Schedule, TrainConfig
from engine.training.data import Examples, TrainingBatches, WeightedBatch, one_hot, read_examples
from engine.training.device import describe_device, on_all_cards, prepare_backend, write_device
from engine.training.evaluation import evaluate_run, write_evaluation
from engine.training.export import export_light
from engine.training.feature_cache import FeaturesStopped, frozen_features
from engine.training.memory import BatchParts, fitting_batch, is_out_of_memory, read_parts, write_parts
from engine.training.network import build_network
from engine.training.origins import write_environment
from engine.training.pretrained import load_pretrained
from engine.training.progress import DIVERGED, Report, RunProgress, Segment, StopReason, one_by_one, plan_segments
from engine.training.registry import find_architecture
from engine.training.stages import Stage, build_stages, stage_at
from engine.training.starting_weights import start_from
from models import Architecture
from models._transfer import BODY

if TYPE_CHECKING:
    import keras

    from engine.training.callbacks import RecordCallback


NUM_SPARE = 16  # batches that are made but not learned: shared among cards, Keras takes some ahead of each interval


@dataclass(frozen=True)
class TrainResult:
    """How a run ended.

    Attributes:
        state: "finished", or "stopped" on request.
        steps: batches trained on.
        seconds: training time, all sittings together.
        train_accuracy: 0 to 1, on augmented batches, when the kept model was measured; None before there was one.
        validation_accuracy: 0 to 1, of the kept model; None without validation photos.
        reason: why it ended, in words.
    """

    state: str
    steps: int
    seconds: float
    train_accuracy: float | None
    validation_accuracy: float | None
    reason: str


@dataclass(frozen=True)
class _Data:
    snapshot: Snapshot
    train: Examples
    validation: Examples

    @property
    def num_labels(self) -> int:
        return len(self.snapshot.labels)

    @property
    def input_shape(self) -> tuple[int, ...]:
        return self.train.features.shape[1:]


@dataclass(frozen=True)
class _Surroundings:
    """What training needs besides the model and the data."""

    config: TrainConfig
    progress: RunProgress
    parts: BatchParts
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
    prepare_backend(config.device)
    write_device(run_folder, describe_device())
    write_environment(run_folder)
    progress = _fit_in_memory(architecture, data, config, run_folder, report, stop_requested)
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
    return _Data(snapshot, train, validation)


def _remove_leftovers(run_folder: Path) -> None:
    """Remove what a killed sitting was writing: never read, and as large as the model."""
    for folder in [*run_folder.glob(".best-*"), *run_folder.glob(".export-*")]:
        shutil.rmtree(folder, ignore_errors=True)
    for file in (run_folder / "checkpoints").glob(".step-*"):
        file.unlink(missing_ok=True)


def _fit_in_memory(
    architecture: Architecture,
    data: _Data,
    config: TrainConfig,
    run_folder: Path,
    report: Report,
    stop_requested: Callable[[], bool],
) -> RunProgress:
    """Train; whenever memory is too small, go on from the newest checkpoint with batches in more parts."""
    import keras

    parts = read_parts(run_folder) or _first_parts(architecture, data, config, run_folder)
    while True:
        config = replace(config, batch_size=parts.batch_size)
        try:
            with on_all_cards(config.device):
                stages = build_stages(
                    architecture, config, data.input_shape, data.num_labels, num_parts=parts.num_parts
                )
                progress = _restore(run_folder, architecture, config, stages, data.snapshot.labels)
            _fit_stages(stages, data, _Surroundings(config, progress, parts, run_folder, report, stop_requested))
            return progress
        except Exception as error:
            if not is_out_of_memory(error):
                raise
            parts = parts.halved()
        write_parts(run_folder, parts)
        report(done=0, total=config.steps, message=parts.sentence, unit="steps", rate=None)
        keras.utils.clear_session()
        gc.collect()


def _first_parts(architecture: Architecture, data: _Data, config: TrainConfig, run_folder: Path) -> BatchParts:
    if not config.fit_batch:
        return BatchParts(config.batch_size)
    model = build_network(architecture, config, data.input_shape, data.num_labels)
    free_bytes = psutil.virtual_memory().available
    parts = BatchParts(fitting_batch(model, config.batch_size, len(data.train), free_bytes))
    write_parts(run_folder, parts)
    return parts


def _restore(
    run_folder: Path,
    architecture: Architecture,
    config: TrainConfig,
    stages: Sequence[Stage],
    labels: tuple[str, ...],
) -> RunProgress:
    restore = partial(restore_checkpoint, run_folder, lambda step: stage_at(stages, step).model)
    checkpoint = restore()
    if checkpoint is None or stage_at(stages, checkpoint.step).phase.is_head_only:
        load_pretrained(stages[0].whole, architecture)  # a head's checkpoint does not hold what it is trained on
        if config.start_from:
            start_from(stages[0].whole, run_folder.parent / config.start_from, labels)
        checkpoint = restore()  # the head, over the one that came along
    if checkpoint is None:
        metrics.truncate(run_folder, last_step=0)
        return RunProgress()
    stage = stage_at(stages, checkpoint.step)
    if config.schedule == Schedule.CONSTANT:  # a rate that may have been halved since the checkpoint was written
        stage.model.optimizer.learning_rate = stage.phase.config.learning_rate
    metrics.truncate(run_folder, checkpoint.step)
    return RunProgress(checkpoint.step, checkpoint.seconds, list(checkpoint.history))


def _fit_stages(stages: Sequence[Stage], data: _Data, around: _Surroundings) -> None:
    for stage in stages:
        is_done = stage.phase.last_step <= around.progress.step and stage is not stages[-1]
        if is_done or around.progress.stop_reason is not None:
            continue
        try:
            shown = _features(stage.whole, data, around) if stage.phase.is_head_only else data
        except FeaturesStopped:
            around.progress.stop_reason = StopReason.REQUESTED
            return
        _fit(stage, shown, around)


def _features(whole: keras.Model, data: _Data, around: _Surroundings) -> _Data:
    """What the frozen body of a network sees in the crops, in their place."""
    see = partial(
        frozen_features,
        data.snapshot,
        body=whole.get_layer(BODY),
        report=around.report,
        stop_requested=around.stop_requested,
    )
    return _Data(data.snapshot, see(Split.TRAIN, data.train), see(Split.VALIDATION, data.validation))


def _fit(stage: Stage, data: _Data, around: _Surroundings) -> None:
    config, progress = around.config, around.progress
    first_step = progress.step
    with EventWriter(around.run_folder, first_step + 1) as events:
        recorder, chosen = _callbacks(stage, around, events)
        progress.stop_reason = progress.reason_to_end(config)
        segments = plan_segments(first_step, stage.phase.last_step, config.evaluate_every)
        for segment in one_by_one(segments) if config.device == "all" else segments:
            if progress.stop_reason is None:
                _fit_segment(stage.model, data, around, segment, chosen)
        if progress.step > first_step and progress.stop_reason is not StopReason.LOSS_NOT_FINITE:
            recorder.save()


def _callbacks(
    stage: Stage, around: _Surroundings, events: EventWriter
) -> tuple[RecordCallback, list[keras.callbacks.Callback]]:
    from engine.training import callbacks  # imports Keras, which must first be prepared
    from engine.training.averaging import AveragedWeightsCallback

    config, progress, parts = around.config, around.progress, around.parts
    best = BestModel(around.run_folder, stage.whole, stage.frozen_weights)
    recorder = callbacks.RecordCallback(config, progress, around.run_folder, events, best)
    notice = parts.sentence if parts.num_parts > 1 else None
    # In this order: count the step, then decide whether to stop, then record what was decided.
    of_steps = [
        callbacks.ProgressCallback(config, progress, around.report, stage.phase.title, notice),
        callbacks.LogCallback(config, progress),
        callbacks.StopCallback(progress, around.stop_requested),
        recorder,
    ]
    whole = [callbacks.WholeStepsCallback(each, parts.num_parts) for each in of_steps] if notice else of_steps
    return recorder, [*whole, AveragedWeightsCallback()] if config.ema else whole


def _fit_segment(
    model: keras.Model,
    data: _Data,
    around: _Surroundings,
    segment: Segment,
    callbacks: list[keras.callbacks.Callback],
) -> None:
    config, num_parts = around.config, around.parts.num_parts
    batches = TrainingBatches(data.train, data.num_labels, config)
    shares = one_hot(data.validation.numbers, data.num_labels)
    num_spare = NUM_SPARE if config.device == "all" else 0
    with BatchStream(batches.at, segment.first_step, segment.num_steps + num_spare) as stream:
        model.fit(
            _in_parts(stream.batches(), num_parts),
            steps_per_epoch=segment.interval * num_parts,
            epochs=segment.num_intervals,
            validation_data=(data.validation.features, shares) if len(data.validation) else None,
            validation_batch_size=around.parts.part_size,
            callbacks=callbacks,
            shuffle=False,  # the batches come shuffled
            verbose=0,
        )


def _in_parts(batches: Iterator[WeightedBatch], num_parts: int) -> Iterator[WeightedBatch]:
    for batch in batches:
        yield from zip(*(np.array_split(each, num_parts) for each in batch), strict=True)


def _finish(
    snapshot: Snapshot, architecture: Architecture, config: TrainConfig, run_folder: Path, progress: RunProgress
) -> TrainResult:
    best = best_point(progress.history)
    if best is not None:
        write_evaluation(run_folder, evaluate_run(run_folder, snapshot, architecture))
        export_light(run_folder, snapshot, architecture)
    if best is None and progress.stop_reason is StopReason.REQUESTED:
        return TrainResult("stopped", progress.step, progress.seconds, None, None, StopReason.REQUESTED)
    if best is None or progress.stop_reason is StopReason.LOSS_NOT_FINITE:
        kept = "No model was kept" if best is None else f"The best model, of step {best.step}, was kept"
        raise LossNotFinite(
            f"{DIVERGED} at step {progress.step}. {kept}. "
            f"Go on from before it with half the learning rate: resume {run_folder.name} --halve-rate; or train again "
            f"with a learning rate below {config.learning_rate:g}."
        )
    return TrainResult(
        state="stopped" if progress.stop_reason is StopReason.REQUESTED else "finished",
        steps=progress.step,
        seconds=progress.seconds,
        train_accuracy=best.train_accuracy,
        validation_accuracy=best.validation_accuracy,
        reason=progress.stop_reason or StopReason.STEPS_DONE,
    )
