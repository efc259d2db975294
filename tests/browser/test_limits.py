"""A limit that is moved in the browser is saved, changes the counts beside it, and comes back with Undo."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.settings import Settings
from tests.browser.driving import photo_count
from tests.conftest import write_photo
from tests.engine.builders import import_photos, run_engine

SIDES = (20, 20, 40, 60, 80)  # pixels of the shorter side


@pytest.fixture
def team(settings: Settings, tmp_path: Path) -> str:
    """Five photos of five sizes, analyzed."""
    for number, side in enumerate(SIDES):
        write_photo(tmp_path / "people" / "Kim" / f"{number}.png", (100, side), seed=number)
    import_photos(settings, tmp_path / "people", name="team")
    assert run_engine("analyze", "team", "--workers", "1").returncode == 0
    return "team"


def test_a_moved_limit_changes_the_counts_and_comes_back_with_undo(team: str, open_page: Callable[..., Page]) -> None:
    page = open_page("filter?dataset=team")
    expect(photo_count(page, "Kept")).to_have_text("5")
    page.get_by_role("slider", name="Shorter side").fill("50")
    expect(page.locator(".total")).to_have_text("2 of 5 photos kept")
    expect(photo_count(page, "Kept")).to_have_text("2")
    expect(photo_count(page, "Rejected")).to_have_text("3")
    page.reload()
    expect(photo_count(page, "Kept")).to_have_text("2")
    number = page.get_by_label("Limit: Shorter side")
    number.fill("30")
    number.press("Enter")
    expect(photo_count(page, "Kept")).to_have_text("3")
    page.get_by_role("switch", name="Is the photo large enough").uncheck()
    expect(photo_count(page, "Kept")).to_have_text("5")
    page.get_by_role("button", name="Undo").click()
    expect(photo_count(page, "Kept")).to_have_text("3")
    page.reload()
    expect(photo_count(page, "Kept")).to_have_text("3")
