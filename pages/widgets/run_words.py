"""The words about a run: its name, its settings, how long it may take, how it ended, whom it mixes up."""

from __future__ import annotations

from collections.abc import Sequence

from engine.errors import NotFound
from engine.jobs import JobState
from engine.training.config import TrainConfig
from engine.training.evaluation import Evaluation
from engine.training.registry import find_architecture
from engine.training.runs import RunRecord
from pages.widgets.job_words import duration
from pages.widgets.plain_text import plain_text
from pages.widgets.probability_bars import percent

NAME_LENGTH = 4  # the end of a run's id, which is random: enough to tell a person's runs apart


def run_name(run: RunRecord) -> str:
    """A short name for legends and lists, such as ``"sface_head 86d9"``."""
    return f"{run.config.architecture} {run.id[-NAME_LENGTH:]}"


def architecture_title(name: str) -> str:
    """An architecture in plain words; its bare name when its file is gone."""
    try:
        return find_architecture(name).title
    except NotFound:
        return name


def run_label(run: RunRecord) -> str:
    """A run to choose among others, best accuracy first."""
    best = f"{percent(run.best.judged_accuracy)} right" if run.best else "nothing measured"
    return f"{best} · {architecture_title(run.config.architecture)} · {run.config.snapshot} · {run_name(run)}"


def settings_sentence(config: TrainConfig) -> str:
    """What a run was told to do."""
    until = "" if config.target_accuracy is None else f", or until {percent(config.target_accuracy)} are right"
    return (
        f"{architecture_title(config.architecture)} ({config.architecture}) on snapshot {config.snapshot}: "
        f"up to {config.steps:,} steps{until}, {config.batch_size} photos a step, "
        f"learning rate {config.learning_rate:g}, seed {config.seed}."
    )


def file_size(num_bytes: int) -> str:
    """Bytes as a person reads them, such as ``"12.3 MB"``."""
    return f"{num_bytes / 1e6:,.1f} MB" if num_bytes < 1e9 else f"{num_bytes / 1e9:,.2f} GB"


def expected_seconds(
    runs: Sequence[RunRecord], snapshot_id: str, architecture: str, steps: int, batch_size: int
) -> float | None:
    """Seconds a new run would train for, going by the newest run of that architecture; None when there is none.

    Args:
        runs: newest first; one on the same snapshot is preferred, as its crops have the same size.
    """
    alike = [run for run in runs if run.config.architecture == architecture and run.last and run.last.seconds > 0]
    alike.sort(key=lambda run: run.config.snapshot != snapshot_id)
    for run in alike:
        assert run.last is not None
        return steps * batch_size * run.last.seconds / (run.last.step * run.config.batch_size)
    return None


def outcome_sentence(run: RunRecord) -> str:
    """What the kept model can do, and why training ended."""
    if run.best is None:
        return "It ended before anything was measured, so there is no model yet. Resume it to go on."
    judged = "training photos" if run.best.validation_accuracy is None else "photos it never learned from"
    share = percent(run.best.judged_accuracy)
    right = f"The best model (step {run.best.step:,}) recognises **{share}** of the {judged}."
    time = f" Training took {duration(run.last.seconds)}." if run.last else ""
    return f"{right}{time}{_reason(run)}"


def missing_evaluation_sentence(run: RunRecord) -> str:
    """What to do about a run that has no confusion matrix yet."""
    if run.state.is_active:
        return "This run is still training. Its confusion matrix is made when it ends; Stop ends it early."
    return "This run ended before its model was tested. Open it on the Train page and press Resume."


def confused_sentence(evaluation: Evaluation) -> str:
    """Which two labels are mixed up most, as a person would say it."""
    pairs = [
        (count, true, predicted)
        for true, row in zip(evaluation.labels, evaluation.confusion, strict=True)
        for predicted, count in zip(evaluation.labels, row, strict=True)
        if predicted != true and count
    ]
    photos = sum(sum(row) for row in evaluation.confusion)
    if not pairs:
        return f"All {photos:,} {evaluation.split} photos were recognised: nothing was mixed up."
    num_right = photos - sum(count for count, _, _ in pairs)
    count, true, predicted = max(pairs, key=lambda pair: pair[0])
    total = evaluation.per_label[true].count
    return (
        f"Most often mixed up: {count:,} of {total:,} photos of **{plain_text(true)}** "
        f"were taken for **{plain_text(predicted)}**. "
        f"In all, {num_right:,} of {photos:,} {evaluation.split} photos were recognised."
    )


def _reason(run: RunRecord) -> str:
    reason = (run.job.result or {}).get("reason")
    return f" Why it ended: {reason}." if reason and run.state is JobState.FINISHED else ""
