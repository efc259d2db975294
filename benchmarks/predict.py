"""Seconds of the first prediction in a fresh process, imports included, and milliseconds of the later ones.

Limits: 3 s and 300 ms for a photo of one megapixel on two cores. Run: python benchmarks/predict.py [--run RUN]
[--photo FILE]. Without a run, untrained networks of the two architectures for people are exported first.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
PHOTOS = REPOSITORY.parent / "shared" / "data" / "lfw62"
FIRST_LIMIT_SECONDS = 3.0
LATER_LIMIT_MS = 300.0
NUM_LATER = 20
SIZE = 96
LABELS = tuple(f"person {number}" for number in range(5))

PREDICT = """
import sys, time
started = time.perf_counter()
from pathlib import Path
from engine.photo_files import read_pixels
from engine.prediction import load_predictor
from engine.settings import Settings
predictor = load_predictor(Settings.from_environment(), sys.argv[1])
def predict():
    return predictor.predict(read_pixels(Path(sys.argv[2])))
answers = predict()
first = time.perf_counter() - started
later = []
for _ in range(int(sys.argv[3])):
    begun = time.perf_counter()
    predict()
    later.append(time.perf_counter() - begun)
import json
print(json.dumps({"first": first, "later": later, "faces": len(answers)}))
"""

EXPORT = """
import sys
from pathlib import Path
import numpy as np
from engine.training.device import prepare_backend
prepare_backend()
from engine.training.export import ExportFormat, export_model
from engine.training.registry import find_architecture
folder, shape = Path(sys.argv[1]), tuple(int(number) for number in sys.argv[3].split(","))
find_architecture(sys.argv[2]).build(shape, int(sys.argv[4])).save(folder / "model.keras")
export_model(folder / "model.keras", ExportFormat.LITERT, folder, np.ones((1, *shape), np.float32))
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print one line per run; 1 when a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", help="id of a finished run in FACET_HOME")
    parser.add_argument("--photo", type=Path, help="instead of a face enlarged to one megapixel")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        photo = options.photo or _write_megapixel(Path(scratch))
        if options.run:
            return 0 if _report(options.run, options.run, photo, os.environ) else 1
        environ = os.environ | {"FACET_HOME": scratch, "FACET_WEIGHTS": str(_weights_dir())}
        good = [_report(name, _export(name, Path(scratch)), photo, environ) for name in ("face_cnn", "sface_head")]
        return 0 if all(good) else 1


def _report(name: str, run: str, photo: Path, environ: dict[str, str]) -> bool:
    told = json.loads(_python(PREDICT, run, str(photo), str(NUM_LATER), environ=environ))
    first, later = told["first"], statistics.median(told["later"]) * 1000
    is_good = first < FIRST_LIMIT_SECONDS and later < LATER_LIMIT_MS
    sys.stdout.write(
        f"{name}: first prediction {first:.2f} s (limit {FIRST_LIMIT_SECONDS:.0f}), later {later:.0f} ms, worst "
        f"{max(told['later']) * 1000:.0f} (limit {LATER_LIMIT_MS:.0f}), {told['faces']} faces"
        f"{'' if is_good else ': TOO SLOW'}\n"
    )
    return is_good


def _python(script: str, *arguments: str, environ: dict[str, str]) -> str:
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, cwd=REPOSITORY, env=environ, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.splitlines()[-1]


def _export(architecture: str, home: Path) -> str:
    """Write a run of an untrained network into ``home``; its id."""
    folder = home / "runs" / architecture
    folder.mkdir(parents=True)
    embeds = architecture == "sface_head"
    shape = "128" if embeds else f"{SIZE},{SIZE},3"
    command = [sys.executable, "-c", EXPORT, str(folder), architecture, shape, str(len(LABELS))]
    subprocess.run(command, cwd=REPOSITORY, stdout=subprocess.DEVNULL, check=True)
    facts = {"features": "embedding" if embeds else "pixels", "kind": "faces", "size": SIZE, "channels": 3}
    (folder / "export.json").write_text(json.dumps(facts | {"labels": LABELS, "max_difference": 0.0}))
    (folder / "config.json").write_text("{}")
    return architecture


def _write_megapixel(folder: Path) -> Path:
    """A JPEG of 1000 × 1000 pixels: a face where the photos are, else noise."""
    import numpy as np
    from PIL import Image

    faces = sorted(PHOTOS.glob("*/*.jpg"))
    noise = np.random.default_rng(0).integers(0, 256, (250, 250, 3), dtype=np.uint8)
    image = Image.open(faces[0]).convert("RGB") if faces else Image.fromarray(noise)
    image.resize((1000, 1000), Image.Resampling.BICUBIC).save(folder / "megapixel.jpg")
    return folder / "megapixel.jpg"


def _weights_dir() -> Path:
    sys.path.insert(0, str(REPOSITORY))
    from engine.settings import Settings

    return Settings.from_environment().weights_dir


if __name__ == "__main__":
    sys.exit(main())
