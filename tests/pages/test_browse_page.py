"""The Browse screen narrows and orders the photos and says how balanced they are."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from engine.catalog.datasets import Dataset
from tests.pages.screens import open_screen


@pytest.fixture
def screen(app: AppTest, team: Dataset) -> AppTest:
    """Browse on ``team``."""
    return open_screen(app, "2_Browse.py")


def _choose(screen: AppTest, label: str, choice: object) -> AppTest:
    return next(box for box in screen.selectbox if box.label == label).set_value(choice).run()


def _paths(screen: AppTest) -> list[str]:
    """Where the photos of the grid lie, in its order."""
    assert not screen.exception
    (grid,) = screen.get("bidi_component")
    return [item["title"].splitlines()[0] for item in json.loads(grid.proto.json)["items"]]


def test_all_photos_are_shown_as_imported(screen: AppTest) -> None:
    assert len(_paths(screen)) == 12
    assert _paths(screen)[0] == "Ann/0.png"


def test_a_person_and_a_verdict_narrow_the_photos(screen: AppTest) -> None:
    _choose(screen, "Person or class", "Bo")
    assert _paths(screen) == ["Bo/0.png", "Bo/1.png", "Bo/2.png", "Bo/3.png", "Bo/4.bmp"]
    _choose(screen, "Verdict", "rejected")
    assert _paths(screen) == ["Bo/4.bmp"]


def test_nobody_matching_is_said(screen: AppTest) -> None:
    _choose(screen, "Verdict", "undecided")
    assert screen.info[0].value == "No photo matches. Choose another person or verdict."


def test_photos_sort_by_a_measured_value(screen: AppTest) -> None:
    _choose(screen, "Sort by", "size")
    assert [path.split("/")[0] for path in _paths(screen)][:6] == ["Ann"] * 6


def test_balance_is_told_in_a_sentence_and_drawn_by_verdict_and_by_split(screen: AppTest) -> None:
    assert screen.success[0].value == "The classes are well balanced: from 4 photos (Bo) to 6 (Ann)."
    assert "kept" in screen.get("plotly_chart")[0].proto.spec
    screen.button_group[0].set_value("By split").run()
    assert "validation" in screen.get("plotly_chart")[0].proto.spec


def test_choices_are_still_made_after_a_visit_to_another_screen(screen: AppTest) -> None:
    _choose(screen, "Person or class", "Bo")
    screen.switch_page("3_Filter.py").run()
    screen.switch_page("2_Browse.py").run()
    assert len(_paths(screen)) == 5


@pytest.mark.usefixtures("imported")
def test_photos_nobody_looked_at_say_so(app: AppTest) -> None:
    screen = open_screen(app, "2_Browse.py")
    assert screen.info[0].value.startswith("None of these photos is analyzed yet")
