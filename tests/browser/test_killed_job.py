"""A job whose process is killed is noticed on the screen within ten seconds and goes on where it stood."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from engine import jobs
from engine.jobs.records import find_process
from engine.settings import Settings
from tests.browser.driving import SCRIPT_SECONDS, photo_count, press, see
from tests.engine.builders import import_photos

NOTICE_SECONDS = 10.0
NUM_DIGITS = 1797


@pytest.fixture
def one_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """One process for the analysis, so that it lasts long enough to be killed."""
    monkeypatch.setenv("FACET_WORKERS", "1")


def _kill_after_the_first_photos(settings: Settings) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        job = jobs.find_latest(settings, "analyze")
        if job and job.progress and 0 < job.progress.done < NUM_DIGITS and (process := find_process(job.folder)):
            for member in [*process.children(recursive=True), process]:
                member.kill()
            return
        time.sleep(0.02)
    pytest.fail("The analysis never reported progress.")


@pytest.mark.usefixtures("one_worker", "app")
def test_a_killed_analysis_is_noticed_and_resumed(settings: Settings, open_page: Callable[..., Page]) -> None:
    import_photos(settings, "sample:digits", name="digits")
    page = open_page("filter?dataset=digits")
    press(page, "Analyze")
    _kill_after_the_first_photos(settings)
    see(page, "ended without a word", within_seconds=NOTICE_SECONDS)
    press(page, "Resume")
    expect(photo_count(page, "Kept")).to_have_text(f"{NUM_DIGITS:,}", timeout=SCRIPT_SECONDS * 1000)
    expect(photo_count(page, "Undecided")).to_have_text("0")
