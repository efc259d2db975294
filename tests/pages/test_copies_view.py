"""The Copies view of the Filter screen: groups beside each other, another photo to keep with one click."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from engine.catalog import open_catalog
from engine.catalog.datasets import Dataset
from engine.settings import Settings
from engine.verdicts import decide_dataset
from tests.pages.screens import open_screen, press


def _groups(settings: Settings, team: Dataset) -> list[list[int]]:
    table = decide_dataset(open_catalog(settings), team).table
    return [group.tolist() for group in table.standing.copies()]


def test_a_group_says_what_is_kept_and_another_photo_is_chosen_with_one_click_and_taken_back(
    app: AppTest, team: Dataset, settings: Settings
) -> None:
    """``team`` holds one picture in two files."""
    screen = open_screen(app, "3_Filter.py", view="copies")
    ((kept, other),) = _groups(settings, team)
    assert not screen.exception
    assert any("2 copies." in text.value for text in screen.markdown)
    assert any("Exactly the same picture" in text.value for text in screen.caption)
    press(screen, "Keep this one")
    assert _groups(settings, team) == [[other, kept]]
    assert any("you chose it" in text.value for text in screen.markdown)
    press(screen, "Undo")
    assert _groups(settings, team) == [[kept, other]]
