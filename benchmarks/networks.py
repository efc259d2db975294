"""Which network reaches what on which photos, and in what time: each recipe trained through the command line.

    python benchmarks/networks.py run PART [ONLY ...] [--photos ../shared/data] [--home DIR]
    python benchmarks/networks.py table [--home DIR]

A part is one of :data:`PARTS`; ``ONLY`` picks recipes of it by network or setting. Datasets are imported, analyzed and
frozen once into ``--home``; each finished run adds a line to ``networks.jsonl`` there, which ``table`` prints. Accuracy
is that of test photos, which neither training nor the choice of the best step has seen, where the snapshot holds some;
else of the validation photos. Times are of the training command as a whole: by the clock, and of all processors.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from engine.kinds import Split
from engine.prediction.exported import open_exported
from engine.settings import Settings
from engine.snapshots import Snapshot, list_snapshots, open_snapshot
from engine.training.runs import read_run
from models import Features

REPOSITORY = Path(__file__).resolve().parents[1]
DEFAULT_PHOTOS = REPOSITORY.parent / "shared" / "data"
LEDGER = "networks.jsonl"

Document = dict[str, Any]  # what a command answers


@dataclass(frozen=True)
class Photos:
    """A dataset and how it is frozen.

    Attributes:
        place: below the folder of photos.
        size: side of the crops; None for the usual one.
        validation, test: shares of every label's photos.
    """

    name: str
    place: str
    kind: str
    size: int | None
    validation: float
    test: float


@dataclass(frozen=True)
class Recipe:
    """One training: which network on which photos, with what settings besides its own."""

    photos: Photos
    network: str
    settings: tuple[str, ...] = ()
    seed: int = 0


PEOPLE5 = Photos("people5", "people5", "faces", None, 0.3, 0.0)
LFW62 = Photos("lfw62", "lfw62", "faces", None, 0.3, 0.0)
MNIST = Photos("mnist", "mnist", "images", 28, 0.05, 1 / 7)
CIFAR10 = Photos("cifar10", "cifar10-10k.zip", "images", 32, 0.1, 0.15)
SIGNS = Photos("gtsrb", "gtsrb-4k.zip", "images", 32, 0.1, 0.2)
CRACKS = Photos("cracks2", "cracks2", "images", 96, 0.15, 0.3)
PETS = Photos("cats_dogs", "cats_dogs", "images", 128, 0.15, 0.3)
FLOWERS = Photos("flowers5", "flowers5", "images", 96, 0.15, 0.2)

TUTORIAL = ("flip=on", "brightness=0.5", "contrast=0.2..2", "hue=0.08", "saturation=0.2..2")
PARTS: dict[str, tuple[Recipe, ...]] = {
    "people": tuple(
        Recipe(PEOPLE5, network, seed=seed) for network in ("sface_head", "sface_cosine") for seed in range(5)
    ),
    "lfw": (
        Recipe(LFW62, "sface_head"),
        Recipe(LFW62, "sface_cosine"),
        Recipe(LFW62, "face_cnn", ("steps=1200",)),
        Recipe(LFW62, "small_resnet", ("steps=900",)),
    ),
    "pictures": (
        Recipe(SIGNS, "signs_cnn"),
        Recipe(SIGNS, "small_resnet"),
        Recipe(CRACKS, "small_resnet", ("steps=400",)),
        Recipe(CRACKS, "mobilenet", ("fine_tune=nothing",)),
        Recipe(PETS, "small_resnet", ("steps=150", "batch_size=32")),
        Recipe(PETS, "face_cnn", ("steps=400",)),
        Recipe(PETS, "mobilenet", ("fine_tune=nothing",)),
        Recipe(PETS, "mobilenet"),
        Recipe(FLOWERS, "small_resnet", ("steps=600",)),
        Recipe(FLOWERS, "mobilenet", ("fine_tune=nothing",)),
        Recipe(CIFAR10, "cifar10_cnn", ("steps=1500",)),
        Recipe(CIFAR10, "small_resnet"),
    ),
    "digits": (Recipe(MNIST, "digits_cnn", ("steps=2000", "batch_size=128", "schedule=cosine")),),
}


class CommandLine:
    """``python -m engine`` in one home."""

    def __init__(self, home: Path) -> None:
        self._prefix = [sys.executable, "-m", "engine", "--home", str(home)]

    def __call__(self, *words: str) -> Document:
        """Run one command and read its JSON document."""
        done = subprocess.run([*self._prefix, *words, "--json"], cwd=REPOSITORY, stdout=subprocess.PIPE, check=True)
        document: Document = json.loads(done.stdout)
        return document


def main() -> None:
    """Run the recipes of a part, or print what was measured so far."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("run", "table"))
    parser.add_argument("part", nargs="?", choices=PARTS)
    parser.add_argument("only", nargs="*", help="words that a recipe must have all of")
    parser.add_argument("--photos", type=Path, default=DEFAULT_PHOTOS)
    parser.add_argument("--home", type=Path, default=Path("/tmp/networks-home"))
    options = parser.parse_args()
    if options.action == "run":
        for recipe in PARTS[options.part]:
            if set(options.only) <= set(words_of(recipe)):
                measure(options.home, options.photos, recipe)
    print_table(read_ledger(options.home))


