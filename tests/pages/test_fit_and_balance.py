"""Browse says whether the data fits and whether there is enough of everybody, and its buttons act on that."""

from __future__ import annotations

import numpy as np
import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from engine import jobs
from engine.catalog import open_catalog
from engine.catalog.datasets import Dataset, count_dataset
from engine.catalog.schema import analyses
from engine.edits import set_overrides
from engine.kinds import Override
from engine.settings import Settings
from engine.verdicts import decide_dataset
from tests.pages.screens import open_screen, press


def _words(screen: AppTest) -> str:
    assert not screen.exception
    return "\n".join(each.value for each in (*screen.markdown, *screen.caption, *screen.subheader))


@pytest.fixture
def lopsided(settings: Settings, team: Dataset) -> Dataset:
    """``team`` with six kept pictures of Ann and two of Bo: three times as many."""
    catalog = open_catalog(settings)
    table = decide_dataset(catalog, team).table
    of_bo = [sha256 for sha256, path in zip(table.sha256s, table.paths, strict=True) if path[:4] in ("Bo/0", "Bo/1")]
    set_overrides(catalog, team, of_bo, Override.REJECT)
    return team


@pytest.mark.usefixtures("lopsided")
class TestBalance:
    def test_the_numbers_and_the_advice_stand_above_the_bars(self, app: AppTest) -> None:
        screen = open_screen(app, "2_Browse.py", view="balance")
        assert "Ann has 3.0 times the photos of Bo. Training would lean to Ann." in _words(screen)
        assert [metric.value for metric in screen.metric] == ["2", "4", "6", "3.0 ×"]

    def test_undersampling_opens_prepare_with_it_chosen(self, app: AppTest) -> None:
        screen = open_screen(app, "2_Browse.py", view="balance")
        press(screen, "Undersample to 2 each")
        assert screen.title[0].value == "Prepare"
        assert screen.toggle[0].value is True
        assert "4 photos of 2 people or classes" in _words(screen)

    def test_collecting_more_opens_import(self, app: AppTest) -> None:
        screen = open_screen(app, "2_Browse.py", view="balance")
        press(screen, "Collect 4 more of Bo")
        assert screen.title[0].value == "Import photos"
        assert screen.query_params["dataset"] == "team"

    def test_a_person_is_left_out_with_one_press(self, app: AppTest, team: Dataset, settings: Settings) -> None:
        screen = open_screen(app, "2_Browse.py", view="balance")
        press(screen, "Leave Bo out")
        assert list(count_dataset(open_catalog(settings), team).people) == ["Ann"]
        assert "All photos show Ann." in _words(screen)

    def test_bars_by_split_count_the_newest_snapshot(self, app: AppTest) -> None:
        screen = open_screen(app, "2_Browse.py", view="balance")
        control = next(each for each in screen.button_group if "By split" in each.options)
        control.set_value("By split").run()
        assert "No photo is on a side yet" not in _words(screen)


@pytest.mark.usefixtures("imported")
def test_photos_on_no_side_yet_are_said_so(app: AppTest) -> None:
    screen = open_screen(app, "2_Browse.py", view="balance")
    next(each for each in screen.button_group if "By split" in each.options).set_value("By split").run()
    assert "No photo is on a side yet: freeze the dataset" in _words(screen)


@pytest.mark.usefixtures("team")
class TestFitness:
    def test_what_is_good_is_said_above_each_chart(self, app: AppTest) -> None:
        words = _words(open_screen(app, "2_Browse.py", view="fit"))
        assert "Fit to train on" in words
        assert "✓ All are near enough to a square." in words
        assert "✓ All are in colour." in words
        assert "**Faces per photo**" not in words  # nobody looked for faces in pictures

    def test_all_photos_may_count_instead_of_the_kept(self, app: AppTest) -> None:
        screen = open_screen(app, "2_Browse.py", view="fit")
        next(each for each in screen.button_group if "All photos" in each.options).set_value("All photos").run()
        assert not screen.exception

    def test_a_problem_shows_its_photos_with_one_press(self, app: AppTest, team: Dataset, settings: Settings) -> None:
        _make_dark(settings, team)
        screen = open_screen(app, "2_Browse.py", view="fit")
        assert "2 photos are very dark." in _words(screen)
        press(screen, "Show them")
        assert screen.query_params["brightness"] == "..40"
        assert "**2** of 12 photos" in _words(screen)


@pytest.mark.usefixtures("imported")
def test_photos_nobody_measured_are_judged_by_their_files(app: AppTest) -> None:
    words = _words(open_screen(app, "2_Browse.py", view="fit"))
    assert "**Shorter side**" in words
    assert "**Brightness**" not in words


def test_questions_newer_than_the_measurements_are_offered_without_pressing(
    app: AppTest, team: Dataset, settings: Settings
) -> None:
    with open_catalog(settings).write() as connection:
        without = sa.func.replace(analyses.c.measured, "brightness:1 ", "")
        connection.execute(sa.update(analyses).values(measured=without, numbers=sa.func.substr(analyses.c.numbers, 9)))
    screen = open_screen(app, "3_Filter.py")
    assert "1 new question since the last analysis: too dark. What was measured still stands" in _words(screen)
    assert [metric.value for metric in screen.metric] == ["10", "2", "0"]
    press(screen, "Measure again")
    job = jobs.find_latest(settings, "analyze")
    assert (jobs.wait(job).result or {})["analyzed"] == 12
    assert "new question" not in _words(screen.run())


def _make_dark(settings: Settings, dataset: Dataset) -> None:
    """Two kept pictures of Ann as dark as 10 of 255; brightness is the first number, by name."""
    catalog = open_catalog(settings)
    table = decide_dataset(catalog, dataset).table
    ids = [int(table.photo_ids[table.paths.index(path)]) for path in ("Ann/0.png", "Ann/1.png")]
    with catalog.write() as connection:
        for number in ids:
            query = sa.select(analyses.c.numbers).where(analyses.c.photo_id == number)
            numbers = np.frombuffer(connection.execute(query).scalar_one(), "<f8").copy()
            numbers[0] = 10
            values = {"numbers": numbers.tobytes(), "revision": catalog.revision() + 1}
            connection.execute(sa.update(analyses).where(analyses.c.photo_id == number).values(values))
