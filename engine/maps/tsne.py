"""Lays photos out by t-SNE (van der Maaten and Hinton, 2008): those that look alike stand together. A job does it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any  # openTSNE has no types

import numpy as np
from numpy.typing import NDArray

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.map_points import save_points
from engine.embeddings import load_embedded
from engine.errors import DatasetEmpty
from engine.faces import FloatArray
from engine.jobs import JobHandle, exclusive
from engine.maps.layout import sampled
from engine.maps.methods import Method
from engine.maps.pca import principal_components
from engine.settings import Settings
from engine.verdicts import decide_dataset

MIN_PHOTOS = 10
PERPLEXITY = 30  # how many neighbours count, roughly; what its authors and openTSNE suggest
NUM_COMPONENTS = 50  # of the embedding that are looked at; the rest is noise and time
EARLY_STEPS, STEPS = 250, 500  # openTSNE's own
REPORT_STEPS = 5
MAX_EXACT = 3000  # photos whose neighbours are found by looking at all pairs


@dataclass(frozen=True)
class MapResult:
    """What was laid out: ``photos`` of ``of`` photos that could be."""

    photos: int
    of: int
    seconds: float
    was_stopped: bool


def make_map(settings: Settings, catalog: Catalog, dataset: Dataset, *, num_workers: int, job: JobHandle) -> MapResult:
    """Lay out the photos of a dataset and keep their points; when it is stopped the earlier map stays.

    Raises:
        JobBusy: another map of the dataset is being made.
        DatasetEmpty: too few photos were analyzed.
    """
    began = time.monotonic()
    busy = f"A map of dataset '{dataset.name}' is being made already. Wait for that to end, or stop it."
    with exclusive(settings, f"map-{dataset.id}", busy):
        decision = decide_dataset(catalog, dataset)
        photos = load_embedded(catalog, dataset, decision)
        if len(photos) < MIN_PHOTOS:
            raise DatasetEmpty(
                f"Only {len(photos)} photos of dataset '{dataset.name}' can be laid out. "
                f"Expected at least {MIN_PHOTOS}; analyze them first, or import more."
            )
        chosen = sampled(photos, decision.table.sha256s)
        points = lay_out(photos.vectors[chosen], job, num_workers=num_workers)
        if not job.was_stopped:
            save_points(catalog, dataset, Method.TSNE, decision.table.photo_ids[photos.places[chosen]], points)
    return MapResult(len(chosen), len(photos), round(time.monotonic() - began, 3), job.was_stopped)


def lay_out(vectors: FloatArray, job: JobHandle, *, num_workers: int = 1) -> NDArray[np.float64]:
    """(n, 2) points for (n, 128) vectors, the same for the same vectors; ends early when asked to stop."""
    from openTSNE import TSNE

    job.report(done=0, total=EARLY_STEPS + STEPS, message="Looking for neighbours", unit="steps")
    done = 0

    def report(step: int, error: float, points: Any) -> bool:
        nonlocal done
        done += REPORT_STEPS
        job.report(done=done, total=EARLY_STEPS + STEPS, message="Laying out", unit="steps")
        return job.stop_requested()

    made = TSNE(
        perplexity=min(PERPLEXITY, (len(vectors) - 1) / 3),
        early_exaggeration_iter=EARLY_STEPS,
        n_iter=STEPS,
        neighbors="exact" if len(vectors) <= MAX_EXACT else "approx",
        random_state=0,
        n_jobs=num_workers,
        callbacks=report,
        callbacks_every_iters=REPORT_STEPS,
    ).fit(principal_components(vectors, NUM_COMPONENTS))
    return np.asarray(made, np.float64)
