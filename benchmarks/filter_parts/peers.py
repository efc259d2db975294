"""The whole filter beside two well-known packages that only detect faces, on the same photos with as many processes.

They need an environment of their own, made once in FACET_HOME. DeepFace's default detector needs files that OpenCV 5 no
longer ships, so it is asked for the same networks as ``mtcnn``; its YuNet is shown beside it, without a limit: that is
our own detector, without the measuring. Starting the processes counts for us and not for them.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.analysis import analyze
from benchmarks.filter_parts import REPOSITORY, Row, Skipped, at_least, photo_place
from engine.faces.weights import YUNET
from engine.settings import Settings

NUM_PHOTOS = 200
NUM_PROCESSES = 2
TIMES_AS_FAST = 5
REQUIREMENTS = REPOSITORY / "benchmarks" / "requirements-peers.txt"
LOOP = Path(__file__).with_name("_peer_loop.py")
COMPARED = ("mtcnn", "deepface:mtcnn")
SHOWN = "deepface:yunet"


def measure() -> list[Row]:
    """Our photos per second over theirs."""
    place = photo_place("lfw62")
    photos = random.Random(0).sample(sorted(place.rglob("*.jpg")), NUM_PHOTOS)
    home = Settings.from_environment().home / "benchmarks" / "peers"
    python = _ensure_environment(home)
    with tempfile.TemporaryDirectory() as folder:
        chosen = _copy(photos, Path(folder) / "photos")
        copies = sorted(chosen.rglob("*.jpg"))
        seconds, _, _ = analyze(Path(folder) / "home", chosen, NUM_PROCESSES)
        ours = NUM_PHOTOS / seconds
        theirs = {name: NUM_PHOTOS / _time(python, home, name, copies) for name in (*COMPARED, SHOWN)}
    rates = ", ".join(f"{name} {rate:.1f}" for name, rate in theirs.items())
    return [
        Row(f"photos/s on {NUM_PHOTOS} photos of lfw62", f"the whole filter {ours:.1f}; {rates}"),
        *(at_least(f"whole filter beside {name}", ours / theirs[name], TIMES_AS_FAST, "times") for name in COMPARED),
    ]


def _ensure_environment(home: Path) -> Path:
    """The interpreter of an environment with the pinned packages, made now if it is not there.

    Raises:
        Skipped: it cannot be made.
    """
    python, done = home / "venv" / "bin" / "python", home / REQUIREMENTS.name
    if not done.exists() or done.read_text() != REQUIREMENTS.read_text():
        sys.stderr.write(f"installing mtcnn and deepface into {home} ...\n")
        subprocess.run([sys.executable, "-m", "venv", "--clear", home / "venv"], check=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", REQUIREMENTS]
        if subprocess.run(pip, stdout=sys.stderr, check=False).returncode != 0:
            raise Skipped("mtcnn and deepface cannot be installed; see above")
        shutil.copyfile(REQUIREMENTS, done)
    return python


def _time(python: Path, home: Path, package: str, photos: list[Path]) -> float:
    """Seconds a package takes for the photos."""
    weights = home / ".deepface" / "weights"
    weights.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(Settings.from_environment().weights_dir / YUNET, weights / YUNET)  # where DeepFace looks for it
    done = subprocess.run(
        [python, LOOP, package, str(NUM_PROCESSES)],
        input="".join(f"{photo}\n" for photo in photos),
        env={**os.environ, "DEEPFACE_HOME": str(home), "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return float(done.stdout.splitlines()[-1])


def _copy(photos: list[Path], to: Path) -> Path:
    for photo in photos:
        place = to / photo.parent.name / photo.name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(photo, place)
    return to
