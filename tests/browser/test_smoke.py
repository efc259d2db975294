"""The app starts and a person sees it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_the_app_opens_and_says_what_it_is(open_page: Callable[..., Page]) -> None:
    page = open_page()
    expect(page).to_have_title("Facet")
    expect(page.get_by_test_id("stException")).to_have_count(0)
