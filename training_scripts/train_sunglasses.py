"""Trains the network that tells sunglasses, and writes the weights that ``engine.faces.sunglasses`` names.

Faces with sunglasses come from a folder of selfies labelled by eye (``sunglasses_by_eye.csv``), faces without from
Labeled Faces in the Wild. So that the network learns glasses and not which folder a photo is from, eyes are moved
between photos of both (``moved_eyes.py``). Never trained on: the photos of ``sunglasses_labels.csv``, everything of
people5, and every second person of lfw62. ``--folds 5`` instead measures all others, each by a network that saw
neither the photo nor the person. docs/decisions/sunglasses.md has the results.

Run: python training_scripts/train_sunglasses.py --photos ../shared/data [--folds 5] [--epochs 30]
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from engine.faces.sunglasses import EYE_BAND, WEIGHTS
from engine.training.device import prepare_backend
from training_scripts.changed_pictures import change_colours, change_geometry
from training_scripts.faces import Face, every_second_person, read_faces
from training_scripts.moved_eyes import move_eyes
from training_scripts.small_network import PER_EPOCH, Answers, Model, Pictures, show, to_litert, train

LABELS = Path(__file__).with_name("sunglasses_by_eye.csv")
MOVED = 0.5  # share of the faces in each epoch whose eyes stand in another face

Labelled = list[tuple[Face, bool]]  # with what a person saw: sunglasses or not


def main() -> None:
    """Train and write the weights, or measure by cross-validation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=Path, default=Path("../shared/data"))
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--to", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    selfies = label(without_judges(read_faces(options.photos, "sunglasses"), options.photos), otherwise="unsure")
    lfw = read_faces(options.photos, "lfw62")
    prepare_backend()
    if options.folds:
        cross_validate(selfies + label(lfw), options.folds, options.epochs)
        return
    model = train_on(selfies + label(every_second_person(lfw)), options.epochs, seed=0)
    options.to.write_bytes(to_litert(model))
    show(f"wrote {options.to}, {options.to.stat().st_size / 1000:.0f} kB")


def without_judges(selfies: list[Face], photos: Path) -> list[Face]:
    """The selfies without those that others labelled, which judge and so must not teach."""
    with (photos / "sunglasses_labels.csv").open(encoding="utf-8", newline="") as file:
        judges = tuple(row["file_starts_with"] for row in csv.DictReader(file))
    return [face for face in selfies if not face.name.startswith(judges)]


def label(faces: list[Face], *, otherwise: str = "no") -> Labelled:
    """The faces a person was sure of; a file that was not looked at is labelled ``otherwise``."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        labels = {row["file"]: row["sunglasses"] for row in csv.DictReader(file)}
    answers = [(face, labels.get(face.name, otherwise)) for face in faces]
    return [(face, answer == "yes") for face, answer in answers if answer != "unsure"]


def cross_validate(labelled: Labelled, num_folds: int, epochs: int) -> None:
    """Print how well faces are told whose group no network has seen, and which are told wrongly."""
    groups = sorted({face.group for face, _ in labelled})
    fold_of = dict(zip(groups, np.random.default_rng(0).permutation(len(groups)) % num_folds, strict=True))
    folds = np.array([fold_of[face.group] for face, _ in labelled])
    scores = np.zeros(len(labelled))
    for fold in range(num_folds):
        model = train_on([each for each, other in zip(labelled, folds, strict=True) if other != fold], epochs, fold)
        mine = np.flatnonzero(folds == fold)
        bands = np.stack([EYE_BAND.take(labelled[place][0].square) for place in mine])
        scores[mine] = model.predict(bands, verbose=0)[:, 0]
        show(f"fold {fold + 1} of {num_folds} done")
    _report(labelled, scores)


def _report(labelled: Labelled, scores: NDArray[np.float64]) -> None:
    has = np.array([answer for _, answer in labelled])
    show(f"cross-validated: recall {np.mean(scores[has] > 0.5):.1%} of {has.sum()}")
    show(f"cross-validated: false alarms {np.mean(scores[~has] > 0.5):.2%} of {(~has).sum()}")
    for place in np.flatnonzero((scores > 0.5) != has):
        show(f"  {scores[place]:.2f} {labelled[place][0].path}")


def train_on(labelled: Labelled, epochs: int, seed: int) -> Model:
    """Train one network; as many faces with sunglasses as without in each epoch."""
    kinds = [[face for face, answer in labelled if answer == has] for has in (False, True)]
    return train(EYE_BAND.size_wh, lambda rng: draw_epoch(kinds, rng), epochs, seed)


def draw_epoch(kinds: list[list[Face]], rng: np.random.Generator) -> tuple[Pictures, Answers]:
    """As many faces without as with, each changed at random, half of them with their eyes in another face."""
    answers = np.tile(np.array([0, 1], np.float32), PER_EPOCH // 2)
    everybody = kinds[0] + kinds[1]
    chosen = [kinds[int(answer)][rng.integers(len(kinds[int(answer)]))] for answer in answers]
    return np.stack([_changed(face, everybody, rng) for face in chosen]), answers[:, None]


def _changed(face: Face, everybody: list[Face], rng: np.random.Generator) -> Pictures:
    """The band of a face, or of any other face that was given the eyes of this one."""
    square = face.square
    if rng.random() < MOVED:
        onto = everybody[rng.integers(len(everybody))]
        square = move_eyes(square, face.eyes, onto.square, onto.eyes)
    return change_colours(EYE_BAND.take(change_geometry(square, rng)), rng)


if __name__ == "__main__":
    main()
