"""Writes and reads ``metrics.jsonl``: one line per evaluation, readable while the run goes on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from engine import atomic

FILE_NAME = "metrics.jsonl"


@dataclass(frozen=True)
class MetricPoint:
    """What one evaluation found.

    Attributes:
        step: batches trained on so far.
        train_loss, train_accuracy: mean over the augmented batches since the evaluation before; accuracy 0 to 1.
        validation_loss, validation_accuracy: on the untouched validation photos; None when there are none.
        steps_per_second, images_per_second: training speed since the evaluation before, evaluations left out.
        seconds: training time so far, all sittings of a resumed run together.
    """

    step: int
    train_loss: float
    train_accuracy: float
    validation_loss: float | None
    validation_accuracy: float | None
    steps_per_second: float
    images_per_second: float
    seconds: float

    @property
    def judged_accuracy(self) -> float:
        """What models are compared by: validation accuracy, or training accuracy without validation photos."""
        return self.train_accuracy if self.validation_accuracy is None else self.validation_accuracy

    @property
    def judged_loss(self) -> float:
        """Decides between equal accuracies; lower is better."""
        return self.train_loss if self.validation_loss is None else self.validation_loss


def is_better(point: MetricPoint, than: MetricPoint | None) -> bool:
    """Whether ``point`` is the new best: higher accuracy, or the same with a lower loss."""
    return than is None or (point.judged_accuracy, -point.judged_loss) > (than.judged_accuracy, -than.judged_loss)


def best_point(points: Sequence[MetricPoint]) -> MetricPoint | None:
    """The point whose model is kept; None when nothing was evaluated yet."""
    best: MetricPoint | None = None
    for point in points:
        if is_better(point, best):
            best = point
    return best


def write(run_folder: Path, point: MetricPoint) -> None:
    """Append one line; a reader may be at work at the same time."""
    with (run_folder / FILE_NAME).open("a", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(asdict(point)) + "\n")


def read_metrics(run_folder: Path) -> tuple[MetricPoint, ...]:
    """All points in order; a last line that is still being written is left out, and no file is no points."""
    try:
        text = (run_folder / FILE_NAME).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    whole_lines = text[: text.rfind("\n") + 1].splitlines()
    return tuple(MetricPoint(**json.loads(line)) for line in whole_lines)


def truncate(run_folder: Path, last_step: int) -> None:
    """Drop points after ``last_step``: a run that resumes there measures them again."""
    kept = [point for point in read_metrics(run_folder) if point.step <= last_step]
    lines = "".join(json.dumps(asdict(point)) + "\n" for point in kept)
    atomic.write_bytes(run_folder / FILE_NAME, lines.encode())
