"""How long a person waits after moving a limit or choosing a preset, with 58,000 measured photos, in Chromium."""

from __future__ import annotations

import numpy as np

from benchmarks.scale import write_photos
from engine import jobs
from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import Dataset, get_dataset, list_datasets
from engine.catalog.measurements import PhotoAnalysis, list_pending, save_analyses
from engine.checks import Bound, Check, photo_checks_for
from engine.faces.registry import analyzers
from engine.importing import import_source
from engine.kinds import Kind
from engine.settings import Settings

NUM_PHOTOS = 58_000
NAME = "steering"
BATCH = 5_000
SHARE_REJECTED, SHARE_UNANSWERED, SHARE_COPIES = 0.04, 0.002, 0.01


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
