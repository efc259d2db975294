"""Keras callbacks of a run: progress, stopping, and recording. Import after ``prepare_backend``: this imports Keras."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from pathlib import Path

import keras

from engine import metrics
from engine.metrics import MetricPoint, best_point
from engine.metrics.events import EventWriter
from engine.training.best_model import BestModel
from engine.training.checkpoints import Checkpoint, save_checkpoint
from engine.training.config import TrainConfig
from engine.training.progress import Report, RunProgress, StopReason

Logs = Mapping[str, float]

REPORT_SECONDS = 1.0
MAX_CHECKPOINT_SHARE = 0.05  # of the time: what a kill loses is worth no more than this
MAX_CHECKPOINT_SECONDS = 30.0  # but a kill never loses more than this


class ProgressCallback(keras.callbacks.Callback):  # type: ignore[misc]  # Keras ships no types
    """Counts steps and reports about every second."""

    def __init__(self, config: TrainConfig, progress: RunProgress, report: Report) -> None:
        super().__init__()
        self._config, self._progress, self._report = config, progress, report
        self._reported = (progress.clock(), progress.step)

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        self._progress.step += 1
        then, step_then = self._reported
        now = self._progress.clock()
        if now - then >= REPORT_SECONDS or self._progress.step == self._config.steps:
            self._reported = (now, self._progress.step)
            self._tell((self._progress.step - step_then) / max(now - then, 1e-9))

    def _tell(self, rate: float) -> None:
        best = best_point(self._progress.history)
        message = "Training" if best is None else f"Training, best accuracy {best.judged_accuracy:.1%}"
        self._report(done=self._progress.step, total=self._config.steps, message=message, unit="steps", rate=rate)


class StopCallback(keras.callbacks.Callback):  # type: ignore[misc]  # Keras ships no types
    """Ends the run when someone asks, when the loss is no number, or when the target is reached."""

    def __init__(self, config: TrainConfig, progress: RunProgress, stop_requested: Callable[[], bool]) -> None:
        super().__init__()
        self._config, self._progress, self._stop_requested = config, progress, stop_requested

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        if not math.isfinite((logs or {})["loss"]):
            self._stop(StopReason.LOSS_NOT_FINITE)
        elif self._stop_requested():
            self._stop(StopReason.REQUESTED)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        if not all(math.isfinite(value) for value in (logs or {}).values()):
            self._stop(StopReason.LOSS_NOT_FINITE)
        elif has_reached_target(self._config, (logs or {}).get("val_accuracy", (logs or {})["accuracy"])):
            self._stop(StopReason.TARGET_REACHED)

    def _stop(self, reason: StopReason) -> None:
        if self._progress.stop_reason is None:
            self._progress.stop_reason = reason
        self.model.stop_training = True


class RecordCallback(keras.callbacks.Callback):  # type: ignore[misc]  # Keras ships no types
    """After each interval writes the curves, remembers the best model and, now and then, a checkpoint."""

    def __init__(
        self, config: TrainConfig, progress: RunProgress, run_folder: Path, events: EventWriter, best: BestModel
    ) -> None:
        super().__init__()
        self._config, self._progress, self._run_folder = config, progress, run_folder
        self._events, self._best = events, best
        self._saved, self._save_seconds = progress.clock(), 0.0
        self._interval_began = self._batch_ended = (progress.clock(), progress.step)

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        self._interval_began = (self._progress.clock(), self._progress.step)

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        self._batch_ended = (self._progress.clock(), self._progress.step)
        if self._is_sound and self._batch_ended[0] - self._saved >= MAX_CHECKPOINT_SECONDS:
            self.save()

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        if not self._is_sound:
            return
        point = self._point(logs or {})
        if metrics.is_better(point, best_point(self._progress.history)):
            self._best.remember(self.model)
        self._progress.history.append(point)
        metrics.write(self._run_folder, point)
        self._events.write(point)
        if self._progress.clock() - self._saved >= self._save_seconds / MAX_CHECKPOINT_SHARE:
            self.save()

    def save(self) -> None:
        """Write the best model and a checkpoint, in this order: a checkpoint's best model is always on disk."""
        began = self._progress.clock()
        if keras.backend.backend() == "jax":
            self.model.jax_state_sync()  # between two evaluations JAX keeps the variables elsewhere
        self._best.save()
        checkpoint = Checkpoint(self._progress.step, self._progress.seconds, tuple(self._progress.history))
        save_checkpoint(self._run_folder, self.model, checkpoint)
        self._saved = self._progress.clock()
        self._save_seconds = self._saved - began

    @property
    def _is_sound(self) -> bool:
        return self._progress.stop_reason is not StopReason.LOSS_NOT_FINITE

    def _point(self, logs: Logs) -> MetricPoint:
        (began, first_step), (ended, step) = self._interval_began, self._batch_ended
        steps_per_second = (step - first_step) / max(ended - began, 1e-9)
        return MetricPoint(
            step=step,
            train_loss=float(logs["loss"]),
            train_accuracy=float(logs["accuracy"]),
            validation_loss=_optional(logs, "val_loss"),
            validation_accuracy=_optional(logs, "val_accuracy"),
            steps_per_second=steps_per_second,
            images_per_second=steps_per_second * self._config.batch_size,
            seconds=self._progress.seconds,
        )


def has_reached_target(config: TrainConfig, accuracy: float) -> bool:
    """Whether ``accuracy`` is what the run was asked to reach."""
    return config.target_accuracy is not None and accuracy >= config.target_accuracy


def _optional(logs: Logs, name: str) -> float | None:
    return float(logs[name]) if name in logs else None
