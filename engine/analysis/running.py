"""Runs an analysis: spreads pending photos over processes, saves results as they come, survives a dying process."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass

from engine.analysis.errand import Errand
from engine.analysis.worker import analyze_photos, start_process
from engine.catalog import Catalog
from engine.catalog.cloud_answers import list_asked
from engine.catalog.datasets import Dataset
from engine.catalog.measurements import PendingPhoto, list_pending, save_analyses
from engine.catalog.membership import count_members
from engine.checks import photo_checks_for
from engine.copies.comparing import compare_photos
from engine.errors import BadInput, CloudError
from engine.faces import Analyzer
from engine.faces.registry import analyzers
from engine.faces.weights import ensure_weights
from engine.jobs import JobHandle, exclusive
from engine.kinds import Kind
from engine.photo_analysis import PhotoAnalysis
from engine.processes import process_pool
from engine.settings import Settings
from engine.verdicts import load_measurements

CHUNK_SIZE = 4  # photos per task: enough to hide the cost of passing it, few enough to lose when a process dies
CHUNKS_AHEAD = 3  # tasks waiting per process; bounds memory and the time Stop takes
SAVE_SECONDS = 1.0  # what a kill of the job may lose
SAVE_SIZE = 256
DIED = "The analysis process died on this photo. Save the photo anew in another program, or remove it."

Chunk = Sequence[PendingPhoto]


@dataclass(frozen=True)
class AnalysisResult:
    """What an analysis did.

    Attributes:
        analyzed: photos measured now; reused: photos measured before.
        failed: photos that could not be analyzed this time, with a reason in their row.
    """

    analyzed: int
    reused: int
    failed: int
    seconds: float
    was_stopped: bool


def analyze_dataset(
    settings: Settings,
    catalog: Catalog,
    dataset: Dataset,
    *,
    analyzer_name: str | None,
    num_workers: int,
    job: JobHandle,
    endpoint: str | None = None,
) -> AnalysisResult:
    """Measure every photo of a dataset that has not been measured yet.

    Args:
        endpoint: the server that is asked by an analyzer which asks one, instead of the one that is set up.

    Raises:
        CloudError: the analyzer asks a service, which cannot be used; what it answered before is measured.
        JobBusy: another analysis of the dataset is running.
        WeightsError: the analyzer's weights cannot be had.
    """
    began = time.monotonic()
    analyzer = find_analyzer(analyzer_name or dataset.analyzer, dataset.kind)
    busy = f"Dataset '{dataset.name}' is being analyzed already. Wait for that to end, or stop it."
    with exclusive(settings, f"analyze-{dataset.id}", busy):
        ensure_weights(settings, analyzer.weights, lambda message: job.report(done=0, total=0, message=message))
        checks = photo_checks_for(dataset.kind)
        trouble = _ask_first(analyzer, Errand(settings, catalog, dataset, job, endpoint))
        pending = list_pending(catalog, dataset, analyzer, checks)
        reused = count_members(catalog, dataset) - len(pending)
        pending = _measurable(catalog, dataset, analyzer, pending)
        done = failed = 0
        for batch in _saved_in_time(_analyze_all(settings, dataset, analyzer, pending, num_workers, job)):
            save_analyses(catalog, analyzer, checks, batch)
            done += len(batch)
            failed += sum(analysis.error is not None for analysis in batch)
            job.report(done=done, total=len(pending), message="Looking for faces" if analyzer.weights else "Measuring")
        compare_new(catalog, dataset, job)
    if trouble is not None:
        raise trouble
    return AnalysisResult(done - failed, reused, failed, round(time.monotonic() - began, 3), job.was_stopped)


def analyzers_of(kind: Kind) -> dict[str, Analyzer]:
    """The analyzers that can measure a kind of dataset, by name."""
    return {each.name: each for each in analyzers().values() if kind in each.kinds}


def compare_new(catalog: Catalog, dataset: Dataset, job: JobHandle) -> None:
    """Look for copies among all photos, where some were not compared yet."""
    table = load_measurements(catalog, dataset)
    if (table.is_measured & ~table.copies.is_compared).any() and not job.stop_requested():
        job.report(done=0, total=0, message="Comparing the photos with each other")
        compare_photos(catalog, dataset, table, job.stop_requested)


def find_analyzer(name: str, kind: Kind) -> Analyzer:
    """The analyzer of that name.

    Raises:
        BadInput: there is none for datasets of that kind.
    """
    known = analyzers_of(kind)
    if name not in known:
        raise BadInput(
            f"There is no analyzer '{name}' for datasets of kind '{kind}'. Expected one of: {', '.join(known)}."
        )
    return known[name]


def _ask_first(analyzer: Analyzer, errand: Errand) -> CloudError | None:
    """Let an analyzer ask its service; what stands in the way is told once the answers so far are measured."""
    try:
        if analyzer.fetch_answers:
            analyzer.fetch_answers(errand)
    except CloudError as trouble:
        return trouble
    return None


def _measurable(
    catalog: Catalog, dataset: Dataset, analyzer: Analyzer, pending: list[PendingPhoto]
) -> list[PendingPhoto]:
    """Photos that can be measured now: all, or those that the service was asked about."""
    if analyzer.questions is None:
        return pending
    asked = list_asked(catalog, dataset, analyzer.questions)
    return [photo for photo in pending if photo.photo_id in asked]


def _analyze_all(
    settings: Settings,
    dataset: Dataset,
    analyzer: Analyzer,
    pending: Sequence[PendingPhoto],
    num_workers: int,
    job: JobHandle,
) -> Iterator[list[PhotoAnalysis]]:
    waiting = deque(pending[start : start + CHUNK_SIZE] for start in range(0, len(pending), CHUNK_SIZE))
    while waiting and not job.stop_requested():
        in_flight: dict[Future[list[PhotoAnalysis]], Chunk] = {}
        num_processes = min(num_workers, len(waiting))
        # A photo that kills its process breaks the whole pool: the ones in flight are then tried alone.
        with suppress(BrokenProcessPool), _pool(settings, dataset, analyzer, num_processes) as pool:
            yield from _drain(pool, waiting, in_flight, num_processes * CHUNKS_AHEAD, job)
        suspects = [photo for chunk in in_flight.values() for photo in chunk]
        yield from _analyze_alone(settings, dataset, analyzer, suspects, job)


def _drain(
    pool: ProcessPoolExecutor,
    waiting: deque[Chunk],
    in_flight: dict[Future[list[PhotoAnalysis]], Chunk],
    max_in_flight: int,
    job: JobHandle,
) -> Iterator[list[PhotoAnalysis]]:
    """Keep every process busy until nothing waits or someone asks to stop; ``in_flight`` is what a crash leaves."""
    while in_flight or (waiting and not job.stop_requested()):
        while waiting and len(in_flight) < max_in_flight and not job.stop_requested():
            chunk = waiting.popleft()
            in_flight[pool.submit(analyze_photos, chunk)] = chunk
        done, _ = wait(in_flight, return_when=FIRST_COMPLETED)
        for future in done:
            analyses = future.result()
            del in_flight[future]
            yield analyses


def _analyze_alone(
    settings: Settings, dataset: Dataset, analyzer: Analyzer, photos: Sequence[PendingPhoto], job: JobHandle
) -> Iterator[list[PhotoAnalysis]]:
    """Analyze one photo after the other in one process; its death condemns the photo it died on, and no other."""
    waiting = deque(photos)
    while waiting and not job.stop_requested():
        with _pool(settings, dataset, analyzer, 1) as pool:
            while waiting and not job.stop_requested():
                photo = waiting.popleft()
                try:
                    yield pool.submit(analyze_photos, [photo]).result()
                except BrokenProcessPool:
                    yield [PhotoAnalysis(photo.photo_id, {}, error=DIED)]
                    break


def _pool(settings: Settings, dataset: Dataset, analyzer: Analyzer, num_processes: int) -> ProcessPoolExecutor:
    return process_pool(num_processes, start_process, (settings, analyzer.name, dataset.kind))


def _saved_in_time(results: Iterator[list[PhotoAnalysis]]) -> Iterator[list[PhotoAnalysis]]:
    """Gather results into batches worth a transaction, none kept back longer than a second."""
    batch: list[PhotoAnalysis] = []
    began = time.monotonic()
    for analyses in results:
        batch.extend(analyses)
        if len(batch) >= SAVE_SIZE or time.monotonic() - began > SAVE_SECONDS:
            yield batch
            batch, began = [], time.monotonic()
    yield batch