def words_of(recipe: Recipe) -> tuple[str, ...]:
    """What a recipe can be picked by."""
    return recipe.photos.name, recipe.network, f"seed={recipe.seed}", *recipe.settings


def measure(home: Path, photos: Path, recipe: Recipe) -> None:
    """Train one recipe, judge it on its test photos, and note it."""
    facet, settings = CommandLine(home), Settings.from_environment(home)
    snapshot = frozen(facet, settings, photos, recipe.photos, recipe.seed)
    wanted = [word for setting in recipe.settings for word in ("--set", setting)]
    began, used = time.monotonic(), processor_seconds()
    trained = facet("train", snapshot.id, "--model", recipe.network, "--seed", str(recipe.seed), *wanted)
    line = asdict(recipe) | {
        "run": trained["run"],
        "steps": trained["steps"],
        "validation": trained["validation_accuracy"],
        "test": test_accuracy(settings, trained["run"], snapshot),
        "seconds": time.monotonic() - began,
        "processor_seconds": processor_seconds() - used,
    }
    with (home / LEDGER).open("a", encoding="utf-8") as ledger:
        ledger.write(json.dumps(line) + "\n")
    show(json.dumps(line))


def frozen(facet: CommandLine, settings: Settings, photos: Path, wanted: Photos, seed: int) -> Snapshot:
    """The snapshot of a dataset with that seed, made once."""
    for snapshot in list_snapshots(settings, wanted.name):
        if snapshot.seed == seed:
            return snapshot
    if wanted.name not in {each["name"] for each in facet("datasets")["datasets"]}:
        facet("import", str(photos / wanted.place), "--name", wanted.name, "--kind", wanted.kind)
        facet("analyze", wanted.name)
    size = () if wanted.size is None else ("--size", str(wanted.size))
    split = ("--validation", str(wanted.validation), "--test", str(wanted.test), "--seed", str(seed))
    return open_snapshot(settings, facet("snapshot", wanted.name, *size, *split)["snapshot"])


def test_accuracy(settings: Settings, run_id: str, snapshot: Snapshot) -> float | None:
    """Of the exported model on the photos kept aside; None when there are none."""
    numbers = snapshot.numbers(Split.TEST)
    if not len(numbers):
        return None
    model = open_exported(read_run(settings, run_id).folder)
    is_embedding = model.facts.features is Features.EMBEDDING
    shown = snapshot.embeddings(Split.TEST) if is_embedding else snapshot.images(Split.TEST)
    said = np.array([model.probabilities(each).argmax() for each in shown])
    return float((said == numbers).mean())


def processor_seconds() -> float:
    """Of all commands that have ended so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def read_ledger(home: Path) -> list[Document]:
    """What was measured so far, in order."""
    file = home / LEDGER
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []


def print_table(lines: Iterable[Document]) -> None:
    """One row per run, as Markdown."""
    show("| photos | network | settings | accuracy | seconds | of processor |")
    show("|---|---|---|---|---|---|")
    for line in lines:
        accuracy = line["validation"] if line["test"] is None else line["test"]
        side = "validation" if line["test"] is None else "test"
        settings = ", ".join([*line["settings"], f"seed={line['seed']}"])
        times = f"{line['seconds']:.0f} | {line['processor_seconds']:.0f}"
        show(f"| {line['photos']['name']} | `{line['network']}` | {settings} | {accuracy:.1%} {side} | {times} |")


def show(line: str) -> None:
    """Print at once, also into a pipe."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
