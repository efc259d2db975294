"""The whole filter beside a bare loop over the same photos: decode, find faces, landmarks, with as many processes.

The analysis also embeds the main face, half of its time on small photos, which comparing people needs; so it is held
against two bare loops, one that embeds too and one that does not. Starting the processes counts on all sides.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.analysis import analyze
from benchmarks.faces_bare_loop import measure as measure_bare_loop
from benchmarks.filter_parts import Row, at_least, photo_place
from engine.photo_files import image_extensions

FOLDERS = ("lfw62", "people5")
NUM_PROCESSES = 2
LEAST_SHARE = 0.85


def measure() -> list[Row]:
    """Photos per second of both, and their quotients, for small and for large photos."""
    return [row for name in FOLDERS for row in _measure_folder(name, photo_place(name))]


def _measure_folder(name: str, folder: Path) -> list[Row]:
    photos = [str(path) for path in sorted(folder.rglob("*")) if path.suffix.lower() in image_extensions()]
    bare, embedding = (
        len(photos) / measure_bare_loop(photos, NUM_PROCESSES, with_embedding, with_start=True)[0]
        for with_embedding in (False, True)
    )
    with tempfile.TemporaryDirectory() as home:
        seconds, _, _ = analyze(Path(home), folder, NUM_PROCESSES)
    ours = len(photos) / seconds
    return [
        Row(
            f"{name}: photos/s of the analysis; of bare loops without and with embedding",
            f"{ours:.1f}; {bare:.1f} and {embedding:.1f}",
        ),
        at_least(f"{name}: analysis beside the bare loop that embeds too", ours / embedding, LEAST_SHARE),
        at_least(f"{name}: analysis beside the bare loop without embedding", ours / bare, LEAST_SHARE),
    ]
