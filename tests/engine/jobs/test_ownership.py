"""Inside the process that works: one owner, progress that is told, and an end that is written down."""

from __future__ import annotations

import errno
import time
from pathlib import Path

import pytest

from engine import atomic, jobs
from engine.errors import BadInput, JobBusy
from engine.jobs import JobHandle, JobState
from engine.jobs.ownership import explain, fail_unowned
from engine.settings import Settings


class TestEnd:
    def test_a_block_that_ends_is_finished(self, tmp_path: Path) -> None:
        with jobs.running(tmp_path / "job", ["import", "x"]) as handle:
            assert jobs.read(tmp_path / "job").state is JobState.RUNNING
            handle.finish({"photos": 1})
        job = jobs.read(tmp_path / "job")
        assert (job.state, job.command, job.result) == (JobState.FINISHED, ("import", "x"), {"photos": 1})

    @pytest.mark.parametrize(
        ("error", "state", "sentence"),
        [
            (BadInput("No such thing."), JobState.FAILED, "No such thing."),
            (KeyboardInterrupt(), JobState.STOPPED, None),
            (
                ZeroDivisionError("division by zero"),
                JobState.FAILED,
                "Something unexpected happened (ZeroDivisionError: division by zero). The log has the details.",
            ),
        ],
    )
    def test_a_block_that_raises_says_how_it_ended(
        self, tmp_path: Path, error: BaseException, state: JobState, sentence: str | None
    ) -> None:
        def work() -> None:
            with jobs.running(tmp_path / "job", ["import"]):
                raise error

        with pytest.raises(type(error)):
            work()
        job = jobs.read(tmp_path / "job")
        assert (job.state, job.error) == (state, sentence)

    def test_a_block_that_was_asked_to_stop_is_stopped(self, tmp_path: Path) -> None:
        with jobs.running(tmp_path / "job", ["import"]) as handle:
            assert not handle.stop_requested()
            jobs.request_stop(jobs.read(tmp_path / "job"))
            assert handle.stop_requested()
        assert jobs.read(tmp_path / "job").state is JobState.STOPPED

    def test_a_stop_that_nobody_looked_at_came_too_late(self, tmp_path: Path) -> None:
        with jobs.running(tmp_path / "job", ["import"]):
            jobs.request_stop(jobs.read(tmp_path / "job"))
        assert jobs.read(tmp_path / "job").state is JobState.FINISHED

    def test_a_new_owner_begins_without_the_stop_and_the_result_of_the_last(self, tmp_path: Path) -> None:
        with jobs.running(tmp_path / "job", ["import"]) as handle:
            jobs.request_stop(jobs.read(tmp_path / "job"))
            handle.stop_requested()
            handle.finish({"photos": 1})
        with jobs.running(tmp_path / "job", ["import"]) as handle:
            assert not handle.stop_requested()
            assert jobs.read(tmp_path / "job").result is None

    def test_a_failure_before_owning_never_overwrites_an_owners_word(self, tmp_path: Path) -> None:
        with jobs.running(tmp_path / "job", ["import"]):
            fail_unowned(tmp_path / "job", BadInput("Too late."))
            assert jobs.read(tmp_path / "job").state is JobState.RUNNING

    def test_a_full_disk_is_explained_with_what_is_safe_and_what_to_do(self) -> None:
        error = OSError(errno.ENOSPC, "No space left on device")
        assert explain(error) == "The disk is full. Nothing already saved is lost; free some space, then resume."


class TestOneOwner:
    def test_a_second_owner_is_refused_and_the_first_goes_on(self, tmp_path: Path) -> None:
        with jobs.running(tmp_path / "job", ["import"]):
            with (
                pytest.raises(JobBusy, match=r"'job' is running already\. Wait for it to end, or stop it"),
                jobs.running(tmp_path / "job", ["import"]),
            ):
                pass
            assert jobs.read(tmp_path / "job").state is JobState.RUNNING
        assert jobs.read(tmp_path / "job").state is JobState.FINISHED

    def test_a_name_is_held_by_one_and_then_free_again(self, settings: Settings) -> None:
        for _ in range(2):
            with jobs.exclusive(settings, "analyze-1", "Busy."), jobs.exclusive(settings, "analyze-2", "Busy."):
                pass


class TestProgress:
    def test_the_first_and_the_last_report_are_written_and_hasty_ones_are_not(self, tmp_path: Path) -> None:
        handle = JobHandle(tmp_path)
        for done in range(1, 101):
            handle.report(done=done, total=100, message="Importing", unit="files")
            if done == 50:
                assert atomic.read_json(tmp_path / "progress.json")["done"] == 1  # type: ignore[index]  # it was written
        assert atomic.read_json(tmp_path / "progress.json")["done"] == 100  # type: ignore[index]

    def test_rate_and_time_left_follow_from_the_reports(self, tmp_path: Path) -> None:
        handle = JobHandle(tmp_path)
        handle.report(done=0, total=100)
        time.sleep(0.3)
        handle.report(done=30, total=100)
        progress = atomic.read_json(tmp_path / "progress.json")
        assert progress is not None
        rate = progress["rate"]
        assert isinstance(rate, float)
        assert 30 / 1.0 < rate <= 30 / 0.3
        assert progress["seconds_left"] == pytest.approx(70 / rate)

    def test_a_rate_that_the_work_knows_itself_is_taken(self, tmp_path: Path) -> None:
        JobHandle(tmp_path).report(done=10, total=110, rate=5.0)
        assert atomic.read_json(tmp_path / "progress.json")["seconds_left"] == 20.0  # type: ignore[index]

    def test_nothing_to_do_is_no_error_and_no_fraction(self, tmp_path: Path) -> None:
        with jobs.running(tmp_path / "job", ["analyze"]) as handle:
            handle.report(done=0, total=0)
        progress = jobs.read(tmp_path / "job").progress
        assert progress is not None
        assert (progress.fraction, progress.seconds_left) == (0.0, None)

    def test_progress_is_told_to_whoever_watches_stderr(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        JobHandle(tmp_path).report(done=10, total=10, message="Importing", unit="files", rate=5.0)
        captured = capsys.readouterr()
        assert captured.err == "Importing: 10 of 10 files, 5.0/s, 0 s left\n"
        assert captured.out == ""
