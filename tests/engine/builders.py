"""Builds what tests of the engine need: imported datasets, tables of measurements, catalogs with generated faces."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from engine import jobs
from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import Dataset, create_dataset
from engine.catalog.measurements import list_pending, save_analyses
from engine.catalog.stored_faces import Embeddings
from engine.catalog.tables import MeasurementTable
from engine.checks import MeasuredPhoto, all_checks, photo_checks_for
from engine.copies.comparing import compare_photos
from engine.copies.records import StoredCopies
from engine.faces import EMBEDDING_LENGTH, Faces, FloatArray
from engine.faces.registry import analyzers
from engine.faces.traits import Trait
from engine.importing import ImportResult, import_source
from engine.kinds import Kind
from engine.photo_analysis import PhotoAnalysis
from engine.settings import Settings
from engine.sources import EVERYTHING, Listing, SourceOptions, SourceRequest
from engine.verdicts import load_measurements

REPOSITORY = Path(__file__).resolve().parents[2]
NO_VECTORS = np.zeros((0, EMBEDDING_LENGTH), np.float32)


def solid(colour: tuple[int, int, int], size_wh: tuple[int, int] = (64, 64)) -> Image.Image:
    """A picture of one colour."""
    return Image.new("RGB", size_wh, colour)


def write_many_photos(root: Path, num_photos: int, side: int = 8) -> Path:
    """A folder of labels ``0`` and ``1``: one small picture over and over, told apart by bytes behind its end."""
    picture = root.parent / f"{root.name}.png"
    solid((200, 100, 50), (side, side)).save(picture)
    for label in ("0", "1"):
        (root / label).mkdir(parents=True)
    data = picture.read_bytes()
    for place in range(num_photos):
        (root / str(place % 2) / f"{place:05d}.png").write_bytes(data + f"{place}".encode())
    return root


def hash_tree(root: Path) -> dict[str, tuple[str, int]]:
    """SHA-256 and time of change of every file below ``root``."""
    return {
        file.relative_to(root).as_posix(): (hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_mtime_ns)
        for file in sorted(root.rglob("*"))
        if file.is_file()
    }


def import_photos(
    settings: Settings,
    source: Path | str,
    *,
    name: str = "team",
    kind: Kind | None = Kind.IMAGES,
    source_name: str | None = None,
) -> ImportResult:
    """Import in this process, under a job folder as the command does."""
    folder = jobs.new_folder(settings.jobs_dir, "import")
    with jobs.running(folder, ["import", str(source)]) as job:
        return import_source(
            settings,
            open_catalog(settings),
            str(source),
            name=name,
            kind=kind,
            source_name=source_name,
            job=job,
        )


@contextmanager
def listed(
    list_files: Callable[[SourceRequest], AbstractContextManager[Listing]],
    text: str,
    *,
    settings: Settings | None = None,
    options: SourceOptions = EVERYTHING,
) -> Iterator[Listing]:
    """What a source lists into a fresh dataset of ``settings``, or of a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        settings = settings or Settings.from_environment(Path(home), {})
        catalog = open_catalog(settings)
        dataset = create_dataset(catalog, "listed", Kind.FACES, text)
        folder = jobs.new_folder(settings.jobs_dir, "import")
        with (
            jobs.running(folder, ["import", text]) as job,
            list_files(SourceRequest(text, settings, catalog, dataset, job, options)) as listing,
        ):
            yield listing


def one_face(*, pan: float = 0.0, number: int = 0) -> Faces:
    """One upright face in the middle of a photo of 64 × 64; ``number`` tells its embedding from others."""
    return Faces(
        boxes_ltrb=np.array([[16, 12, 48, 52]], np.float32),
        scores=np.array([0.95], np.float32),
        points=np.array([[[25, 25], [39, 25], [32, 33], [27, 42], [37, 42]]], np.float32),
        roll_pan_tilt_degrees=np.array([[0, pan, 0]], np.float32),
        embedding=np.full(128, number, np.float32),
        traits=dict.fromkeys(Trait, 0.0),
    )


