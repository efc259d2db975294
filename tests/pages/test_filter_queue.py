"""The queue of photos that limits cannot decide, and the report, driven through the Filter screen."""

import pytest
from streamlit.testing.v1 import AppTest

from engine.catalog import open_catalog
from engine.catalog.datasets import Dataset
from engine.catalog.measurements import PhotoAnalysis, save_analyses
from engine.checks import photo_checks_for
from engine.faces.registry import analyzers
from engine.settings import Settings
from engine.verdicts import decide_dataset
from tests.pages.screens import open_screen, press


@pytest.fixture
def screen(app: AppTest, team: Dataset, settings: Settings) -> AppTest:
    """Filter's queue on ``team``, with two photos whose analysis failed."""
    catalog = open_catalog(settings)
    ids = decide_dataset(catalog, team).table.photo_ids[:2].tolist()
    failed = [PhotoAnalysis(id, {}, error="The file was locked.") for id in ids]
    save_analyses(catalog, analyzers()[team.analyzer], photo_checks_for(team.kind), failed)
    return open_screen(app, "3_Filter.py", view="undecided")


def _overrides(settings: Settings, team: Dataset) -> list[str]:
    return decide_dataset(open_catalog(settings), team).table.overrides[:2].tolist()


def test_undecided_photos_are_gone_through_with_the_way_back(
    screen: AppTest, team: Dataset, settings: Settings
) -> None:
    assert not screen.exception
    assert "- The file was locked." in [each.value for each in screen.markdown]
    assert "Analyze these again" in [button.label for button in screen.button]
    press(screen, "Keep")
    assert _overrides(settings, team) == ["keep", ""]
    press(screen, "Skip")
    assert "You have seen all of them, and skipped 1 photo." in [each.value for each in screen.info]
    press(screen, "Undo")
    press(screen, "Reject")
    assert _overrides(settings, team) == ["keep", "reject"]
    assert "Every photo is decided: each question has an answer." in [each.value for each in screen.success]
    press(screen, "Undo")
    press(screen, "Undo")
    assert _overrides(settings, team) == ["", ""]


def test_the_report_says_what_was_kept(app: AppTest, team: Dataset) -> None:
    screen = open_screen(app, "3_Filter.py", view="report")
    assert not screen.exception
    assert "Of **12** photos **10** are kept, 2 rejected and 0 undecided." in [each.value for each in screen.markdown]
