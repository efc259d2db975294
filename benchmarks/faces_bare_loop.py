"""Photos per second of a bare loop: decode, find faces, angles and, unless switched off, the embedding.

The whole analysis is compared with this figure. Run: python benchmarks/faces_bare_loop.py FOLDER [--workers 2]
[--without-embedding] [--photos 3000]
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from engine.errors import UnreadablePhoto
from engine.faces.counting import counted
from engine.faces.cutout import cut_out
from engine.faces.level_square import take_square
from engine.faces.local import ANALYZER, LocalFaceFinder, load
from engine.faces.pose import head_angles
from engine.faces.weights import ensure_weights
from engine.photo_files import image_extensions, read_pixels
from engine.settings import Settings

DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "lfw62"
CHUNK = 16  # photos handed to a process at once

_finder: LocalFaceFinder  # one per worker process
_with_embedding: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print one line."""
    options = _parser().parse_args(arguments)
    photos = [str(path) for path in sorted(options.folder.rglob("*")) if path.suffix.lower() in image_extensions()]
    photos = photos[: options.photos]
    if not photos:
        sys.stdout.write(f"skipped: no photos in {options.folder}\n")
        return 0
    ensure_weights(Settings.from_environment(), ANALYZER.weights, lambda line: sys.stderr.write(f"{line}\n"))
    seconds, num_faceless = measure(photos, options.workers, not options.without_embedding)
    what = "without embedding" if options.without_embedding else "with embedding"
    sys.stdout.write(
        f"{len(photos)} photos, {options.workers} processes, {what}: {len(photos) / seconds:.1f} photos/s "
        f"({seconds:.1f} s, {num_faceless} without a face)\n"
    )
    return 0


def measure(
    photos: Sequence[str], num_workers: int, with_embedding: bool, *, with_start: bool = False
) -> tuple[float, int]:
    """Seconds for all photos, and how many showed no face; ``with_start`` counts the start of the processes too."""
    spawning = multiprocessing.get_context("spawn")
    started = time.perf_counter()
    with spawning.Pool(num_workers, _start, (with_embedding,)) as pool:
        if not with_start:
            pool.map(_num_faces, photos[: 4 * num_workers], chunksize=4)
            started = time.perf_counter()
        counts = pool.map(_num_faces, photos, chunksize=CHUNK)
        return time.perf_counter() - started, counts.count(0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--photos", type=int, default=3000, help="at most so many")
    parser.add_argument("--without-embedding", action="store_true")
    return parser


def _start(with_embedding: bool) -> None:
    global _finder, _with_embedding
    _finder, _with_embedding = load(Settings.from_environment()), with_embedding


def _num_faces(path: str) -> int:
    try:
        pixels = read_pixels(Path(path))
    except UnreadablePhoto:
        return 0
    if _with_embedding:
        return len(_finder.find(pixels))
    faces = _finder.detector.detect(pixels)
    for number in counted(faces).nonzero()[0]:
        box, points = faces.boxes_ltrb[number], faces.points[number]
        square = take_square(cut_out(pixels, box), box, points)
        head_angles(square.to_cutout(_finder.landmarker.locate(square)), _finder.head)
    return len(faces)


if __name__ == "__main__":
    sys.exit(main())
