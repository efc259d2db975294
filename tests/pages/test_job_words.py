"""The words about a job are right for every state and every size of number."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine.jobs import Job, JobState, Progress
from pages.widgets.job_words import duration, ending_sentence, job_title, progress_sentence

SOME = Progress(done=1204, total=3023, rate=68.2, seconds_left=26.7)


def _job(state: JobState, progress: Progress | None = None, error: str | None = None) -> Job:
    command = ("analyze", "team")
    return Job("analyze-1", Path("analyze-1"), command, state, "2026-01-01T00:00:00+00:00", None, None, progress, error)


def test_a_job_is_called_by_what_it_does_and_to_what() -> None:
    assert job_title(_job(JobState.RUNNING)) == "Analyzing team"


@pytest.mark.parametrize(
    ("command", "title"),
    [
        (("import", "/home/me/photos", "--name", "team"), "Importing team"),
        (("resume", "run-20261122-030506-86d9"), "Training run 86d9"),
    ],
)
def test_a_job_is_called_by_what_a_person_named_or_can_tell_apart(command: tuple[str, ...], title: str) -> None:
    assert job_title(replace(_job(JobState.RUNNING), command=command)) == title


def test_a_job_that_has_not_reported_is_starting() -> None:
    assert progress_sentence(None) == "Starting…"


def test_progress_says_count_speed_and_time_left() -> None:
    assert progress_sentence(SOME) == "1,204 of 3,023 photos, 68 photos/s, about 27 s left"


def test_progress_begins_with_its_phase() -> None:
    progress = Progress(done=3, total=9, message="Reading the zip", unit="files")
    assert progress_sentence(progress) == "Reading the zip: 3 of 9 files"


def test_progress_of_unknown_size_shows_its_phase_only() -> None:
    assert progress_sentence(Progress(0, 0, "Loading the model")) == "Loading the model"


def test_slow_work_shows_its_speed_to_a_tenth() -> None:
    assert progress_sentence(Progress(5, 1500, unit="steps", rate=2.94)) == "5 of 1,500 steps, 2.9 steps/s"


def test_a_job_asked_to_stop_says_so() -> None:
    assert progress_sentence(SOME, stop_requested=True).startswith("Stopping")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 s"),
        (59.4, "59 s"),
        (60, "1 min"),
        (125, "2 min 5 s"),
        (725, "12 min"),
        (3599.7, "1 h 0 min"),
        (9000, "2 h 30 min"),
    ],
)
def test_a_duration_is_told_in_units_that_matter(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_a_finished_job_needs_one_word() -> None:
    assert ending_sentence(_job(JobState.FINISHED, SOME)) == "Finished."


def test_a_stopped_job_says_how_far_it_came() -> None:
    expected = "Stopped, as you asked. What was done is kept. It had done 1,204 of 3,023 photos."
    assert ending_sentence(_job(JobState.STOPPED, SOME)) == expected


def test_a_failed_job_ends_with_its_reason() -> None:
    assert ending_sentence(_job(JobState.FAILED, error="The disk is full.")) == "Failed. The disk is full."


def test_a_lost_job_says_that_its_process_is_gone() -> None:
    assert "ended without a word" in ending_sentence(_job(JobState.LOST))
