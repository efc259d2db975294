"""How many wrong labels are found among the first suspects, and how long 100,000 photos take.

Labels are swapped at random in analyzed datasets: 60 of lfw62, 25 of people5, 40 of the digits sample. Every seed is
the ranking that ``suspects`` gives for those labels. Nothing is changed on disk.
Run: python benchmarks/suspects.py [--photos ../shared/data] [--home DIR] [--seeds 6]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import get_dataset, list_datasets
from engine.embeddings import EmbeddedPhotos, load_embedded, unit_rows
from engine.maps.pca import principal_components
from engine.settings import Settings
from engine.suspects.evidence import gather_evidence
from engine.verdicts import decide_dataset

REPOSITORY = Path(__file__).resolve().parents[1]
DEFAULT_PHOTOS = REPOSITORY.parent / "shared" / "data"
DIGITS = "sample:digits"
SWAPPED = {"lfw62": 60, "people5": 25, "digits": 40}
NUM_RANDOM, NUM_RANDOM_PEOPLE = 100_000, 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path, default=DEFAULT_PHOTOS)
    parser.add_argument("--home", type=Path, help="keeps the analyzed photos for the next time")
    parser.add_argument("--seeds", type=int, default=6)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        settings = Settings.from_environment(options.home or Path(temporary))
        catalog = open_catalog(settings)
        for name, count in SWAPPED.items():
            source = DIGITS if name == "digits" else str(options.photos / name)
            if source != DIGITS and not Path(source).is_dir():
                show(f"{name}: skipped, no photos in {options.photos}")
                continue
            prepare(settings, catalog, name, source)
            measure_swaps(catalog, name, count, options.seeds)
    measure_speed()


def prepare(settings: Settings, catalog: Catalog, name: str, source: str) -> None:
    """Import and analyze a dataset that the home does not have yet."""
    facet = [sys.executable, "-m", "engine", "--home", str(settings.home)]
    if name not in [dataset.name for dataset in list_datasets(catalog)]:
        subprocess.run([*facet, "import", source, "--name", name], cwd=REPOSITORY, check=True, capture_output=True)
    subprocess.run([*facet, "analyze", name], cwd=REPOSITORY, check=True, capture_output=True)


def measure_swaps(catalog: Catalog, name: str, count: int, seeds: int) -> None:
    """Swap ``count`` labels, look among the first ``2 * count`` suspects; a line per dataset."""
    dataset = get_dataset(catalog, name)
    photos = load_embedded(catalog, dataset, decide_dataset(catalog, dataset))
    shares, first_shares, right, num_suspects = [], [], [], []
    for seed in range(seeds):
        swapped, chosen = swap(photos, count, np.random.default_rng(seed))
        evidence = gather_evidence(swapped)
        assert evidence is not None
        order = np.argsort(-evidence.margins, kind="stable")
        suspects = evidence.candidates[order][evidence.margins[order] > 0]
        shares.append(np.isin(chosen, suspects[: 2 * count]).mean())
        first_shares.append(np.isin(chosen, suspects[:count]).mean())
        suggested = dict(zip(evidence.candidates.tolist(), evidence.suggested.tolist(), strict=True))
        right.append(np.mean([suggested.get(photo) == photos.people[photo] for photo in chosen.tolist()]))
        num_suspects.append(len(suspects))
    show(
        f"{name}: {count} of {len(photos):,} labels swapped, {seeds} seeds: "
        f"{np.mean(shares):.1%} (worst {min(shares):.1%}) among the first {2 * count} suspects, "
        f"{np.mean(first_shares):.1%} among the first {count}; {np.mean(right):.1%} with the right name suggested; "
        f"{np.mean(num_suspects):.0f} suspects in all"
    )


def swap(
    photos: EmbeddedPhotos, count: int, random: np.random.Generator
) -> tuple[EmbeddedPhotos, np.ndarray[tuple[int, ...], np.dtype[np.int64]]]:
    """The photos with ``count`` labels replaced by others, and which photos have a wrong one now."""
    chosen = random.choice(len(photos), count, replace=False)
    people = photos.people.copy()
    people[chosen] = (people[chosen] + random.integers(1, len(photos.names), count)) % len(photos.names)
    return replace(photos, people=people), chosen


def measure_speed() -> None:
    """Random people in 128 numbers, 1 in 100 under a wrong name."""
    random = np.random.default_rng(0)
    centres = unit_rows(random.normal(size=(NUM_RANDOM_PEOPLE, 128)).astype(np.float32))
    people = np.arange(NUM_RANDOM) % NUM_RANDOM_PEOPLE
    vectors = unit_rows(centres[people] + 0.12 * random.normal(size=(NUM_RANDOM, 128)).astype(np.float32))
    names = tuple(str(number) for number in range(NUM_RANDOM_PEOPLE))
    photos, _ = swap(EmbeddedPhotos(np.arange(NUM_RANDOM), vectors, people, names), NUM_RANDOM // 100, random)
    began = time.perf_counter(), time.process_time()
    gather_evidence(photos)
    show(
        f"evidence on {NUM_RANDOM:,} photos of {NUM_RANDOM_PEOPLE:,} people: {time.perf_counter() - began[0]:.1f} s "
        f"({time.process_time() - began[1]:.1f} s of processor time)"
    )
    began = time.perf_counter(), time.process_time()
    principal_components(vectors, 2)
    show(
        f"PCA of {NUM_RANDOM:,} photos: {time.perf_counter() - began[0]:.2f} s ({time.process_time() - began[1]:.2f} s)"
    )


def show(line: str) -> None:
    """Print at once, also into a pipe."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
