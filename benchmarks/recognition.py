"""The whole way on real photos through the command line: how many photos are judged rightly, how well networks learn.

Five web celebrities (``people5``) and the digits that come along, in a fresh home. Prints a line per measurement.
Run: python benchmarks/recognition.py [--photos ../shared/data] [--home DIR] [--face-cnn-steps 1500]
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
DEFAULT_PHOTOS = REPOSITORY.parent / "shared" / "data"
SEEDS = range(5)

Document = dict[str, Any]  # what a command answers


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
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path, default=DEFAULT_PHOTOS)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--face-cnn-steps", type=int, default=1500)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        facet = CommandLine(options.home or Path(temporary))
        measure_digits(facet)
        if not (options.photos / "people5").is_dir():
            show(f"skipped: no photos in {options.photos}")
            return
        measure_filter(facet, options.photos)
        measure_training(facet, options.face_cnn_steps)


def measure_digits(facet: CommandLine) -> None:
    """digits_cnn with its defaults on the sample."""
    facet("import", "sample:digits", "--name", "digits")
    facet("analyze", "digits")
    snapshot = facet("snapshot", "digits")["snapshot"]
    report("digits_cnn on digits", facet("train", snapshot, "--model", "digits_cnn"))


def measure_filter(facet: CommandLine, photos: Path) -> None:
    """Are all files accounted for, and does the one-face decision agree with what a person saw?"""
    imported = facet("import", str(photos / "people5"), "--name", "people5")
    files = imported["photos"] + len(imported["unreadable"]) + imported["duplicates"] + len(imported["skipped"])
    show(f"people5: {len(imported['people'])} people, {files} files accounted for, {imported['duplicates']} copies")
    analyzed = facet("analyze", "people5")
    show(f"people5: analyzed {analyzed['analyzed']} photos in {analyzed['seconds']:.1f} s")
    decided = facet("filter", "people5", "--list")
    show("people5: " + ", ".join(f"{decided[verdict]} {verdict}" for verdict in ("kept", "rejected", "undecided")))
    has_one_face = {photo["sha256"]: "one_face" not in photo["reasons"] for photo in decided["photos"]}
    with (photos / "people5_labels.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if is_clear(row)]
    agreeing = sum(has_one_face[row["sha256"]] == (row["faces"] == "1") for row in rows)
    show(f"people5: one-face decision agrees on {agreeing} of {len(rows)} clear photos ({agreeing / len(rows):.1%})")


def is_clear(row: dict[str, str]) -> bool:
    """Whether a person was sure how many faces a labelled photo shows."""
    return row["small_background_faces"] != "yes" and "ambiguous" not in row["notes"]


def measure_training(facet: CommandLine, face_cnn_steps: int) -> None:
    """sface_head over several splits, face_cnn on the first of them."""
    snapshots = [facet("snapshot", "people5", "--seed", str(seed))["snapshot"] for seed in SEEDS]
    for seed, snapshot in zip(SEEDS, snapshots, strict=True):
        trained = facet("train", snapshot, "--model", "sface_head", "--seed", str(seed))
        report(f"sface_head on people5, split {seed}", trained)
    run = facet("train", snapshots[0], "--model", "face_cnn", "--steps", str(face_cnn_steps))
    report("face_cnn on people5", run)
    last = facet("run", run["run"])["last"]
    accuracy, speed = last["validation_accuracy"], last["steps_per_second"]
    show(f"face_cnn on people5: {accuracy:.1%} at the last step, {speed:.2f} steps/s")


def report(what: str, run: Document) -> None:
    """One line about a run."""
    accuracy, steps, seconds = run["validation_accuracy"], run["steps"], run["seconds"]
    show(f"{what}: best {accuracy:.1%} validation accuracy, {steps} steps, {seconds:.1f} s")


def show(line: str) -> None:
    """Print at once, also into a pipe."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
