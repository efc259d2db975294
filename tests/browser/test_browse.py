"""Browse in a real browser: photos selected by click, Shift and keys, filters in the address, steps back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from engine.catalog import open_catalog
from engine.catalog.datasets import get_dataset
from engine.settings import Settings
from engine.verdicts import decide_dataset
from tests.browser.driving import see, wait_until_idle
from tests.conftest import PhotoMaker
from tests.engine.builders import import_photos


@pytest.fixture
def photos(settings: Settings, make_photo: PhotoMaker) -> None:
    """``Ann`` with 56 photos and ``Bo`` with 4, as dataset ``team``: a page of 50 and one of 10."""
    for number in range(60):
        make_photo(settings.home / "given" / ("Ann" if number < 56 else "Bo") / f"{number:02d}.png", seed=number)
    import_photos(settings, settings.home / "given")


@pytest.fixture
def page(photos: None, open_page: Callable[..., Page]) -> Page:
    """Browse on ``team``, 50 photos a page."""
    opened = open_page("browse?dataset=team&per_page=50")
    expect(_tiles(opened)).to_have_count(50)
    return opened


def _tiles(page: Page) -> Locator:
    return page.get_by_role("option").and_(page.locator(".tile"))


def _selected(page: Page) -> list[int]:
    """Which places of the page are selected, as shown by the browser now."""
    return [place for place, tile in enumerate(_tiles(page).all()) if tile.get_attribute("aria-selected") == "true"]


def _count(page: Page, number: int) -> None:
    """Wait until the server knows how many photos are selected on all pages."""
    see(page, f"{number} selected")
    wait_until_idle(page)


def _turn(page: Page, number: int) -> None:
    page.get_by_role("button", name=f"Page {number}").click()
    expect(_tiles(page)).to_have_count({1: 50, 2: 10}[number])
    wait_until_idle(page)


def test_clicks_select_one_add_more_and_fill_ranges(page: Page) -> None:
    tiles = _tiles(page)
    tiles.nth(3).click()
    assert _selected(page) == [3]
    tiles.nth(5).click(modifiers=["Control"])
    assert _selected(page) == [3, 5]
    tiles.nth(8).click(modifiers=["Shift"])
    assert _selected(page) == [3, 5, 6, 7, 8]
    tiles.nth(6).click(modifiers=["Shift"])  # the same range, shorter
    assert _selected(page) == [3, 5, 6]
    _count(page, 3)
    assert _selected(page) == [3, 5, 6]
    tiles.nth(5).click(modifiers=["Control"])
    _count(page, 2)
    assert _selected(page) == [3, 6]
    tiles.nth(0).click()
    _count(page, 1)
    assert _selected(page) == [0]


def test_other_pages_keep_their_selection_and_ranges_reach_across(page: Page) -> None:
    _tiles(page).nth(48).click()
    _count(page, 1)
    _turn(page, 2)
    assert _selected(page) == []
    _tiles(page).nth(1).click(modifiers=["Shift"])
    _count(page, 4)
    assert _selected(page) == [0, 1]
    _tiles(page).nth(9).click(modifiers=["Control"])
    _count(page, 5)
    _turn(page, 1)
    assert _selected(page) == [48, 49]
    _tiles(page).nth(0).click()
    _count(page, 1)


def test_keys_move_select_extend_reject_and_clear(page: Page, settings: Settings) -> None:
    _tiles(page).nth(0).focus()
    for key in ("ArrowRight", "Space", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowLeft"):
        page.keyboard.press(key)
    assert _selected(page) == [1, 2]
    _count(page, 2)
    page.keyboard.press("Delete")
    expect(_tiles(page).nth(2)).to_contain_text("rejected")
    catalog = open_catalog(settings)
    decision = decide_dataset(catalog, get_dataset(catalog, "team"))
    assert decision.table.overrides.nonzero()[0].tolist() == [1, 2]
    page.keyboard.press("Escape")
    assert _selected(page) == []
    expect(page.get_by_text("2 selected")).to_have_count(0)
    expect(_tiles(page).nth(2)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_text("Ann/02.png")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("dialog").get_by_text("Ann/03.png")).to_be_visible()


def test_a_selection_moves_no_photo_and_draws_none_anew(page: Page) -> None:
    _tiles(page).nth(30).scroll_into_view_if_needed()
    page.evaluate("() => { window.scrolled = document.querySelector('[data-testid=stMain]').scrollTop }")
    _tiles(page).nth(30).evaluate("tile => { tile.isTheSame = true }")
    _tiles(page).nth(30).click()
    _count(page, 1)
    assert _tiles(page).nth(30).evaluate("tile => tile.isTheSame")


def test_a_filter_stands_in_the_address_and_a_step_back_takes_it_away(page: Page) -> None:
    page.get_by_test_id("stMain").get_by_label("Person or class").click()
    page.get_by_role("option", name="Bo", exact=True).click()
    expect(_tiles(page)).to_have_count(4)
    expect(page).to_have_url(re.compile(r"person=Bo"))
    page.reload()
    expect(_tiles(page)).to_have_count(4, timeout=30_000)
    page.get_by_label("Name contains").fill("57")
    page.get_by_label("Name contains").press("Enter")
    expect(_tiles(page)).to_have_count(1)
    page.go_back()
    expect(_tiles(page)).to_have_count(4)
    page.get_by_role("button", name="Bo ✕").click()
    expect(_tiles(page)).to_have_count(50)
    page.go_back()
    expect(_tiles(page)).to_have_count(4)
    see(page, "4 of 60 photos")


def test_the_way_back_to_browse_leads_to_the_same_photos(page: Page) -> None:
    page.goto(page.url + "&person=Bo")
    expect(_tiles(page)).to_have_count(4)
    sidebar = page.get_by_test_id("stSidebar")
    sidebar.get_by_role("link").filter(has_text="Filter").click()
    wait_until_idle(page)
    sidebar.get_by_role("link").filter(has_text="Browse").click()
    expect(_tiles(page)).to_have_count(4)


def test_a_tap_adds_to_the_selection_and_the_corner_opens(page: Page) -> None:
    for place in (2, 4):
        _tiles(page).nth(place).evaluate(
            "tile => { for (const type of ['pointerdown', 'click'])"
            " tile.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerType: 'touch' })) }"
        )
    assert _selected(page) == [2, 4]
    _count(page, 2)
    _tiles(page).nth(4).hover()
    _tiles(page).nth(4).locator(".open").click()
    expect(page.get_by_role("dialog").get_by_text("Ann/04.png")).to_be_visible()
