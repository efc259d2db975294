"""Photos are selected, moved to another person through the bar above the grid, and brought back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from engine.catalog import open_catalog
from engine.catalog.datasets import count_dataset, get_dataset
from engine.settings import Settings
from tests.browser.driving import wait_until_idle
from tests.conftest import PhotoMaker
from tests.engine.builders import import_photos


@pytest.fixture
def photos(settings: Settings, make_photo: PhotoMaker) -> None:
    """Three photos of ``Ann`` and one of ``Bo`` as dataset ``team``."""
    for number, person in enumerate(["Ann", "Ann", "Ann", "Bo"]):
        make_photo(settings.home / "given" / person / f"{number}.png", seed=number)
    import_photos(settings, settings.home / "given")


def _people(settings: Settings) -> dict[str, int]:
    catalog = open_catalog(settings)
    return count_dataset(catalog, get_dataset(catalog, "team")).people


@pytest.mark.usefixtures("photos", "app")
def test_two_photos_are_moved_and_brought_back(open_page: Callable[..., Page], settings: Settings) -> None:
    page = open_page("browse?dataset=team")
    tiles = page.get_by_role("option").filter(has=page.locator("img"))
    expect(tiles).to_have_count(4)
    tiles.nth(0).click()
    tiles.nth(1).click(modifiers=["Control"])
    expect(page.get_by_text("2 selected")).to_be_visible()
    page.get_by_role("combobox", name="Move to").click()
    page.get_by_role("option", name="Bo", exact=True).click()
    notice = page.locator(".st-key-edit_notice")
    expect(notice).to_contain_text("Moved 2 photos from Ann to Bo.")
    assert _people(settings) == {"Ann": 1, "Bo": 3}
    expect(page.get_by_text("2 selected")).to_have_count(0)
    notice.get_by_role("button", name="Undo").click()
    expect(notice).to_contain_text("Undone: Moved 2 photos from Ann to Bo.")
    assert _people(settings) == {"Ann": 3, "Bo": 1}
    wait_until_idle(page)
    page.get_by_role("button", name="Redo").click()
    expect(notice).to_contain_text("Redone: Moved 2 photos from Ann to Bo.")
    assert _people(settings) == {"Ann": 1, "Bo": 3}
