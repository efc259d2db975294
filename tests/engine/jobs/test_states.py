"""What a job's folder says of its state, with real processes that finish, fail, are stopped and are killed."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from engine import atomic, jobs
from engine.catalog import open_catalog
from engine.catalog.datasets import count_dataset, get_dataset
from engine.errors import JobError, NotFound
from engine.jobs import Job, JobState
from engine.jobs.records import find_process, now, write_process
from engine.settings import Settings
from tests.engine.builders import write_many_photos


def _wait_until_working(job: Job) -> Job:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        current = jobs.read(job.folder)
        if current.progress is not None or not current.state.is_active:
            return current
        time.sleep(0.01)
    raise AssertionError(jobs.log_tail(job))


def _start_import(settings: Settings, source: Path) -> Job:
    return jobs.start(settings, ["import", str(source), "--name", "team", "--kind", "images"])


def _write_job(folder: Path, *, state: JobState | None, created: str | None = None) -> Path:
    folder.mkdir(parents=True)
    atomic.write_json(folder / "job.json", {"command": ["import", "x"], "created": created or now()})
    if state is not None:
        atomic.write_json(folder / "status.json", {"state": state, "started": now()})
    return folder


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    """A process that does nothing for long."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as process:
        yield process
        process.kill()


@pytest.fixture
def long_job(settings: Settings, tmp_path: Path) -> Job:
    """An import of 4,000 photos that has begun."""
    return _wait_until_working(_start_import(settings, write_many_photos(tmp_path / "many", 4000)))


