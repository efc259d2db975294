"""A list of addresses on the Import page: shown before anything is downloaded, and what became of it afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import jobs
from engine.catalog import open_catalog
from engine.catalog.urls import UrlState, list_in_catalog, save_outcomes
from engine.charts.outcomes import outcome_figure
from engine.downloads.outcomes import Outcome
from engine.downloads.url_list import read_list
from engine.settings import Settings
from pages.widgets.face_boxes import BoxOrigin, FaceBox, boxes_html
from tests.engine.builders import import_photos
from tests.pages.run_builder import open_page
from tests.pages.screens import press

IMPORT = "1_Import.py"


@pytest.fixture
def url_list(tmp_path: Path) -> Path:
    """Three people with four, two and one addresses at two servers, and a damaged line."""
    lines = [
        f"{name}\t{number}\thttp://{'a' if number % 2 else 'b'}.example/{name}{number}.jpg"
        for name, count in (("Ann", 4), ("Bo", 2), ("Cem", 1))
        for number in range(count)
    ]
    path = tmp_path / "urls.txt"
    path.write_text("\n".join([*lines, "damaged"]), encoding="utf-8")
    return path


def _show(url_list: Path) -> AppTest:
    app = open_page(IMPORT)
    app.query_params["way"] = "addresses"
    app.run()
    app.text_input(key="pubfig_path").set_value(str(url_list)).run()
    assert not app.exception
    return app


def _download_button(app: AppTest) -> str:
    return next(button.label for button in app.main.button if button.label.startswith("Download"))


def test_a_list_is_shown_in_numbers_before_anything_is_downloaded(settings: Settings, url_list: Path) -> None:
    app = _show(url_list)
    assert {metric.label: metric.value for metric in app.metric} == {
        "People": "3",
        "Addresses of photos": "7",
        "Servers": "2",
    }
    assert "1 damaged line will be passed over" in [expander.label for expander in app.expander]
    assert app.info[0].value.startswith("**7 addresses of 3 people, at 2 servers of others.**")
    assert _download_button(app) == "Download 7 photos"
    assert jobs.list_jobs(settings) == []


def test_the_choice_of_people_and_photos_changes_what_the_button_says(settings: Settings, url_list: Path) -> None:
    app = _show(url_list)
    app.multiselect[0].set_value(["Ann", "Cem"]).run()
    assert _download_button(app) == "Download 5 photos"
    app.number_input[1].set_value(2).run()
    assert _download_button(app) == "Download 3 photos"
    app.number_input[0].set_value(1).run()
    assert app.info[0].value.startswith("**2 addresses of 1 person, at 2 servers of others.**")


def test_the_button_starts_the_import_as_chosen(settings: Settings, url_list: Path) -> None:
    app = _show(url_list)
    app.number_input[0].set_value(1).run()
    press(app, "Download 4 photos")
    (job,) = jobs.list_jobs(settings)
    assert job.command[:2] == ("import", str(url_list))
    assert "--people=1" in job.command
    assert "--allow-private" not in job.command
    jobs.request_stop(job)
    jobs.wait(job)


def test_a_list_that_is_not_there_is_explained(settings: Settings, tmp_path: Path) -> None:
    app = _show(tmp_path / "nowhere.txt")
    assert "cannot be read" in app.error[0].value
    assert not app.metric


@pytest.fixture
def ended(settings: Settings, people_dir: Path, url_list: Path) -> str:
    """A dataset whose list was gone through: two photos, a missing one, the others may work another day."""
    dataset = import_photos(settings, people_dir, name="listed").dataset
    catalog = open_catalog(settings)
    entries = read_list(url_list).entries
    list_in_catalog(catalog, dataset, entries)
    outcomes = [Outcome.DOWNLOADED, Outcome.DOWNLOADED, Outcome.NOT_FOUND, *[Outcome.TIMED_OUT] * 4]
    states = [UrlState(entry, value, "Because.") for entry, value in zip(entries, outcomes, strict=True)]
    save_outcomes(catalog, dataset, states)
    folder = jobs.new_folder(settings.jobs_dir, "import")
    with jobs.running(folder, ["import", str(url_list), "--name", "listed"]) as job:
        result = {"dataset": "listed", "photos": 5, "people": {"Ann": 3, "Bo": 2}, "duplicates": 0}
        job.finish(result | {"urls": {"downloaded": 2, "not_found": 1, "timed_out": 4}})
    return dataset.name


def test_after_the_import_every_address_is_accounted_for(settings: Settings, ended: str) -> None:
    app = open_page(IMPORT, dataset=ended)
    sentence = "2 of 7 addresses gave a photo. 4 may work another day: import the same list again to try only those."
    assert sentence in [text.value for text in app.markdown]
    assert "By server (2)" in [expander.label for expander in app.expander]
    assert "Try 4 of them again" in [button.label for button in app.main.button]
    reason = next(box for box in app.selectbox if box.label == "Reason")
    reason.set_value(Outcome.NOT_FOUND.words).run()
    (table,) = [frame.value for frame in app.dataframe if "Why" in frame.value and len(frame.value) == 1]
    assert list(table["Person"]) == ["Ann"]
    app.text_input(key="url_text").set_value("zzz").run()
    assert "No address is like that." in app.info[0].value


def test_a_dataset_that_came_from_no_list_shows_nothing_of_addresses(settings: Settings, people_dir: Path) -> None:
    import_photos(settings, people_dir, name="team")
    app = open_page(IMPORT, dataset="team")
    assert "What became of the addresses" not in [title.value for title in app.subheader]


def test_while_it_downloads_the_outcomes_are_counted(settings: Settings) -> None:
    folder = jobs.new_folder(settings.jobs_dir, "import")
    with jobs.running(folder, ["import", "list.txt", "--name", "listed"]) as job:
        counts = {"downloaded": 3.0, "not_found": 5.0}
        job.report(done=8, total=20, message="Downloading", unit="addresses", details=counts)
        app = open_page(IMPORT)
        assert "3 of 8 addresses gave a photo." in [text.value for text in app.markdown]


def test_bars_differ_by_group_in_colour_and_hatching_and_stand_in_order() -> None:
    figure = outcome_figure({Outcome.NOT_FOUND: 9, Outcome.TIMED_OUT: 1, Outcome.DOWNLOADED: 2, Outcome.CHANGED: 4})
    assert [bar.name for bar in figure.data] == ["gave a photo", "may work another day", "gave none"]
    assert list(figure.data[0].customdata) == ["changed", "downloaded"]
    assert len({bar.marker.color for bar in figure.data}) == 3
    assert len({bar.marker.pattern.shape for bar in figure.data}) == 3


def test_every_outcome_has_words_of_its_own() -> None:
    assert len({outcome.words for outcome in Outcome}) == len(Outcome)


def test_a_given_rectangle_is_dashed_and_explained_and_a_found_one_alone_is_not() -> None:
    found, given = FaceBox((1, 5, 8, 9)), FaceBox((2, 5, 9, 9), origin=BoxOrigin.GIVEN)
    both = boxes_html("/photo/x", (10, 10), [found, given], alt="a photo", max_width_px=10)
    assert 'class="box given"' in both
    assert "Face found here" in both
    assert "Face given by the list" in both
    assert "legend" not in boxes_html("/photo/x", (10, 10), [found], alt="a photo", max_width_px=10)
