"""One photo large: opened by a click, turned, decided by hand, and the grid behind knows when it closes."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from engine.settings import Settings
from tests.conftest import PhotoMaker
from tests.engine.builders import import_photos


@pytest.fixture
def photos(settings: Settings, make_photo: PhotoMaker) -> None:
    """Three photos of ``Ann`` as dataset ``team``."""
    for number in range(3):
        make_photo(settings.home / "given" / "Ann" / f"{number}.png", seed=number)
    import_photos(settings, settings.home / "given")


@pytest.mark.usefixtures("photos", "app")
def test_a_photo_is_turned_rejected_and_closed(open_page: Callable[..., Page]) -> None:
    page = open_page("browse?dataset=team")
    tiles, dialog = page.locator(".tile"), page.get_by_role("dialog")
    tiles.first.dblclick()
    expect(dialog.get_by_text("Ann/0.png")).to_be_visible()
    dialog.get_by_role("button", name="Next →").click()
    expect(dialog.get_by_text("Ann/1.png")).to_be_visible()
    dialog.get_by_role("button", name="Reject").click()
    expect(dialog.get_by_text("✕ Rejected")).to_be_visible()
    page.reload()
    expect(dialog.get_by_text("Ann/1.png")).to_be_visible(timeout=30_000)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(tiles.nth(1)).to_contain_text("✕ rejected")
    expect(page).to_have_url(re.compile(r"/browse\?dataset=team$"))
