"""What is on disk about a job, and what that says of its state. Reading never changes anything.

A job's folder holds ``job.json`` (the command), ``process.json`` (who runs it), ``status.json``, ``progress.json``,
``result.json``, ``log.txt``, ``lock`` (held while the owner lives) and ``stop`` (someone asked it to end).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import psutil

from engine import atomic
from engine.errors import NotFound
from engine.settings import Settings

QUEUED_SECONDS = 30.0  # a process that has not announced itself by then never will
CREATE_TIME_TOLERANCE_SECONDS = 2.0  # the clock may be set while a job runs; a reused process id differs by far more


class JobState(StrEnum):
    """Where a job stands. ``lost``: its process is gone and it never said how it ended."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"
    LOST = "lost"

    @property
    def is_active(self) -> bool:
        return self in (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True)
class Progress:
    """How far a job has come.

    Attributes:
        rate: units per second over the last seconds; 0 when unknown.
        seconds_left: at that rate; None when unknown.
        details: further numbers to show, such as photos per person.
    """

    done: int
    total: int
    message: str = ""
    unit: str = "photos"
    rate: float = 0.0
    seconds_left: float | None = None
    details: dict[str, float] = field(default_factory=dict)

    @property
    def fraction(self) -> float:
        """0 to 1."""
        return min(1.0, self.done / self.total) if self.total else 0.0


@dataclass(frozen=True)
class Job:
    """One job as it stands on disk. Times are ISO 8601, UTC."""

    id: str
    folder: Path
    command: tuple[str, ...]
    state: JobState
    created: str
    started: str | None = None
    ended: str | None = None
    progress: Progress | None = None
    error: str | None = None
    result: dict[str, Any] | None = None  # the command's JSON document, of whatever shape the command has
    stop_requested: bool = False

    @property
    def verb(self) -> str:
        """The command's first word, such as ``analyze``."""
        return self.command[0] if self.command else ""


def now() -> str:
    """The time as jobs write it: ISO 8601, UTC, seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def new_folder(parent: Path, verb: str) -> Path:
    """Make a fresh job folder; its name, and the job's id, begins with the verb and the time."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    folder = parent / f"{verb}-{stamp}-{secrets.token_hex(2)}"
    folder.mkdir(parents=True)
    return folder


def read(folder: Path) -> Job:
    """Read a job.

    Raises:
        NotFound: the folder is no job.
    """
    facts: dict[str, Any] | None = atomic.read_json(folder / "job.json")
    if facts is None:
        raise NotFound(f"There is no job '{folder.name}'. See the jobs under {folder.parent}.")
    status: dict[str, Any] = atomic.read_json(folder / "status.json") or {}
    return Job(
        id=folder.name,
        folder=folder,
        command=tuple(facts["command"]),
        state=_state(folder, status, facts["created"]),
        created=facts["created"],
        started=status.get("started"),
        ended=status.get("ended"),
        progress=_read_progress(folder),
        error=status.get("error"),
        result=atomic.read_json(folder / "result.json"),
        stop_requested=(folder / "stop").exists(),
    )


def find(settings: Settings, job_id: str) -> Job:
    """Find a job or run by id.

    Raises:
        NotFound: there is none of that id.
    """
    for place in (settings.runs_dir, settings.jobs_dir):
        if job_id and Path(job_id).name == job_id and (place / job_id / "job.json").exists():
            return read(place / job_id)
    raise NotFound(f"There is no run or job '{job_id}'. See the runs with 'runs'.")


def find_latest(settings: Settings, verb: str, word: str | None = None) -> Job | None:
    """The newest job of a verb, with ``word`` (such as a dataset's name) in its command."""
    for job in list_jobs(settings):
        if job.verb == verb and (word is None or word in job.command[1:]):
            return job
    return None


def list_jobs(settings: Settings) -> list[Job]:
    """All jobs and runs, newest first."""
    files = [file for place in (settings.jobs_dir, settings.runs_dir) for file in place.glob("*/job.json")]
    # A computer that loses power may leave empty files behind: such a job is none, and hides no other.
    found = [read(file.parent) for file in files if file.stat().st_size]
    return sorted(found, key=lambda job: (job.created, job.id), reverse=True)


def log_tail(job: Job, lines: int = 20) -> str:
    """The last lines of the job's log."""
    try:
        text = (job.folder / "log.txt").read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""
    return "\n".join(text.splitlines()[-lines:])


def write_process(folder: Path, pid: int) -> None:
    """Say which process runs the job. Its start time tells it from a later one with the same number."""
    created = psutil.Process(pid).create_time()
    atomic.write_json(folder / "process.json", {"pid": pid, "create_time": created})


def find_process(folder: Path) -> psutil.Process | None:
    """The living process that runs the job."""
    facts: dict[str, Any] | None = atomic.read_json(folder / "process.json")
    if facts is None:
        return None
    try:
        process = psutil.Process(facts["pid"])
        same = abs(process.create_time() - facts["create_time"]) < CREATE_TIME_TOLERANCE_SECONDS
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None
    except psutil.NoSuchProcess:
        return None


def _state(folder: Path, status: dict[str, Any], created: str) -> JobState:
    state = JobState(status.get("state", JobState.QUEUED))
    if not state.is_active or find_process(folder) is not None:
        return state
    # The owner may have ended between the two reads: what it wrote last is the truth.
    state = JobState(str((atomic.read_json(folder / "status.json") or {}).get("state", JobState.QUEUED)))
    if not state.is_active:
        return state
    announced = (folder / "process.json").exists()
    age = (datetime.now(UTC) - datetime.fromisoformat(created)).total_seconds()
    return JobState.QUEUED if not announced and age < QUEUED_SECONDS else JobState.LOST


def _read_progress(folder: Path) -> Progress | None:
    facts: dict[str, Any] | None = atomic.read_json(folder / "progress.json")
    return Progress(**facts) if facts is not None else None