def save_generated_faces(
    catalog: Catalog, dataset: Dataset, faces: Mapping[str, Faces] | None = None, *, analyzer_name: str = "local"
) -> None:
    """Store an analysis of every photo of a dataset as an analyzer would, with faces made up here.

    Args:
        faces: what was found, by SHA-256; a photo not named has one upright face, numbered in import order.
    """
    analyzer = analyzers()[analyzer_name]
    checks = photo_checks_for(Kind.FACES)
    pixels = np.zeros((64, 64, 3), np.uint8)
    batch = []
    for number, photo in enumerate(list_pending(catalog, dataset, analyzer, checks)):
        found = (faces or {}).get(photo.sha256, one_face(number=number))
        values = {name: check.measure(MeasuredPhoto(pixels, found)) for name, check in checks.items()}
        batch.append(PhotoAnalysis(photo.photo_id, values, found, pixel_sha256=photo.sha256))
    save_analyses(catalog, analyzer, checks, batch)
    compare_photos(catalog, dataset, load_measurements(catalog, dataset))


def build_table(
    values: Mapping[str, Sequence[float]],
    *,
    labels: Sequence[str] | None = None,
    overrides: Sequence[str] | None = None,
    pixels: Sequence[str | None] | None = None,
    is_measured: Sequence[bool] | None = None,
    problems: Sequence[str | None] | None = None,
    errors: Sequence[str | None] | None = None,
    copies: StoredCopies | None = None,
    vectors: FloatArray = NO_VECTORS,
) -> MeasurementTable:
    """A table of photos ``photo-0``, ``photo-1``, ... that all show different pixels unless said otherwise.

    Args:
        values: per check; the others were not asked.
        vectors: (m, 128) embeddings of the first photos; the others have none.
    """
    length = len(next(iter(values.values())))
    names = tuple(f"photo-{place}" for place in range(length))
    nothing = (None,) * length
    unknown = {name: np.full(length, np.nan) for name in all_checks()}
    measured = " ".join(f"{name}:1" for name in values)
    return MeasurementTable(
        photo_ids=np.arange(1, length + 1),
        sha256s=names,
        labels=np.array(labels or ["Ann"] * length, np.str_),
        paths=tuple(f"{name}.png" for name in names),
        num_bytes=np.full(length, 1000),
        size_wh=np.full((length, 2), 64),
        values=unknown | {name: np.array(column, np.float64) for name, column in values.items()},
        is_measured=np.array([True] * length if is_measured is None else is_measured, np.bool_),
        overrides=np.array(overrides or [""] * length, np.str_),
        pixel_hashes=tuple(pixels or names),
        problems=tuple(problems or nothing),
        errors=tuple(errors or nothing),
        is_aside=np.zeros(length, np.bool_),
        formats=np.array(["PNG"] * length, np.str_),
        modes=np.array(["RGB"] * length, np.str_),
        source_types=np.array(["folder"] * length, np.str_),
        given_splits=np.array([""] * length, np.str_),
        taken=np.array(["NaT"] * length, "datetime64[s]"),
        measured_with=np.array([measured] * length, np.object_),
        copies=copies or replace(StoredCopies.none(length), is_compared=np.ones(length, np.bool_)),
        embeddings=Embeddings(lambda: (np.arange(1, len(vectors) + 1), vectors)),
    )


def run_engine(*words: str | Path, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``python -m engine WORDS`` as a person does, in a process of its own."""
    return subprocess.run(
        engine_command(*words, home=home),
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        timeout=120,
        check=False,
    )


def engine_command(*words: str | Path, home: Path | None = None) -> list[str]:
    """The line that runs the engine with this interpreter."""
    place = [] if home is None else ["--home", str(home)]
    return [sys.executable, "-m", "engine", *place, *map(str, words)]
