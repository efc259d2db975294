"""The queue of suspicious labels is gone through with a press each, and what was answered stays answered."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine.catalog import open_catalog
from engine.catalog.datasets import Dataset, count_dataset
from engine.settings import Settings
from tests.engine.suspects.crowd import import_crowd
from tests.pages.screens import open_screen, press


@pytest.fixture
def crowd(settings: Settings, tmp_path: Path) -> Dataset:
    return import_crowd(settings, tmp_path / "crowd")


def _headings(screen: AppTest) -> list[str]:
    assert not screen.exception
    return [heading.value for heading in screen.subheader]


def test_a_suspect_is_moved_with_one_press(app: AppTest, settings: Settings, crowd: Dataset) -> None:
    catalog = open_catalog(settings)
    screen = open_screen(app, "2_Browse.py", dataset="crowd", view="suspects")
    assert "Bo, or rather Ann?" in _headings(screen)
    press(screen, "Move to Ann")
    assert count_dataset(catalog, crowd).people["Ann"] == 12
    assert any("All settled" in each.value for each in screen.success)


def test_a_label_that_is_right_is_kept_and_stays_settled(app: AppTest, crowd: Dataset) -> None:
    screen = open_screen(app, "2_Browse.py", dataset="crowd", view="suspects")
    press(screen, "Keep Bo")
    assert any("All settled" in each.value for each in screen.success)
    press(screen, "Look again")
    assert "Bo, or rather Ann?" not in _headings(screen)
