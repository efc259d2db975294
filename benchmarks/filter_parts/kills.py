"""Ten analyses killed at random moments, one after the other, beside one that nobody disturbed: equal measurements?"""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil

from benchmarks.filter_parts import REPOSITORY, Row, photo_place
from engine.settings import Settings

NUM_KILLS = 10
NUM_PHOTOS = 300
START_SECONDS = 6.0  # every second kill comes so early, often before the first photo
WORK_SECONDS = 1.5  # the others come so soon after photos were saved
PATIENCE_SECONDS = 120.0
NAME = "team"
# What an analysis writes; "revision" counts writes and is no measurement.
TABLES = ("photos", "analyses", "faces", "fingerprints")


def measure() -> list[Row]:
    """Kill ten times, let the eleventh run end, and compare every row of both catalogs."""
    photos = sorted(photo_place("lfw62").rglob("*.jpg"))
    with tempfile.TemporaryDirectory() as folder:
        chosen = _copy(random.Random(0).sample(photos, NUM_PHOTOS), Path(folder) / "photos")
        homes = [Path(folder) / name for name in ("undisturbed", "killed")]
        for home in homes:
            _engine(home, "import", str(chosen), "--name", NAME).wait()
        _engine(homes[0], "analyze", NAME).wait()
        num_kills = _kill_at_random(homes[1])
        _engine(homes[1], "analyze", NAME).wait()
        expected, found = (list(_rows(home)) for home in homes)
    num_different = len(set(expected) ^ set(found))
    return [
        Row(
            f"rows that differ after {num_kills} kills, of {len(expected):,} on {NUM_PHOTOS} photos of lfw62",
            str(num_different),
            "0 after 10 kills",
            num_different == 0 and len(expected) > NUM_PHOTOS and num_kills == NUM_KILLS,
        )
    ]


def _kill_at_random(home: Path) -> int:
    """Start the analysis and kill it, ten times; how often it was still running."""
    moments = random.Random(1)
    num_kills = 0
    for number in range(NUM_KILLS):
        process = _engine(home, "analyze", NAME, "--workers", "1")
        if number % 2:
            _wait_for_photos(home, process)
        time.sleep(moments.uniform(0, WORK_SECONDS if number % 2 else START_SECONDS))
        num_kills += process.poll() is None
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        process.kill()
        process.wait()
        psutil.wait_procs(family[1:], timeout=PATIENCE_SECONDS)  # they notice, and end by themselves
    return num_kills


def _wait_for_photos(home: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until more photos are saved than before, or the process ended."""
    before, deadline = _count_saved(home), time.monotonic() + PATIENCE_SECONDS
    while _count_saved(home) == before and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)


def _count_saved(home: Path) -> int:
    with closing(sqlite3.connect(home / "catalog.sqlite3")) as connection:
        return int(connection.execute("SELECT count(*) FROM analyses").fetchone()[0])


def _engine(home: Path, *words: str) -> subprocess.Popen[bytes]:
    weights = Settings.from_environment().weights_dir
    home.mkdir(exist_ok=True)
    if not (home / "weights").exists():
        (home / "weights").symlink_to(weights)
    line = [sys.executable, "-m", "engine", "--home", str(home), *words]
    return subprocess.Popen(line, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _copy(photos: list[Path], to: Path) -> Path:
    for photo in photos:
        place = to / photo.parent.name / photo.name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(photo, place)
    return to


def _rows(home: Path) -> Iterator[tuple[object, ...]]:
    """Every row an analysis wrote, with the name of its table; read without the engine, which is on trial."""
    with closing(sqlite3.connect(home / "catalog.sqlite3")) as connection:
        known = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in TABLES:
            if table in known:
                cursor = connection.execute(f"SELECT * FROM {table}")
                names = [column[0] for column in cursor.description]
                for row in cursor:
                    yield table, *(value for name, value in zip(names, row, strict=True) if name != "revision")
