"""A run's sittings: start it in the background or train it here; a later sitting goes on where it stood."""

from __future__ import annotations

from dataclasses import dataclass

from engine import jobs
from engine.settings import Settings
from engine.snapshots import open_snapshot
from engine.training.config import TrainConfig, read_config
from engine.training.loop import TrainResult, train
from engine.training.runs import create_run, new_run_id, run_folder


@dataclass(frozen=True)
class Sitting:
    """A run and how its latest sitting ended."""

    run_id: str
    result: TrainResult


def start_run(settings: Settings, config: TrainConfig) -> jobs.Job:
    """Make a run and train it in a process of its own."""
    run_id = new_run_id()
    folder = create_run(settings, config, run_id)
    return jobs.start(settings, resume_command(run_id), folder)


def train_here(settings: Settings, config: TrainConfig) -> Sitting:
    """Make a run and train it in this process."""
    run_id = new_run_id()
    create_run(settings, config, run_id)
    return resume_here(settings, run_id)


def resume_here(settings: Settings, run_id: str) -> Sitting:
    """Train a run in this process, from its newest checkpoint.

    Raises:
        NotFound: there is no such run, or its snapshot is gone.
        JobBusy: another process is training it.
    """
    folder = run_folder(settings, run_id)
    config = read_config(folder)
    with jobs.running(folder, resume_command(run_id)) as job:
        result = train(open_snapshot(settings, config.snapshot), config, folder, job.report, job.stop_requested)
        job.finish(describe(Sitting(run_id, result)))
    return Sitting(run_id, result)


def resume_command(run_id: str) -> tuple[str, ...]:
    """The command that trains a run, for the first time or again."""
    return ("resume", run_id)


def describe(sitting: Sitting) -> dict[str, object]:
    """The result as the command line's contract says it."""
    result = sitting.result
    return {
        "run": sitting.run_id,
        "state": result.state,
        "steps": result.steps,
        "seconds": round(result.seconds, 3),
        "train_accuracy": result.train_accuracy,
        "validation_accuracy": result.validation_accuracy,
        "reason": result.reason,
    }
