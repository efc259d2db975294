"""The whole analysis beside a bare loop over the same photos with the same models and as many processes.

The analysis also hashes pixels, makes thumbnails, measures every check and writes the catalog; its photos per second
over the bare loop's is the share that is left. Both are run in turn, so that other load on the machine hits both. Then
the filter: how long new limits take to judge all photos, from the file and from memory.
Run: python benchmarks/analysis.py [FOLDER] [--workers 2] [--rounds 2]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.faces_bare_loop import DEFAULT_FOLDER, measure
from engine.analysis import analyze_dataset
from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import Dataset
from engine.importing import import_source
from engine.jobs import new_folder, running
from engine.kinds import Kind
from engine.photo_files import image_extensions
from engine.settings import Settings
from engine.verdicts import change_limits, current_limits, decide, decide_dataset, load_measurements

NUM_FILTERS = 20


def main() -> None:
    """Measure and print a small table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    photos = [str(path) for path in sorted(options.folder.rglob("*")) if path.suffix.lower() in image_extensions()]
    ratios = []
    for _ in range(options.rounds):
        bare_seconds, _ = measure(photos, options.workers, with_embedding=True)
        with tempfile.TemporaryDirectory() as home:
            seconds, catalog, dataset = analyze(Path(home), options.folder, options.workers)
            filter_line = time_filter(catalog, dataset)
        bare, ours = len(photos) / bare_seconds, len(photos) / seconds
        ratios.append(ours / bare)
        sys.stdout.write(f"bare loop {bare:6.1f} photos/s   analysis {ours:6.1f} photos/s   share {ratios[-1]:.2f}\n")
    sys.stdout.write(f"median share {statistics.median(ratios):.2f} of {len(photos)} photos\n{filter_line}\n")


def analyze(home: Path, folder: Path, num_workers: int) -> tuple[float, Catalog, Dataset]:
    """Import and analyze a folder in a fresh home; seconds of the analysis, start of its processes included."""
    settings = replace(Settings.from_environment(home), weights_dir=Settings.from_environment().weights_dir)
    catalog = open_catalog(settings)
    with running(new_folder(settings.jobs_dir, "import"), ["import"]) as job:
        imported = import_source(
            settings, catalog, str(folder), name="bench", kind=Kind.FACES, source_name=None, job=job
        )
    with running(new_folder(settings.jobs_dir, "analyze"), ["analyze"]) as job:
        result = analyze_dataset(
            settings, catalog, imported.dataset, analyzer_name=None, num_workers=num_workers, job=job
        )
    return result.seconds, catalog, imported.dataset


def time_filter(catalog: Catalog, dataset: Dataset) -> str:
    """How long the filter function takes for new limits, in words."""
    base = current_limits(catalog, dataset)
    table = load_measurements(catalog, dataset)
    limits = [change_limits(base, {"pan": float(degrees)}) for degrees in range(5, 5 + NUM_FILTERS)]
    from_file = _median_ms([lambda moved=moved: decide_dataset(catalog, dataset, moved) for moved in limits])
    in_memory = _median_ms([lambda moved=moved: decide(table, dataset.kind, moved) for moved in limits])
    return (
        f"filter with new limits, {len(table)} photos: {from_file:.1f} ms from the file, {in_memory:.1f} ms in memory"
    )


def _median_ms(calls: list[Callable[[], object]]) -> float:
    times = []
    for call in calls:
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
