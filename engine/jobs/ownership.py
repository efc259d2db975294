"""Inside the process that works: own the folder, report progress, notice a request to stop, say how it ended."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

import filelock

from engine import atomic
from engine.errors import EngineError, JobBusy
from engine.jobs.records import JobState, Progress, now, write_process
from engine.settings import Settings

REPORT_SECONDS = 0.25  # progress is written at most this often
ECHO_SECONDS = 2.0  # and told on stderr at most this often
RATE_WINDOW_SECONDS = 15.0  # the rate shown is the mean over this long
LOCK_SECONDS = 5.0


class JobHandle:
    """The owner's hand on its job folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.was_stopped = False
        self._written = 0.0
        self._echoed = 0.0
        self._recent: deque[tuple[float, int]] = deque()

    def report(
        self,
        *,
        done: int,
        total: int,
        message: str = "",
        unit: str = "photos",
        rate: float | None = None,
        details: dict[str, float] | None = None,
    ) -> None:
        """Say how far the work is. Cheap: writes a few times a second at most, and always when ``done == total``.

        Args:
            rate: units per second; worked out from the last seconds of reports when None.
        """
        moment = time.monotonic()
        self._remember(moment, done)
        if moment - self._written < REPORT_SECONDS and done != total:
            return
        self._written = moment
        speed = self._rate() if rate is None else rate
        left = (total - done) / speed if speed > 0 else None
        progress = Progress(done, total, message, unit, speed, left, details or {})
        atomic.write_json(self.folder / "progress.json", asdict(progress))
        self._echo(moment, progress)

    def stop_requested(self) -> bool:
        """True once someone asked the job to end; remembered, so that the job ends as stopped."""
        self.was_stopped = self.was_stopped or (self.folder / "stop").exists()
        return self.was_stopped

    def finish(self, result: object) -> None:
        """Keep the command's JSON document."""
        atomic.write_json(self.folder / "result.json", result)

    def _remember(self, moment: float, done: int) -> None:
        if self._recent and done < self._recent[-1][1]:
            self._recent.clear()  # a new phase counts from its own start
        self._recent.append((moment, done))
        while len(self._recent) > 2 and moment - self._recent[0][0] > RATE_WINDOW_SECONDS:
            self._recent.popleft()

    def _rate(self) -> float:
        (first, done_then), (last, done_now) = self._recent[0], self._recent[-1]
        return (done_now - done_then) / (last - first) if last > first else 0.0

    def _echo(self, moment: float, progress: Progress) -> None:
        if moment - self._echoed < ECHO_SECONDS and progress.done != progress.total:
            return
        self._echoed = moment
        left = "" if progress.seconds_left is None else f", {progress.seconds_left:.0f} s left"
        speed = f", {progress.rate:.1f}/s" if progress.rate else ""
        count = f"{progress.done} of {progress.total} {progress.unit}{speed}{left}" if progress.total else ""
        print(": ".join(filter(None, (progress.message, count))), file=sys.stderr, flush=True)  # noqa: T201


@contextmanager
def running(folder: Path, command: Sequence[str]) -> Iterator[JobHandle]:
    """Own ``folder`` while the block runs; its end is written as finished, stopped or failed.

    Raises:
        JobBusy: another process owns the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder / "lock", f"'{folder.name}' is running already. Wait for it to end, or stop it."):
        started = _begin(folder, command)
        handle = JobHandle(folder)
        try:
            yield handle
        except KeyboardInterrupt:
            _end(folder, started, JobState.STOPPED)
            raise
        except BaseException as error:
            with suppress(OSError):  # a full disk takes this word too; the job then counts as lost, and can be resumed
                _end(folder, started, JobState.FAILED, explain(error))
            raise
        _end(folder, started, JobState.STOPPED if handle.was_stopped else JobState.FINISHED)


def fail_unowned(folder: Path, error: BaseException) -> None:
    """Say why the process of a job ended before it came to own ``folder``; an owner's own word is left as it is."""
    with suppress(OSError):
        if not (folder / "status.json").exists():
            _end(folder, now(), JobState.FAILED, explain(error))


@contextmanager
def exclusive(settings: Settings, name: str, explanation: str) -> Iterator[None]:
    """Hold ``name`` while the block runs: two analyses of one dataset would do the work twice.

    Raises:
        JobBusy: with ``explanation``, when another process holds it.
    """
    settings.jobs_dir.mkdir(parents=True, exist_ok=True)
    with _locked(settings.jobs_dir / f"{name}.lock", explanation):
        yield


def explain(error: BaseException) -> str:
    """The sentence a person reads about an error that ended the work."""
    if isinstance(error, EngineError):
        return str(error)
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "The disk is full. Nothing already saved is lost; free some space, then resume."
    return f"Something unexpected happened ({type(error).__name__}: {error}). The log has the details."


@contextmanager
def _locked(file: Path, explanation: str) -> Iterator[None]:
    lock = filelock.FileLock(file)
    try:
        lock.acquire(timeout=LOCK_SECONDS)
    except filelock.Timeout:
        raise JobBusy(explanation) from None
    try:
        yield
    finally:
        lock.release()


def _begin(folder: Path, command: Sequence[str]) -> str:
    started = now()
    if not (folder / "job.json").exists():
        atomic.write_json(folder / "job.json", {"command": list(command), "created": started})
    if (folder / "status.json").exists():  # left by an earlier owner; a fresh launch has none, and may be asked to stop
        for stale in ("stop", "result.json"):
            (folder / stale).unlink(missing_ok=True)
    write_process(folder, os.getpid())
    atomic.write_json(folder / "status.json", {"state": JobState.RUNNING, "started": started})
    return started


def _end(folder: Path, started: str, state: JobState, error: str | None = None) -> None:
    atomic.write_json(folder / "status.json", {"state": state, "started": started, "ended": now(), "error": error})
