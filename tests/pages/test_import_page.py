"""The Import screen starts imports, explains what cannot be imported, and reports what was found."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import jobs
from engine.catalog import open_catalog
from engine.catalog.datasets import count_dataset, get_dataset
from engine.jobs import JobState
from engine.settings import Settings
from tests.pages.screens import press


@pytest.fixture
def screen(app: AppTest, settings: Settings) -> AppTest:
    """Import on an empty catalog."""
    return app.run()


def test_someone_without_photos_sees_the_sample_at_once(screen: AppTest) -> None:
    assert [button.label for button in screen.main.button] == ["Import", "Try with sample data"]


def test_a_path_that_is_not_there_is_explained_and_starts_nothing(screen: AppTest, settings: Settings) -> None:
    screen.text_input[0].set_value("/nowhere/at/all")
    press(screen, "Import")
    assert screen.error[0].value.startswith("'/nowhere/at/all' cannot be imported: it is not there")
    assert jobs.list_jobs(settings) == []


def test_no_path_is_explained(screen: AppTest) -> None:
    press(screen, "Import")
    assert screen.error[0].value.startswith("No folder is named yet.")


def test_a_folder_is_imported_under_its_own_name_and_reported(
    screen: AppTest, settings: Settings, pictures_dir: Path
) -> None:
    screen.text_input[0].set_value(str(pictures_dir))
    screen.radio[0].set_value("images")
    press(screen, "Import")
    assert not screen.exception
    job = jobs.wait(jobs.list_jobs(settings)[0])
    assert job.state is JobState.FINISHED
    screen.run()
    name = pictures_dir.name
    assert screen.query_params["dataset"] == name
    assert screen.success[0].value == f"**{name}** is imported. It holds 11 photos of 2 people or classes."
    assert screen.expander[0].label == "1 file could not be read"
    dataset = get_dataset(open_catalog(settings), name)
    assert count_dataset(open_catalog(settings), dataset).people == {"Ann": 6, "Bo": 5}


def test_an_import_that_runs_shows_its_people_and_no_second_form(screen: AppTest, settings: Settings) -> None:
    folder = jobs.new_folder(settings.jobs_dir, "import")
    with jobs.running(folder, ["import", "somewhere", "--name", "team"]) as handle:
        handle.report(done=3, total=9, unit="files", message="Importing", details={"Kim": 2, "Park": 1})
        screen.run()
        assert [button.label for button in screen.main.button] == ["Stop"]
        assert len(screen.get("plotly_chart")) == 1
        assert not screen.exception


def test_pressing_import_with_nothing_dropped_is_explained(screen: AppTest) -> None:
    screen.button_group[0].set_value("Drop a folder or a zip here").run()
    press(screen, "Import")
    assert screen.error[0].value.startswith("Nothing was dropped yet.")
