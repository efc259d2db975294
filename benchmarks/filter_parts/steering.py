"""How long a person waits after moving a limit or choosing a preset, with 58,000 measured photos, in Chromium.

The photos and their numbers are made in a temporary folder, or in the one that ``FACET_STEERING_HOME`` names, where
they are used again the next time.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

from benchmarks.filter_parts import Row, Skipped, at_most
from benchmarks.scale import write_photos
from engine import jobs
from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import Dataset, get_dataset, list_datasets
from engine.catalog.measurements import PhotoAnalysis, list_pending, save_analyses
from engine.checks import Bound, Check, photo_checks_for
from engine.faces.registry import analyzers
from engine.importing import import_source
from engine.kinds import Kind
from engine.limit_effects import limit_curves
from engine.settings import Settings
from engine.verdicts import change_limits, decide, decide_dataset, default_limits
from tests.browser.app_process import running_app
from tests.browser.chromium import HOW_TO_INSTALL, find_chromium
from tests.browser.driving import start_browser, wait_until_idle

NUM_PHOTOS = 58_000
NAME = "steering"
BATCH = 5_000
MOVES, PRESETS = 12, ("Strict", "Lenient", "Tutorial (20°, no sunglasses)", "Usual", "Strict", "Usual")
MAX_MOVE_MS, MAX_PRESET_MS, GIVE_UP_MS = 400, 1000, 60_000
SETTLING_MS = 3000  # a run of the page begins a little after the click
SHARE_REJECTED, SHARE_UNANSWERED, SHARE_COPIES = 0.04, 0.002, 0.01

# Watched inside the browser, frame by frame: when the counts, the bars per person and the photos all are others than
# before, and the pictures in sight are drawn.
WATCH = """() => {
  const inShadows = (query) => [...document.querySelectorAll('*')].flatMap((each) =>
    each.shadowRoot ? [...each.shadowRoot.querySelectorAll(query)] : []);
  const states = () => [
    [...document.querySelectorAll('[data-testid="stMetricValue"]')].map((each) => each.innerText).join(),
    [...document.querySelectorAll('.barlayer path')].map((each) => each.getAttribute('d')).join(),
    inShadows('.tile').map((tile) => tile.dataset.sha256).join(),
  ];
  const before = states(), began = performance.now();
  window.drawn = new Promise((done, fail) => {
    const look = () => {
      const now = states();
      const seen = inShadows('.tile img').filter((image) => image.getBoundingClientRect().top < innerHeight);
      const isDrawn = now.every((state, place) => state && state !== before[place]) && seen.every((i) => i.complete);
      if (isDrawn) requestAnimationFrame(() => done(performance.now() - began));
      else if (performance.now() - began > 30_000) fail(new Error('not drawn in 30 s'));
      else requestAnimationFrame(look);
    };
    look();
  });
}"""


def measure() -> list[Row]:
    """What a person waits for, then what the engine takes of it."""
    chromium = find_chromium()
    if chromium is None:
        raise Skipped(HOW_TO_INSTALL)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(os.environ.get("FACET_STEERING_HOME") or f"{folder}/home")
        os.environ["FACET_HOME"] = str(home)
        settings = Settings.from_environment()
        dataset = make_catalog(settings)
        with running_app(Path(folder) / "app.log") as app:
            page = start_browser(playwright, chromium)
            rows = _measure_page(page, f"{app.url}/filter?dataset={NAME}")
        return [*rows, *_measure_engine(open_catalog(settings), dataset)]


def _measure_page(page: Page, url: str) -> list[Row]:
    page.goto(url)
    page.locator(".tile").first.wait_for(timeout=GIVE_UP_MS)
    _choose(page, "Usual", is_timed=False)
    page.get_by_test_id("stMain").get_by_text(re.compile(r"^Head turned aside [\d,]+$")).first.click()
    page.wait_for_timeout(SETTLING_MS)
    slider = page.get_by_role("slider", name="Head turned aside (pan)")
    slider.focus()
    moves = [_timed(page, lambda: slider.press("ArrowLeft")) for _ in range(MOVES)]
    presets = [_choose(page, title) for title in PRESETS]
    _choose(page, "Usual", is_timed=False)
    what = f"{NUM_PHOTOS:,} photos, the whole page drawn anew after"
    return [
        at_most(f"{what} a slider's move, median of {len(moves)}", float(np.median(moves)), MAX_MOVE_MS, "ms"),
        at_most(f"{what} a slider's move, slowest but one", sorted(moves)[-2], MAX_MOVE_MS, "ms"),
        at_most(f"{what} another preset, slowest of {len(presets)}", max(presets), MAX_PRESET_MS, "ms"),
    ]


def _timed(page: Page, act: Callable[[], object]) -> float:
    """Milliseconds from an action until counts, bars and photos are others than before."""
    wait_until_idle(page)
    page.wait_for_timeout(300)
    page.evaluate(WATCH)
    act()
    return float(page.evaluate("window.drawn"))


def _choose(page: Page, title: str, *, is_timed: bool = True) -> float:
    wait_until_idle(page)
    page.get_by_test_id("stMain").get_by_label("Preset", exact=False).first.click()
    option = page.get_by_role("option", name=title, exact=True)
    if is_timed:
        return _timed(page, option.click)
    option.click()
    wait_until_idle(page)
    return 0.0


def _measure_engine(catalog: Catalog, dataset: Dataset) -> list[Row]:
    decision = decide_dataset(catalog, dataset)
    usual = default_limits(dataset.kind)
    limit_curves(decision)
    took = []
    for degrees in range(10, 30):
        began = time.perf_counter()
        moved = decide(decision.table, dataset.kind, change_limits(usual, {"pan": degrees}))
        moved.people()
        limit_curves(moved)
        took.append((time.perf_counter() - began) * 1000)
    return [
        Row(
            f"{NUM_PHOTOS:,} photos, {len(usual)} checks decided and counted for every stop",
            f"{np.median(took):.0f} ms",
        )
    ]


def make_catalog(settings: Settings) -> Dataset:
    """A dataset of small photos of 40 people with measurements made up here; made once per home."""
    catalog = open_catalog(settings)
    if NAME not in [dataset.name for dataset in list_datasets(catalog)]:
        photos = settings.home / "generated"
        write_photos(photos, NUM_PHOTOS)
        with jobs.running(jobs.new_folder(settings.jobs_dir, "import"), ["import", str(photos)]) as job:
            import_source(settings, catalog, str(photos), name=NAME, kind=Kind.FACES, source_name="folder", job=job)
    dataset = get_dataset(catalog, NAME)
    _save_numbers(catalog, dataset)
    return dataset


def _save_numbers(catalog: Catalog, dataset: Dataset) -> None:
    """Every check rejects a few photos at its usual limit, and has no answer for fewer still."""
    analyzer, checks = analyzers()[dataset.analyzer], photo_checks_for(dataset.kind)
    pending = list_pending(catalog, dataset, analyzer, checks)
    rng = np.random.default_rng(0)
    columns = {name: _made_up(check, len(pending), rng) for name, check in checks.items()}
    is_copy = rng.random(len(pending)) < SHARE_COPIES
    for first in range(0, len(pending), BATCH):
        batch = [
            PhotoAnalysis(
                photo.photo_id,
                {name: None if np.isnan(column[place]) else float(column[place]) for name, column in columns.items()},
                pixel_sha256=pending[place - int(place > 0 and is_copy[place])].sha256,
            )
            for place, photo in enumerate(pending[first : first + BATCH], first)
        ]
        save_analyses(catalog, analyzer, checks, batch)


def _made_up(check: Check, number: int, rng: np.random.Generator) -> np.ndarray:
    low, high = check.limit_range
    limit = min(max(check.keep_if.value, low), high)
    least, most = (limit, high) if check.keep_if.bound is Bound.AT_LEAST else (low, limit)
    kept, other = rng.uniform(least, most, number), rng.uniform(low, high, number)
    values = np.where(rng.random(number) < SHARE_REJECTED, other, kept)
    if not check.is_adjustable or check.unit == "faces":
        values = np.round(values)
    values[rng.random(number) < SHARE_UNANSWERED] = np.nan
    return values
