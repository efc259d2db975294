"""A job on screen: running with Stop, ended with its words, Resume where that helps."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import jobs
from engine.errors import DatasetEmpty
from engine.settings import Settings
from tests.pages.screens import SCRIPT_SECONDS


def _job_page() -> None:
    import streamlit as st

    from engine import jobs
    from engine.settings import Settings
    from pages.widgets.job_progress import job_progress, jobs_strip

    settings = Settings.from_environment()
    with st.sidebar:
        jobs_strip(settings)
    for job in jobs.list_jobs(settings):
        ended = job_progress(settings, job)
        st.text("running" if ended is None else f"ended: {ended.state}")


@pytest.fixture
def folder(settings: Settings) -> Path:
    """The folder of a job that analyzes ``team``."""
    return jobs.new_folder(settings.jobs_dir, "analyze")


def _labels(app: AppTest) -> list[str]:
    assert not app.exception
    return [button.label for button in app.button]


def test_without_jobs_nothing_is_drawn(settings: Settings) -> None:
    app = AppTest.from_function(_job_page, default_timeout=SCRIPT_SECONDS).run()
    assert _labels(app) == []
    assert not app.get("progress")


def test_a_running_job_shows_its_bar_here_and_in_the_sidebar_and_can_be_stopped(folder: Path) -> None:
    with jobs.running(folder, ["analyze", "team"]) as handle:
        handle.report(done=25, total=100, rate=5.0)
        app = AppTest.from_function(_job_page, default_timeout=SCRIPT_SECONDS).run()
        assert _labels(app) == ["Stop"]
        assert app.text[0].value == "running"
        assert [bar.proto.value for bar in app.get("progress")] == [25, 25]
        assert app.main.get("progress")[0].proto.text == "25 of 100 photos, 5.0 photos/s, about 15 s left"
        app.button[0].click().run()
        assert handle.stop_requested()
        assert app.main.get("progress")[0].proto.text.startswith("Stopping")


def test_a_stopped_job_offers_resume(folder: Path) -> None:
    with jobs.running(folder, ["analyze", "team"]) as handle:
        (folder / "stop").touch()
        assert handle.stop_requested()
    app = AppTest.from_function(_job_page, default_timeout=SCRIPT_SECONDS).run()
    assert _labels(app) == ["Resume"]
    assert app.info[0].value.startswith("**Analyzing team** · Stopped, as you asked.")
    assert app.text[0].value == "ended: stopped"


def test_a_finished_job_has_no_buttons(folder: Path) -> None:
    with jobs.running(folder, ["analyze", "team"]):
        pass
    app = AppTest.from_function(_job_page, default_timeout=SCRIPT_SECONDS).run()
    assert _labels(app) == []
    assert app.success[0].value == "**Analyzing team** · Finished."


def test_a_failed_job_shows_its_reason_and_the_end_of_its_log(folder: Path) -> None:
    (folder / "log.txt").write_text("first\nlast\n")
    with pytest.raises(DatasetEmpty), jobs.running(folder, ["analyze", "team"]):
        raise DatasetEmpty("Dataset 'team' has no photos. Expected some; import it again.")
    app = AppTest.from_function(_job_page, default_timeout=SCRIPT_SECONDS).run()
    assert _labels(app) == ["Resume"]
    assert app.error[0].value.endswith("Failed. Dataset 'team' has no photos. Expected some; import it again.")
    assert app.code[0].value == "first\nlast"
