"""Writes a run's curves as TensorBoard event files, without TensorFlow, for ``tensorboard --logdir``."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from tensorboard.compat.proto import event_pb2, summary_pb2
from tensorboard.summary.writer.record_writer import RecordWriter

from engine.metrics.points import MetricPoint

FILE_VERSION = "brain.Event:2"  # what TensorBoard expects in the first record of every event file


class EventWriter:
    """Appends points to ``events/train`` and ``events/validation``; each is on disk when :meth:`write` returns."""

    def __init__(self, run_folder: Path, first_step: int) -> None:
        """Open new event files; TensorBoard then drops what earlier files say of ``first_step`` and later."""
        self._folder = run_folder / "events"
        self._first_step = first_step
        self._files: dict[str, BinaryIO] = {}

    def __enter__(self) -> EventWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for file in self._files.values():
            file.close()

    def write(self, point: MetricPoint) -> None:
        """Add the point's losses and accuracies, tags ``loss`` and ``accuracy``."""
        self._add("train", point.step, point.train_loss, point.train_accuracy)
        if point.validation_loss is not None and point.validation_accuracy is not None:
            self._add("validation", point.step, point.validation_loss, point.validation_accuracy)

    def _add(self, side: str, step: int, loss: float, accuracy: float) -> None:
        if side not in self._files:
            self._files[side] = self._open(self._folder / side)
        values = [
            summary_pb2.Summary.Value(tag=tag, simple_value=value)
            for tag, value in (("loss", loss), ("accuracy", accuracy))
        ]
        self._append(self._files[side], event_pb2.Event(step=step, summary=summary_pb2.Summary(value=values)))

    def _open(self, folder: Path) -> BinaryIO:
        folder.mkdir(parents=True, exist_ok=True)
        name = f"events.out.tfevents.{time.time_ns()}.{socket.gethostname()}.{os.getpid()}"
        file = (folder / name).open("ab")
        self._append(file, event_pb2.Event(file_version=FILE_VERSION))
        restart = event_pb2.SessionLog(status=event_pb2.SessionLog.START)
        self._append(file, event_pb2.Event(step=self._first_step, session_log=restart))
        return file

    @staticmethod
    def _append(file: BinaryIO, event: event_pb2.Event) -> None:
        event.wall_time = time.time()
        RecordWriter(file).write(event.SerializeToString())
        file.flush()
