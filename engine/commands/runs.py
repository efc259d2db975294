"""``runs``: every run with its settings and best accuracy."""

from argparse import Namespace

from engine.commands import Command, Context, Document
from engine.training.disk_use import disk_use
from engine.training.runs import RunRecord, list_runs


def describe_briefly(record: RunRecord) -> Document:
    """A run in one row."""
    best = record.best
    return {
        "run": record.id,
        "state": record.state,
        "snapshot": record.config.snapshot,
        "model": record.config.architecture,
        "steps": record.last.step if record.last else 0,
        "steps_planned": record.config.steps,
        "validation_accuracy": best.validation_accuracy if best else None,
        "train_accuracy": best.train_accuracy if best else None,
        "seconds": round(record.last.seconds, 3) if record.last else 0.0,
        "created": record.job.created,
        "bytes": disk_use(record.folder).total,
    }


def run(context: Context, arguments: Namespace) -> Document:
    return {"runs": [describe_briefly(record) for record in list_runs(context.settings)]}


COMMAND = Command("runs", "List the runs.", run)
