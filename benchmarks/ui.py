"""Measures the app as a person meets it: seconds from start to first screen, memory after every screen was seen.

Run: ``python benchmarks/ui.py`` (needs Chromium; uses ``FACET_HOME`` as it stands, so give it a full catalog).
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import psutil
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from engine.catalog import open_catalog
from engine.catalog.datasets import list_datasets
from engine.settings import Settings
from tests.browser.app_process import running_app
from tests.browser.chromium import HOW_TO_INSTALL, find_chromium
from tests.browser.driving import go_to, start_browser, wait_until_idle

SCREENS = ("Import", "Browse", "Filter", "Prepare", "Train", "Metrics", "Predict")
MAX_START_SECONDS = 4.0
MAX_MEGABYTES = 450.0
MAX_MILLISECONDS = 400.0
LIMIT_MOVES = 10
GIVE_UP_MILLISECONDS = 3000.0
# Watched inside the browser, frame by frame: asking from outside would slow down what is measured.
WATCH_COUNTS = """() => {
  const counts = () => (document.body.innerText.match(/rejects\\s*[\\d,]+/g) || []).join();
  const before = counts(), began = performance.now();
  window.countsChanged = new Promise((done) => {
    const look = () => {
      const passed = performance.now() - began;
      counts() !== before || passed > 3000 ? done(passed) : requestAnimationFrame(look);
    };
    look();
  });
}"""


def main() -> None:
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit(HOW_TO_INSTALL)
    datasets = [dataset.name for dataset in list_datasets(open_catalog(Settings.from_environment()))]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = start_browser(playwright, chromium)
        began = time.monotonic()
        with running_app(Path(folder) / "app.log") as app:
            page.goto(app.url)
            page.get_by_role("heading", level=1).wait_for()
            _row("start of the app to its first screen", time.monotonic() - began, "s", MAX_START_SECONDS)
            _row("memory at the first screen", _megabytes(app.pid), "MB", MAX_MEGABYTES)
            for dataset in datasets:
                page.goto(f"{app.url}/browse?dataset={dataset}")
                _visit_all(page)
                _row(f"memory after every screen with '{dataset}'", _megabytes(app.pid), "MB", MAX_MEGABYTES)
            for dataset in datasets:
                page.goto(f"{app.url}/filter?dataset={dataset}")
                wait_until_idle(page)
                if milliseconds := _move_limits(page):
                    _row(f"limit moved to counts drawn, '{dataset}', median", milliseconds, "ms", MAX_MILLISECONDS)


def _visit_all(page: Page) -> None:
    for screen in SCREENS:
        go_to(page, screen)


def _move_limits(page: Page) -> float | None:
    """Median milliseconds from a key on the last slider to other counts on the screen; None where none changes."""
    sliders = page.get_by_role("slider")
    sliders.first.wait_for()
    took: list[float] = []
    for move in range(LIMIT_MOVES):
        page.evaluate(WATCH_COUNTS)
        sliders.last.press("ArrowLeft" if move < LIMIT_MOVES / 2 else "ArrowRight")
        took.append(page.evaluate("window.countsChanged"))
        wait_until_idle(page)
    changed = sorted(each for each in took if each < GIVE_UP_MILLISECONDS)
    return changed[len(changed) // 2] if changed else None


def _megabytes(pid: int) -> float:
    return float(psutil.Process(pid).memory_info().rss) / 1e6


def _row(what: str, value: float, unit: str, limit: float) -> None:
    print(f"{what:<70} {value:8.1f} {unit:<3} (at most {limit:g})", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
