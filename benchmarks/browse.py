"""Measures Browse in Chromium on a generated dataset of 100,000 small photos: waits as a person feels them, memory.

Run: ``python benchmarks/browse.py [HOME]`` (needs Chromium). The catalog is made in HOME, by default a temporary
folder; one that is there already is used again.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import psutil
from PIL import Image
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from engine import jobs
from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import Dataset, get_dataset, list_datasets
from engine.catalog.measurements import list_pending, save_analyses
from engine.checks import photo_checks_for
from engine.faces.registry import analyzers
from engine.importing import import_source
from engine.kinds import Kind
from engine.photo_analysis import PhotoAnalysis
from engine.settings import Settings
from tests.browser.app_process import running_app
from tests.browser.chromium import HOW_TO_INSTALL, find_chromium
from tests.browser.driving import start_browser, wait_until_idle

NUM_PHOTOS, NUM_PEOPLE, SIDE = 100_000, 62, 32
NAME = "many"
BATCH = 5_000
PAGE_TURNS = 200
MAX_PAINT_SECONDS, MAX_SECONDS, MAX_FRESH_SECONDS = 2.5, 1.0, 2.0
MAX_GROWTH_MEGABYTES = 20.0
GIVE_UP_MILLISECONDS = 60_000
# Watched inside the browser, frame by frame: when the words given stand there, the grid shows other photos (or the
# same once more) and all of its pictures in sight are drawn.
WATCH = """([words, isOther]) => {
  const host = [...document.querySelectorAll('*')].find((each) => each.shadowRoot?.querySelector('.grid'));
  const shown = () => [...(host?.shadowRoot.querySelectorAll('.tile') ?? [])].map((t) => t.dataset.sha256).join();
  const before = shown(), began = performance.now();
  window.drawn = new Promise((done) => {
    const look = () => {
      const tiles = [...(host?.shadowRoot.querySelectorAll('.tile img') ?? [])];
      const seen = tiles.filter((image) => image.getBoundingClientRect().top < innerHeight);
      const isReady = seen.length && seen.every((image) => image.complete);
      const isSaid = document.body.innerText.includes(words);
      const isNew = !isOther || shown() !== before;
      isReady && isSaid && isNew ? done(performance.now() - began) : requestAnimationFrame(look);
    };
    look();
  });
}"""


def main() -> None:
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit(HOW_TO_INSTALL)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(sys.argv[1] if len(sys.argv) > 1 else f"{folder}/home")
        os.environ["FACET_HOME"] = str(home)
        make_catalog(Settings.from_environment())
        with running_app(Path(folder) / "app.log") as app:
            page = start_browser(playwright, chromium)
            _measure(page, app.url, psutil.Process(app.pid))


def make_catalog(settings: Settings) -> Dataset:
    """The dataset of 100,000 photos of 62 people, measured with numbers made up here; made once."""
    catalog = open_catalog(settings)
    if NAME not in [dataset.name for dataset in list_datasets(catalog)]:
        folder = _write_photos(settings.home / "generated")
        with jobs.running(jobs.new_folder(settings.jobs_dir, "import"), ["import", str(folder)]) as job:
            import_source(settings, catalog, str(folder), name=NAME, kind=Kind.IMAGES, source_name="folder", job=job)
    dataset = get_dataset(catalog, NAME)
    _save_numbers(catalog, dataset)
    return dataset


def _write_photos(folder: Path) -> Path:
    """JPEGs of seeded noise: a few hundred pictures, told apart by bytes behind their end."""
    generator = np.random.default_rng(0)
    pictures = [_jpeg(generator.integers(0, 256, (SIDE, SIDE, 3)).astype(np.uint8)) for _ in range(300)]
    for person in range(NUM_PEOPLE):
        (folder / f"Person {person:02d}").mkdir(parents=True, exist_ok=True)
    for number in range(NUM_PHOTOS):
        file = folder / f"Person {number % NUM_PEOPLE:02d}" / f"{number:06d}.jpg"
        file.write_bytes(pictures[number % len(pictures)] + str(number).encode())
    return folder


def _jpeg(pixels: np.ndarray) -> bytes:
    buffer = BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG")
    return buffer.getvalue()


def _save_numbers(catalog: Catalog, dataset: Dataset) -> None:
    analyzer, checks = analyzers()[dataset.analyzer], photo_checks_for(dataset.kind)
    pending = list_pending(catalog, dataset, analyzer, checks)
    generator = np.random.default_rng(0)
    for first in range(0, len(pending), BATCH):
        batch = []
        for photo in pending[first : first + BATCH]:
            low_high = {name: check.limit_range for name, check in checks.items()}
            values = {name: float(generator.uniform(low, high)) for name, (low, high) in low_high.items()}
            batch.append(PhotoAnalysis(photo.photo_id, values | {"readable": 1.0}, pixel_sha256=photo.sha256))
        save_analyses(catalog, analyzer, checks, batch)


def _measure(page: Page, url: str, app: psutil.Process) -> None:
    browse = f"{url}/browse?dataset={NAME}"
    page.goto(browse)
    _wait_for_tiles(page)  # the process reads the catalog for the first time
    _row("first paint of Browse", _timed_open(page, browse), MAX_PAINT_SECONDS)
    _row("another person", _timed_choice(page, "Person or class", "Person 07", "Person 07 ✕"))
    _row("verdict besides", _timed_choice(page, "Verdict", "Rejected", "Rejected ✕"))
    _row("back to all of them", _timed(page, lambda: page.get_by_role("button", name="Clear all").click(), "100,000"))
    _row("sorted by a measurement", _timed_choice(page, "Sort by", "File size", ""))
    page.get_by_role("button", name="More filters").click()
    page.get_by_label("Another measurement").click()
    page.get_by_role("option", name="File size").click()
    low = page.get_by_label("File size (bytes) from")
    low.fill(str(int(float(low.get_attribute("placeholder").replace(",", ""))) + 40))
    took = _timed(page, lambda: low.press("Enter"), "File size from")
    _row("a fresh filter on a measurement", took, MAX_FRESH_SECONDS)
    page.goto(f"{browse}&per_page=200&page=101")
    _wait_for_tiles(page)
    _row("200 fresh thumbnails, all of them", _timed_thumbnails(page), MAX_SECONDS * 2)
    _turn_pages(page, app)


def _turn_pages(page: Page, app: psutil.Process) -> None:
    turn = page.get_by_role("button", name="Next page")
    took = [_timed(page, turn.click, "") for _ in range(20)]
    before = app.memory_info().rss / 1e6
    took += [_timed(page, turn.click, "") for _ in range(PAGE_TURNS)]
    _row(f"a page of 200, median of {len(took)}", float(np.median(took)))
    _row(f"a page of 200, slowest of {len(took)}", max(took))
    growth = app.memory_info().rss / 1e6 - before
    _print(f"memory of the app {before:.0f} MB; grown over {PAGE_TURNS} page turns", growth, "MB", MAX_GROWTH_MEGABYTES)


def _timed(page: Page, act: Callable[[], object], words: str) -> float:
    """Seconds from an action until other photos stand there, with ``words`` somewhere on the screen."""
    wait_until_idle(page)
    page.evaluate(WATCH, [words, True])
    act()
    return float(page.evaluate("window.drawn")) / 1000


def _timed_open(page: Page, url: str) -> float:
    began = time.monotonic()
    page.goto(url)
    _wait_for_tiles(page)
    return time.monotonic() - began


def _timed_thumbnails(page: Page) -> float:
    """Seconds until every thumbnail of the next page is there, scrolled to or not."""
    wait_until_idle(page)
    page.evaluate(WATCH, ["", True])
    began = time.monotonic()
    page.get_by_role("button", name="Next page").click()
    page.evaluate("window.drawn")
    page.evaluate("""() => Promise.all([...[...document.querySelectorAll('*')].find((e) =>
      e.shadowRoot?.querySelector('.grid')).shadowRoot.querySelectorAll('img')].map((image) => {
        image.loading = 'eager';
        return image.complete || new Promise((done) => (image.onload = image.onerror = done));
      }))""")
    return time.monotonic() - began


def _wait_for_tiles(page: Page) -> None:
    page.locator(".tile").first.wait_for(timeout=GIVE_UP_MILLISECONDS)
    page.evaluate(WATCH, ["", False])
    page.evaluate("window.drawn")


def _timed_choice(page: Page, label: str, option: str, words: str) -> float:
    """As :func:`_timed`, from the choice of an option in an open list."""
    page.get_by_test_id("stMain").get_by_label(label, exact=False).first.click()
    return _timed(page, page.get_by_role("option", name=option, exact=True).click, words)


def _row(what: str, seconds: float, limit: float = MAX_SECONDS) -> None:
    _print(what, seconds, "s", limit)


def _print(what: str, value: float, unit: str, limit: float) -> None:
    print(f"{what:<70} {value:8.2f} {unit:<3} (at most {limit:g})", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
