"""Keras callbacks of a run: progress, stopping, and recording. Import after ``prepare_backend``: this imports Keras."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import keras

from engine import metrics
from engine.metrics import MetricPoint, best_point
from engine.metrics.events import EventWriter
from engine.training.averaging import judged_weights
from engine.training.best_model import BestModel
from engine.training.checkpoints import Checkpoint, save_checkpoint
from engine.training.config import TrainConfig
from engine.training.progress import Report, RunProgress, StopReason

Logs = Mapping[str, float]

REPORT_SECONDS = 1.0
MAX_CHECKPOINT_SHARE = 0.05  # of the time: what a kill loses is worth no more than this
MAX_CHECKPOINT_SECONDS = 30.0  # but a kill never loses more than this


class WholeStepsCallback(keras.callbacks.Callback):  # type: ignore[misc]  # Keras ships no types
    """Tells ``inner`` of whole steps only, where each is made of several batches in Keras' eyes."""

    def __init__(self, inner: keras.callbacks.Callback, num_parts: int) -> None:
        super().__init__()
        self._inner, self._num_parts = inner, num_parts

    def set_model(self, model: keras.Model) -> None:
        super().set_model(model)
        self._inner.set_model(model)

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        self._inner.on_epoch_begin(epoch, logs)

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        if (batch + 1) % self._num_parts == 0:
            self._inner.on_train_batch_end(batch // self._num_parts, logs)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self._inner.on_epoch_end(epoch, logs)


class LogCallback(keras.callbacks.Callback):  # type: ignore[misc]  # Keras ships no types
    """Writes a line to the log every so many steps, in the terms of TensorFlow's tutorials."""

    def __init__(self, config: TrainConfig, progress: RunProgress) -> None:
        super().__init__()
        self._config, self._progress = config, progress
        self._logged = (progress.clock(), progress.step)

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        step = self._progress.step
        if step % self._config.log_every:
            return
        then, step_then = self._logged
        now = self._logged[0] if step == step_then else self._progress.clock()
        self._logged = (now, step)
        seconds = max(now - then, 1e-9) / max(1, step - step_then)
        line = log_line(step, float((logs or {})["loss"]), self._config.batch_size, seconds)
        print(line, file=sys.stderr, flush=True)  # noqa: T201


class ProgressCallback(keras.callbacks.Callback):  # type: ignore[misc]  # Keras ships no types
    """Counts steps and reports about every second."""

    def __init__(
        self, config: TrainConfig, progress: RunProgress, report: Report, title: str, notice: str | None = None
    ) -> None:
        super().__init__()
        self._config, self._progress, self._report = config, progress, report
        self._title, self._notice = title, notice
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
        message = self._title if best is None else f"{self._title}, best accuracy {best.judged_accuracy:.1%}"
        if self._notice:
            message = f"{message}. {self._notice}"
        self._report(done=self._progress.step, total=self._config.steps, message=message, unit="steps", rate=rate)


class StopCallback(keras.callbacks.Callback):  # type: ignore[misc]  # Keras ships no types
    """Ends the run when someone asks, or when the loss is no number."""

    def __init__(self, progress: RunProgress, stop_requested: Callable[[], bool]) -> None:
        super().__init__()
        self._progress, self._stop_requested = progress, stop_requested

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        if not math.isfinite((logs or {})["loss"]):
            self._stop(StopReason.LOSS_NOT_FINITE)
        elif self._stop_requested():
            self._stop(StopReason.REQUESTED)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        if not all(math.isfinite(value) for value in (logs or {}).values()):
            self._stop(StopReason.LOSS_NOT_FINITE)

    def _stop(self, reason: StopReason) -> None:
        if self._progress.stop_reason is None:
            self._progress.stop_reason = reason
        self.model.stop_training = True


class RecordCallback(keras.callbacks.Callback):  # type: ignore[misc]  # Keras ships no types
    """After each interval writes the curves and remembers the best model; now and then writes a checkpoint.

    Ends the run when the evaluations say so.
    """

    def __init__(
        self, config: TrainConfig, progress: RunProgress, run_folder: Path, events: EventWriter, best: BestModel
    ) -> None:
        super().__init__()
        self._config, self._progress, self._run_folder = config, progress, run_folder
        self._events, self._best = events, best
        self._saved, self._saved_step, self._save_seconds = progress.clock(), progress.step, 0.0
        self._interval_began = self._batch_ended = (progress.clock(), progress.step)

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        self._interval_began = (self._progress.clock(), self._progress.step)

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        self._batch_ended = (self._progress.clock(), self._progress.step)
        if self._is_sound and self._is_due(self._batch_ended[0]):
            self.save()

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        if not self._is_sound:
            return
        point = self._point(logs or {})
        if metrics.is_better(point, best_point(self._progress.history)):
            self._best.remember(judged_weights(self.model))
        self._progress.history.append(point)
        metrics.write(self._run_folder, point)
        self._events.write(point)
        is_cheap = self._progress.clock() - self._saved >= self._save_seconds / MAX_CHECKPOINT_SHARE
        if is_cheap and self._config.checkpoint_every is None and self._config.checkpoint_minutes is None:
            self.save()
        if self._progress.stop_reason is None and (reason := self._progress.reason_to_end(self._config)):
            self._progress.stop_reason = reason
            self.model.stop_training = True

    def save(self) -> None:
        """Write the best model and a checkpoint, in this order: a checkpoint's best model is always on disk."""
        began = self._progress.clock()
        if keras.backend.backend() == "jax":
            self.model.jax_state_sync()  # between two evaluations JAX keeps the variables elsewhere
        self._best.save()
        checkpoint = Checkpoint(self._progress.step, self._progress.seconds, tuple(self._progress.history))
        save_checkpoint(self._run_folder, self.model, checkpoint, self._config.keep_checkpoints)
        self._saved, self._saved_step = self._progress.clock(), self._progress.step
        self._save_seconds = self._saved - began

    def _is_due(self, now: float) -> bool:
        every, minutes = self._config.checkpoint_every, self._config.checkpoint_minutes
        if every is not None and self._progress.step - self._saved_step >= every:
            return True
        longest = MAX_CHECKPOINT_SECONDS if minutes is None else 60 * minutes
        return (every is None or minutes is not None) and now - self._saved >= longest

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


def log_line(step: int, loss: float, batch_size: int, seconds: float) -> str:
    """One line of the log; ``loss`` is the mean since the evaluation before, ``seconds`` a step's."""
    return f"step {step}, loss = {loss:.4f} ({batch_size / seconds:.1f} examples/sec; {seconds:.3f} sec/batch)"


def _optional(logs: Logs, name: str) -> float | None:
    return float(logs[name]) if name in logs else None