class TestEnds:
    def test_a_job_that_does_its_work_is_finished_and_keeps_its_result(
        self, settings: Settings, people_dir: Path
    ) -> None:
        started = _start_import(settings, people_dir)
        assert started.state in (JobState.QUEUED, JobState.RUNNING)
        job = jobs.wait(started, 60)
        assert job.state is JobState.FINISHED
        assert job.verb == "import"
        assert job.result is not None
        assert job.result["people"] == {"Ann": 3, "Bo": 2}
        assert job.progress is not None
        assert (job.progress.done, job.progress.total, job.progress.fraction) == (5, 5, 1.0)
        assert job.started is not None
        assert job.ended is not None
        assert job.created <= job.started <= job.ended

    def test_a_job_that_cannot_do_its_work_has_failed_and_says_why(self, settings: Settings, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        job = jobs.wait(_start_import(settings, tmp_path / "empty"), 60)
        assert job.state is JobState.FAILED
        assert job.error is not None
        assert "holds no pictures (0 other files)" in job.error
        assert "Traceback" not in jobs.log_tail(job, 100)

    def test_a_job_that_fails_before_it_owns_its_folder_says_why_as_well(self, settings: Settings) -> None:
        job = jobs.wait(jobs.start(settings, ["analyze", "nobody"]), 60)
        assert job.state is JobState.FAILED
        assert job.error is not None
        assert job.error.startswith("There is no dataset 'nobody'.")

    def test_an_unexpected_error_is_one_sentence_and_its_traceback_is_in_the_log(
        self, settings: Settings, people_dir: Path
    ) -> None:
        open_catalog(settings)
        with sqlite3.connect(settings.catalog_file) as connection:
            connection.execute("CREATE TRIGGER odd BEFORE INSERT ON files BEGIN SELECT RAISE(ABORT, 'odd'); END")
        connection.close()
        job = jobs.wait(_start_import(settings, people_dir), 60)
        assert job.state is JobState.FAILED
        assert job.error is not None
        assert job.error.startswith("Something unexpected happened (IntegrityError")
        assert job.error.endswith("The log has the details.")
        log = jobs.log_tail(job, 1000)
        assert "Traceback (most recent call last)" in log
        assert "odd" in log
        assert log.splitlines()[-1].startswith("error: ")

    def test_a_command_that_does_not_exist_ends_as_lost_with_its_reason_in_the_log(self, settings: Settings) -> None:
        job = jobs.wait(jobs.start(settings, ["dance"]), 60)
        assert job.state is JobState.LOST
        assert "invalid choice: 'dance'" in jobs.log_tail(job)


class TestKilled:
    def test_a_killed_job_is_lost_at_once_and_resuming_ends_its_work(self, settings: Settings, long_job: Job) -> None:
        process = find_process(long_job.folder)
        assert process is not None
        process.kill()
        psutil.wait_procs([process], timeout=10)
        assert jobs.read(long_job.folder).state is JobState.LOST
        catalog = open_catalog(settings)
        saved = count_dataset(catalog, get_dataset(catalog, "team")).photos
        assert 200 <= saved < 4000
        job = jobs.wait(jobs.resume(settings, jobs.read(long_job.folder)), 60)
        assert (job.id, job.state) == (long_job.id, JobState.FINISHED)
        assert count_dataset(catalog, get_dataset(catalog, "team")).photos == 4000

    def test_another_process_with_the_same_number_is_not_the_job(
        self, tmp_path: Path, sleeper: subprocess.Popen[bytes]
    ) -> None:
        folder = _write_job(tmp_path / "job", state=JobState.RUNNING)
        write_process(folder, sleeper.pid)
        assert jobs.read(folder).state is JobState.RUNNING
        created = psutil.Process(sleeper.pid).create_time()
        atomic.write_json(folder / "process.json", {"pid": sleeper.pid, "create_time": created - 3600})
        assert jobs.read(folder).state is JobState.LOST

    def test_a_job_nobody_announced_is_queued_for_half_a_minute_and_then_lost(self, tmp_path: Path) -> None:
        fresh = _write_job(tmp_path / "fresh", state=None)
        old = _write_job(tmp_path / "old", state=None, created="2026-01-01T00:00:00+00:00")
        assert jobs.read(fresh).state is JobState.QUEUED
        assert jobs.read(old).state is JobState.LOST


class TestStop:
    def test_a_job_asked_to_stop_ends_soon_and_can_go_on(self, settings: Settings, long_job: Job) -> None:
        jobs.request_stop(long_job)
        assert jobs.read(long_job.folder).stop_requested or not jobs.read(long_job.folder).state.is_active
        job = jobs.wait(long_job, 30)
        assert job.state is JobState.STOPPED
        assert job.result is not None
        assert job.result["stopped"] is True
        assert job.result["photos"] < 4000
        resumed = jobs.resume(settings, job)
        assert not resumed.stop_requested
        assert jobs.wait(resumed, 60).state is JobState.FINISHED

    def test_a_second_request_kills_a_job_that_does_not_listen(
        self, tmp_path: Path, sleeper: subprocess.Popen[bytes]
    ) -> None:
        folder = _write_job(tmp_path / "job", state=JobState.RUNNING)
        write_process(folder, sleeper.pid)
        jobs.request_stop(jobs.read(folder))
        assert jobs.wait(jobs.read(folder), 0.2).state is JobState.RUNNING
        jobs.request_stop(jobs.read(folder))
        assert jobs.read(folder).state is JobState.STOPPED
        assert not psutil.pid_exists(sleeper.pid)

    def test_asking_a_job_that_has_ended_to_stop_changes_nothing(self, tmp_path: Path) -> None:
        folder = _write_job(tmp_path / "job", state=JobState.FINISHED)
        jobs.request_stop(jobs.read(folder))
        assert jobs.read(folder).state is JobState.FINISHED
        assert not (folder / "stop").exists()


class TestTwice:
    def test_a_job_that_runs_cannot_be_resumed(self, settings: Settings, long_job: Job) -> None:
        with pytest.raises(JobError, match=r"is still running\. Only a job that has ended can be resumed"):
            jobs.resume(settings, long_job)
        jobs.request_stop(long_job)
        assert jobs.wait(long_job).state is JobState.STOPPED


class TestFound:
    def test_jobs_and_runs_are_listed_newest_first(self, settings: Settings) -> None:
        _write_job(settings.jobs_dir / "b", state=JobState.FINISHED, created="2026-01-01T00:00:02+00:00")
        _write_job(settings.runs_dir / "a", state=JobState.STOPPED, created="2026-01-01T00:00:03+00:00")
        _write_job(settings.jobs_dir / "c", state=JobState.FAILED, created="2026-01-01T00:00:01+00:00")
        (settings.jobs_dir / "no job").mkdir()
        assert [job.id for job in jobs.list_jobs(settings)] == ["a", "b", "c"]
        assert jobs.find(settings, "a").folder == settings.runs_dir / "a"

    def test_without_any_job_the_list_is_empty(self, settings: Settings) -> None:
        assert jobs.list_jobs(settings) == []

    @pytest.mark.parametrize("job_id", ["", "nobody", "..", "../jobs/a", "/"])
    def test_an_id_that_is_none_is_not_found(self, settings: Settings, job_id: str) -> None:
        _write_job(settings.jobs_dir / "a", state=JobState.FINISHED)
        with pytest.raises(NotFound, match="There is no run or job"):
            jobs.find(settings, job_id)

    def test_a_folder_that_is_no_job_is_not_found(self, tmp_path: Path) -> None:
        with pytest.raises(NotFound, match="There is no job"):
            jobs.read(tmp_path)

    def test_two_jobs_of_the_same_second_have_folders_of_their_own(self, tmp_path: Path) -> None:
        names = {jobs.new_folder(tmp_path, "import").name for _ in range(5)}
        assert len(names) == 5
        assert all(name.startswith("import-20") for name in names)

    def test_the_log_is_read_from_its_end_and_may_be_missing(self, tmp_path: Path) -> None:
        job = jobs.read(_write_job(tmp_path / "job", state=JobState.FINISHED))
        assert jobs.log_tail(job) == ""
        (job.folder / "log.txt").write_bytes(b"one\ntwo\n\xff three\n")
        assert jobs.log_tail(job, 2) == "two\n� three"
