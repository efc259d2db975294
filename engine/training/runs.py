"""The runs on disk as screens and the command line see them. Never imports Keras."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from engine import jobs
from engine.errors import BadInput, NotFound
from engine.jobs import Job
from engine.metrics import MetricPoint, best_point, read_metrics
from engine.settings import Settings
from engine.training.config import TrainConfig, read_config, write_config
from engine.training.device import Device, read_device
from engine.training.progress import DIVERGED


@dataclass(frozen=True)
class RunRecord:
    """One run as it stands on disk.

    Attributes:
        job: the process that trains it: state, progress, error, times.
        points: its curves so far.
        device: what it computes on; None before it started.
        is_exported: predictions can be made with it.
    """

    id: str
    folder: Path
    config: TrainConfig
    job: Job
    points: tuple[MetricPoint, ...]
    device: Device | None
    is_exported: bool

    @property
    def state(self) -> jobs.JobState:
        return self.job.state

    @property
    def has_diverged(self) -> bool:
        """Whether it ended because the loss was no number any more; half the rate may help."""
        return (self.job.error or "").startswith(DIVERGED)

    @property
    def best(self) -> MetricPoint | None:
        """Where the kept model was measured."""
        return best_point(self.points)

    @property
    def last(self) -> MetricPoint | None:
        return self.points[-1] if self.points else None


def new_run_id() -> str:
    """A fresh id; ids sort by time."""
    return f"run-{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


def create_run(settings: Settings, config: TrainConfig, run_id: str) -> Path:
    """Make the folder of a run with its ``config.json``; the job that trains it owns the folder.

    Raises:
        BadInput: there is a run of that id.
    """
    folder = settings.runs_dir / run_id
    if (folder / "config.json").exists():
        raise BadInput(f"There is a run '{run_id}' already. Resume it, or use another id.")
    folder.mkdir(parents=True, exist_ok=True)
    write_config(folder, config)
    return folder


def run_folder(settings: Settings, run_id: str) -> Path:
    """The folder of a run.

    Raises:
        NotFound: there is no run of that id.
    """
    folder = settings.runs_dir / run_id
    if not run_id or Path(run_id).name != run_id or not (folder / "config.json").is_file():
        raise NotFound(f"There is no run '{run_id}'. See the runs with 'runs', or start one with 'train SNAPSHOT'.")
    return folder


def read_run(settings: Settings, run_id: str) -> RunRecord:
    """Read a run.

    Raises:
        NotFound: there is no run of that id, or its job was never started.
    """
    folder = run_folder(settings, run_id)
    return RunRecord(
        id=run_id,
        folder=folder,
        config=read_config(folder),
        job=jobs.read(folder),
        points=read_metrics(folder),
        device=read_device(folder),
        is_exported=(folder / "export.json").exists(),
    )


def list_runs(settings: Settings) -> list[RunRecord]:
    """All runs, newest first."""
    folders = [file.parent for file in settings.runs_dir.glob("*/job.json") if (file.parent / "config.json").exists()]
    records = [read_run(settings, folder.name) for folder in folders]
    return sorted(records, key=lambda record: (record.job.created, record.id), reverse=True)
