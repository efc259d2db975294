"""Measures a dataset of 100,000 generated small photos: import, then every read that a screen waits for.

Run: ``python benchmarks/scale.py [--photos 100000] [--home DIR]``. A home that holds the dataset from an earlier run
is not filled again. Measurements are made-up numbers, stored as an analysis stores them.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import Dataset, count_dataset, create_dataset, get_dataset, list_datasets
from engine.catalog.measurements import PendingPhoto, list_pending, save_analyses
from engine.catalog.membership import measure_spread
from engine.checks import photo_checks_for
from engine.edits.photos import set_overrides
from engine.faces import EMBEDDING_LENGTH, Faces
from engine.faces.registry import analyzers
from engine.fitness import describe_fitness
from engine.kinds import Kind, Override, Verdict
from engine.photo_analysis import PhotoAnalysis
from engine.photo_query import PhotoQuery, Range, find_photos
from engine.settings import Settings
from engine.verdicts import change_limits, current_limits, decide_dataset

T = TypeVar("T")
NAME = "scale"
# People and their share of the photos: unequal, as collections are.
PEOPLE = {f"person {number:02}": 1.0 / (number + 2) for number in range(40)}
SIDES = (64, 80, 96, 112, 128)
FORMATS = (("JPEG", "RGB", ".jpg"), ("JPEG", "L", ".jpg"), ("PNG", "RGB", ".png"), ("PNG", "L", ".png"))
VARIANTS = 4
SAVED_AT_ONCE = 2000
TIMES = 5


@dataclass(frozen=True)
class Requirement:
    """``limit`` is the most allowed, or with ``is_minimum`` the least."""

    limit: float | None
    unit: str
    is_minimum: bool = False


SECOND = Requirement(1, "s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--home", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment(arguments.home or Path(folder) / "home")
        catalog = open_catalog(settings)
        if NAME not in [dataset.name for dataset in list_datasets(catalog)]:
            photos = settings.home.parent / f"{settings.home.name}-photos"
            write_photos(photos, arguments.photos)
            measure_import(settings, photos, arguments.photos)
        dataset = get_dataset(catalog, NAME)
        fill(catalog, dataset)
        measure_reads(catalog, dataset)


def write_photos(root: Path, num_photos: int) -> None:
    """A folder per person; few pictures, each written many times and told apart by the bytes behind its end."""
    pictures = list(_pictures())
    shares = np.array(list(PEOPLE.values()))
    rng = np.random.default_rng(0)
    owners = rng.choice(list(PEOPLE), num_photos, p=shares / shares.sum()).tolist()
    for person in PEOPLE:
        (root / person).mkdir(parents=True, exist_ok=True)
    for place, person in enumerate(owners):
        data, suffix = pictures[place % len(pictures)]
        (root / person / f"{place:06}{suffix}").write_bytes(data + f"{place}".encode())


def _pictures() -> Iterator[tuple[bytes, str]]:
    rng = np.random.default_rng(1)
    for width in SIDES:
        for height in SIDES:
            for format_, mode, suffix in FORMATS:
                for _ in range(VARIANTS):
                    blocks = rng.integers(0, 256, (4, 4, 3), dtype=np.uint8)
                    picture = Image.fromarray(blocks).resize((width, height), Image.Resampling.BICUBIC).convert(mode)
                    encoded = BytesIO()
                    picture.save(encoded, format_)
                    yield encoded.getvalue(), suffix


def measure_import(settings: Settings, photos: Path, num_photos: int) -> None:
    """Import in a process of its own, so that its memory can be told apart."""
    command = [sys.executable, "-m", "engine", "--home", str(settings.home), "import", str(photos), "--name", NAME]
    began = time.monotonic()
    subprocess.run(command, check=True, cwd=Path(__file__).parents[1], stdout=subprocess.DEVNULL)
    rate = num_photos / (time.monotonic() - began)
    row(f"import of {num_photos:,} photos", rate, Requirement(1500, "photos/s", is_minimum=True))
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    row("memory of the import at its most", memory, Requirement(600, "MB"))


def fill(catalog: Catalog, dataset: Dataset) -> None:
    """Store made-up measurements of every photo that waits."""
    analyzer, checks = analyzers()[dataset.analyzer], photo_checks_for(Kind.FACES)
    pending = list_pending(catalog, dataset, analyzer, checks)
    if not pending:
        return
    began = time.monotonic()
    for start in range(0, len(pending), SAVED_AT_ONCE):
        batch = pending[start : start + SAVED_AT_ONCE]
        save_analyses(catalog, analyzer, checks, [_analysis(photo) for photo in batch])
    row("measurements stored", len(pending) / (time.monotonic() - began), Requirement(None, "photos/s", True))


def _analysis(photo: PendingPhoto) -> PhotoAnalysis:
    rng = np.random.default_rng(photo.photo_id)
    angles = rng.normal(0, 12, 3)
    num_faces = int(rng.choice([0, 1, 1, 1, 1, 1, 1, 1, 2, 3]))
    names = dict(zip(("roll", "pan", "tilt"), np.abs(angles).tolist(), strict=True))
    values: dict[str, float | None] = dict.fromkeys(photo_checks_for(Kind.FACES))
    values |= dict.fromkeys(names) if num_faces == 0 else names
    values |= {"readable": 1.0, "size": float(rng.choice(SIDES)), "one_face": float(num_faces)}
    values |= {"brightness": float(rng.uniform(20, 240)), "sharpness": float(rng.uniform(0, 60))}
    faces = Faces(
        boxes_ltrb=np.array([[10, 10, 50, 50]] * num_faces, np.float32).reshape(-1, 4),
        scores=np.full(num_faces, 0.9, np.float32),
        points=np.zeros((num_faces, 5, 2), np.float32),
        roll_pan_tilt_degrees=np.array([angles] * num_faces, np.float32).reshape(-1, 3),
        embedding=rng.normal(size=EMBEDDING_LENGTH).astype(np.float32) if num_faces else None,
    )
    return PhotoAnalysis(photo.photo_id, values, faces, pixel_sha256=photo.sha256)


def measure_reads(catalog: Catalog, dataset: Dataset) -> None:
    """What screens wait for, with nothing remembered where the catalog has just been written."""
    size_before = _megabytes()
    decision = timed("first decision of a process", lambda: decide_dataset(catalog, dataset), Requirement(2, "s"), 1)
    row("memory that the table takes", _megabytes() - size_before, Requirement(None, "MB"))
    limits = change_limits(current_limits(catalog, dataset), {"pan": 15.0})
    splits = decision.table.given_splits

    def find(**conditions: object) -> None:
        find_photos(decision, PhotoQuery(**conditions), splits)  # type: ignore[arg-type]  # a query per case

    timed("a limit moved", lambda: decide_dataset(catalog, dataset, limits), Requirement(0.4, "s"))
    in_ranges = {"brightness": Range(40, 80), "pan": Range(0, 10)}
    timed("one filter on a measurement", lambda: find(ranges={"brightness": Range(40, 80)}), SECOND)
    timed("person, verdict and two ranges, sorted by sharpness", lambda: find(
        label="person 03", verdict=Verdict.KEPT, ranges=in_ranges, order="sharpness", descending=True
    ), SECOND)  # fmt: skip
    timed("all, sorted by file name", lambda: find(order="name"), SECOND)
    timed("all, sorted by person", lambda: find(order="label"), SECOND)
    timed("part of a file name", lambda: find(text="00001"), SECOND)
    timed("photos to look at again (unsure)", lambda: find(unsure=True), SECOND)
    timed("counts per person", decision.people, SECOND)
    timed(
        "reasons of a page of 500 photos",
        lambda: [decision.explain(place) for place in range(500)],
        SECOND,
    )
    timed("is the data fit", lambda: describe_fitness(dataset.kind, decision), SECOND)
    timed("counts of the Import screen", lambda: count_dataset(catalog, dataset), SECOND)
    timed("formats, modes and sizes", lambda: measure_spread(catalog, dataset), SECOND)
    analyzer, checks = analyzers()[dataset.analyzer], photo_checks_for(Kind.FACES)
    timed("photos that wait to be measured", lambda: list_pending(catalog, dataset, analyzer, checks), SECOND)
    _measure_after_writes(catalog, dataset)
    row("memory of the process after all of it", _megabytes(), Requirement(None, "MB"))


def _measure_after_writes(catalog: Catalog, dataset: Dataset) -> None:
    """The next look after somebody wrote: a person who rejects a photo, a job that saves what it measured."""
    analyzer, checks = analyzers()[dataset.analyzer], photo_checks_for(Kind.FACES)
    table = decide_dataset(catalog, dataset).table
    some = [PendingPhoto(int(table.photo_ids[place]), table.sha256s[place], None) for place in range(256)]
    writes: dict[str, Callable[[], object]] = {
        "a photo was rejected by hand": lambda: set_overrides(catalog, dataset, table.sha256s[:1], Override.REJECT),
        "an analysis saved 256 photos": lambda: save_analyses(catalog, analyzer, checks, [_analysis(p) for p in some]),
        "another dataset was made": lambda: create_dataset(catalog, "other", Kind.FACES, "nowhere"),
    }
    for what, write in writes.items():
        took = []
        for _ in range(TIMES):
            write()
            began = time.perf_counter()
            decide_dataset(catalog, dataset)
            took.append(time.perf_counter() - began)
        row(f"decision after {what}", sorted(took)[TIMES // 2], SECOND)
    set_overrides(catalog, dataset, table.sha256s[:1], None)


def timed(what: str, work: Callable[[], T], most: Requirement, times: int = TIMES) -> T:
    """Print the median of ``times`` runs and answer the last one's result."""
    took: list[float] = []
    for _ in range(times):
        began = time.perf_counter()
        result = work()
        took.append(time.perf_counter() - began)
    row(what, sorted(took)[times // 2], most)
    return result


def row(what: str, value: float, required: Requirement) -> None:
    """One line of the table: what, measured, required."""
    number = f"{value:,.3f}" if required.unit == "s" else f"{value:,.0f}"
    words = "" if required.limit is None else f"at {'least' if required.is_minimum else 'most'} {required.limit:,g}"
    print(f"{what:<60} {number:>10} {required.unit:<9} {words}", flush=True)  # noqa: T201


def _megabytes() -> float:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 1e6


if __name__ == "__main__":
    main()
