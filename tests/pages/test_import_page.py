"""The Import screen lists the ways to bring in photos, explains what cannot be imported, and reports what was found."""

import os
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import jobs, uploads
from engine.catalog import open_catalog
from engine.catalog.datasets import Dataset, count_dataset, get_dataset
from engine.jobs import JobState
from engine.settings import Settings
from pages.widgets.import_ways import WAYS
from tests.engine.builders import import_photos
from tests.engine.uploads.frames import begun, frame, send
from tests.pages.screens import press

ONE_HOUR = 3600.0


@pytest.fixture
def screen(app: AppTest, settings: Settings) -> AppTest:
    """Import on an empty catalog."""
    return app.run()


def _open_way(screen: AppTest, name: str) -> AppTest:
    screen.query_params["way"] = name
    return screen.run()


def _labels(screen: AppTest) -> list[str]:
    return [button.label for button in screen.main.button]


def test_someone_without_photos_is_led_to_the_samples(screen: AppTest) -> None:
    press(screen, "No photos at hand? Try sample data")
    assert screen.query_params["way"] == "samples"
    assert "Try with sample data" in _labels(screen)


def test_a_folder_is_the_first_way_and_a_way_nobody_knows_leads_to_it(screen: AppTest) -> None:
    assert screen.radio[0].value == "folder"
    assert _open_way(screen, "telepathy").radio[0].value == "folder"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.usefixtures("imported")
def test_every_way_opens_by_its_address(screen: AppTest, way: str) -> None:
    _open_way(screen, way)
    assert not screen.exception
    assert screen.radio[0].value == way


def test_choosing_a_way_puts_it_into_the_address(screen: AppTest) -> None:
    screen.radio[0].set_value("drop").run()
    assert screen.query_params["way"] == "drop"


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
    screen.radio[1].set_value("images")
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


def test_photos_are_added_to_a_dataset_that_is_there_with_its_kind(
    imported: Dataset, screen: AppTest, settings: Settings, people_dir: Path
) -> None:
    screen.text_input[0].set_value(str(people_dir)).run()
    screen.button_group[0].set_value("One that is there").run()
    press(screen, "Import")
    command = jobs.wait(jobs.list_jobs(settings)[0]).command
    assert command[2:6] == ("--name", imported.name, "--kind", "images")


def test_a_typed_name_of_a_dataset_that_is_there_needs_no_kind(imported: Dataset, screen: AppTest) -> None:
    screen.text_input[1].set_value(imported.name).run()
    assert [radio.label for radio in screen.main.radio] == ["Where are the photos?"]


def test_an_import_that_runs_shows_its_people_and_no_second_form(screen: AppTest, settings: Settings) -> None:
    folder = jobs.new_folder(settings.jobs_dir, "import")
    with jobs.running(folder, ["import", "somewhere", "--name", "team"]) as handle:
        handle.report(done=3, total=9, unit="files", message="Importing", details={"Kim": 2, "Park": 1})
        screen.run()
        assert _labels(screen) == ["Stop"]
        assert len(screen.get("plotly_chart")) == 1
        assert not screen.exception


@pytest.mark.usefixtures("imported")
def test_what_was_imported_is_listed_with_the_ways_on(screen: AppTest) -> None:
    assert "**team** · 11 photos · Ann, Bo" in [words.value for words in screen.main.markdown]
    assert {"Import again", "Browse"} <= set(_labels(screen))


@pytest.mark.usefixtures("imported")
def test_importing_again_looks_in_the_same_place_into_the_same_dataset(
    screen: AppTest, settings: Settings, pictures_dir: Path
) -> None:
    press(screen, "Import again")
    job = jobs.wait(jobs.list_jobs(settings)[0])
    assert job.state is JobState.FINISHED
    expected = ("import", str(pictures_dir), "--name", "team", "--kind", "images", "--source", "folder")
    assert job.command == expected


def test_what_came_through_the_browser_cannot_be_looked_for_again(
    app: AppTest, settings: Settings, people_dir: Path
) -> None:
    import_photos(settings, people_dir, source_name="upload")
    labels = _labels(app.run())
    assert "Browse" in labels
    assert "Import again" not in labels


def test_an_upload_that_was_broken_off_is_shown_and_can_be_removed(screen: AppTest, settings: Settings) -> None:
    upload = begun(settings, "holiday *2026*")
    send(upload, frame("Bo/a.jpg", b"one"))
    assert "Remove" not in _labels(_open_way(screen, "drop"))  # it may still be coming in
    _let_an_hour_pass(upload.folder)
    screen.run()
    words = "holiday \\*2026\\* · 1 of 2 files, 0.0 of 0.0 MB · 1 h 0 min ago"
    assert words in [each.value for each in screen.main.markdown]
    press(screen, "Remove")
    assert uploads.list_open(settings) == []
    assert "Remove" not in _labels(screen)


def _let_an_hour_pass(folder: Path) -> None:
    for place in (folder / "arrived.jsonl", folder):
        os.utime(place, (time.time() - ONE_HOUR,) * 2)
