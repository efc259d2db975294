"""A real browser on the real app: every test here is slow, and a missing browser fails it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.browser.app_process import RunningApp, running_app
from tests.browser.chromium import HOW_TO_INSTALL, find_chromium
from tests.browser.driving import open_in_browser


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder slow."""
    folder = Path(__file__).parent
    for item in items:
        if folder in item.path.parents:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser to drive."""
    found = find_chromium()
    if found is None:
        pytest.fail(HOW_TO_INSTALL)
    return found


@pytest.fixture
def app(_home_of_the_test: None, tmp_path: Path) -> Iterator[RunningApp]:
    """The app, freshly started on an empty home. What it printed is shown when the test fails."""
    log_file = tmp_path / "app.log"
    try:
        with running_app(log_file) as app:
            yield app
    finally:
        sys.stdout.write(log_file.read_text(encoding="utf-8", errors="replace"))


@pytest.fixture
def open_page(app: RunningApp, chromium: Path, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Open a screen of the app: ``open_page("predict", webcam=film)``. The last picture stays in ``tmp_path``."""
    opened: list[Page] = []

    def open_one(path: str = "", webcam: Path | None = None) -> Page:
        opened.append(open_in_browser(playwright, chromium, f"{app.url}/{path}", webcam))
        return opened[-1]

    with sync_playwright() as playwright:
        yield open_one
        for page in opened:
            page.screenshot(path=tmp_path / "last_seen.png", full_page=True)
