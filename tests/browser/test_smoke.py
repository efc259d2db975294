"""The app starts, a person sees every screen, and its process stays small."""

from collections.abc import Callable

import psutil
from playwright.sync_api import Page, expect

from tests.browser.app_process import RunningApp
from tests.browser.driving import wait_until_idle

SCREENS = ["Import", "Browse", "Filter", "Prepare", "Train", "Metrics", "Predict"]
MAX_MEGABYTES = 450  # of the app's process once every screen was seen: TensorFlow alone would take 850


def test_the_app_shows_every_screen_and_stays_small(app: RunningApp, open_page: Callable[..., Page]) -> None:
    page = open_page()
    expect(page).to_have_title("Facet")
    links = page.get_by_test_id("stSidebar").get_by_role("link")
    assert [name.split()[-1] for name in links.all_inner_texts()] == SCREENS
    for name in SCREENS:
        links.filter(has_text=name).click()
        expect(page).to_have_url(f"{app.url}/{'' if name == SCREENS[0] else name.lower()}")
        wait_until_idle(page)
        expect(page.get_by_test_id("stException")).to_have_count(0)
    assert psutil.Process(app.pid).memory_info().rss < MAX_MEGABYTES * 1e6


def test_a_stranger_on_the_network_is_not_served(app: RunningApp) -> None:
    listening = [each.laddr for each in psutil.Process(app.pid).net_connections("tcp") if each.status == "LISTEN"]
    assert {address.ip for address in listening} == {"127.0.0.1"}
