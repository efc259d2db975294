"""The runs of the dataset in view, and the one of them that stands in the URL."""

from __future__ import annotations

from collections.abc import Sequence

from engine.settings import Settings
from engine.snapshots import list_snapshots
from engine.training.runs import RunRecord, list_runs
from pages.widgets import address


def runs_of_dataset(settings: Settings, dataset: str) -> list[RunRecord]:
    """Every run on any snapshot of a dataset, newest first."""
    frozen = {snapshot.id for snapshot in list_snapshots(settings, dataset)}
    return [run for run in list_runs(settings) if run.config.snapshot in frozen]


def run_in_view(runs: Sequence[RunRecord]) -> RunRecord | None:
    """The run in the URL, if it is one of these."""
    return next((run for run in runs if run.id == address.get("run")), None)


def best_run(runs: Sequence[RunRecord]) -> RunRecord | None:
    """The run with the highest accuracy on photos it never learned from; the newest of equals."""
    return max(runs, key=lambda run: run.best.judged_accuracy if run.best else -1.0, default=None)
