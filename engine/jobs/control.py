"""From outside the process that does the work: start it detached, ask it to stop, start it again."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

import engine
from engine import atomic
from engine.errors import JobError
from engine.jobs.records import Job, JobState, find_process, new_folder, now, read, write_process
from engine.settings import Settings

NEW_PROCESS_GROUP: int = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)  # Windows' word for a session
PROJECT_FOLDER = Path(engine.__file__).parent.parent
GRACE_SECONDS = 30.0  # a job that was asked to stop gets this long before it is killed

_children: list[subprocess.Popen[bytes]] = []  # started here: one that has ended stays a zombie until it is polled


def start(settings: Settings, command: Sequence[str], folder: Path | None = None) -> Job:
    """Start ``python -m engine COMMAND`` as a process of its own that owns ``folder``.

    Args:
        folder: a job folder to use; a new one under ``jobs/`` when None.
    """
    folder = folder or new_folder(settings.jobs_dir, command[0])
    atomic.write_json(folder / "job.json", {"command": list(command), "created": now()})
    _launch(settings, command, folder)
    return read(folder)


def resume(settings: Settings, job: Job) -> Job:
    """Start a stopped, failed or lost job again in the same folder; finished work is not repeated.

    Raises:
        JobError: the job is still running.
    """
    if job.state.is_active:
        raise JobError(f"'{job.id}' is still {job.state}. Only a job that has ended can be resumed.")
    _launch(settings, job.command, job.folder)
    return read(job.folder)


def request_stop(job: Job) -> None:
    """Ask the job to end at its next safe moment. Returns at once; asking a second time kills it."""
    if (job.folder / "stop").exists():
        _kill(job)
    elif job.state.is_active:
        (job.folder / "stop").touch()


def wait(job: Job, seconds: float = GRACE_SECONDS) -> Job:
    """Wait for the job to end, at most ``seconds``; returns it as it then stands."""
    deadline = time.monotonic() + seconds
    while (current := read(job.folder)).state.is_active and time.monotonic() < deadline:
        time.sleep(0.1)
    _reap()
    return current


def _launch(settings: Settings, command: Sequence[str], folder: Path) -> None:
    for stale in ("stop", "status.json", "process.json", "progress.json", "result.json"):
        (folder / stale).unlink(missing_ok=True)
    arguments = [sys.executable, "-m", "engine", "--home", str(settings.home), "--job", str(folder), *command]
    with (folder / "log.txt").open("ab") as log:
        # A session of its own: Ctrl+C on the app, or closing its window, must not end the work.
        process = subprocess.Popen(
            arguments,
            cwd=PROJECT_FOLDER,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            creationflags=NEW_PROCESS_GROUP,
            start_new_session=True,
        )
    _children.append(process)
    _reap()
    _announce(folder, process.pid)


def _reap() -> None:
    _children[:] = [child for child in _children if child.poll() is None]


def _announce(folder: Path, pid: int) -> None:
    try:
        write_process(folder, pid)
    except psutil.NoSuchProcess:
        atomic.write_json(folder / "process.json", {"pid": pid, "create_time": 0.0})


def _kill(job: Job) -> None:
    process = find_process(job.folder)
    if process is None:
        return
    family = [*process.children(recursive=True), process]
    for member in family:
        try:
            member.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(family, timeout=5)
    atomic.write_json(job.folder / "status.json", {"state": JobState.STOPPED, "started": job.started, "ended": now()})
