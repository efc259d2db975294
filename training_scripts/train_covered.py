"""Trains the network that tells a covered face, and writes the weights that ``engine.faces.covered`` names.

Photos of covered faces are few, so masks, hands and things are put before faces of Labeled Faces in the Wild
(``coverings.py``); faces with the same things beside them, and selfies with sunglasses, are not covered. Never trained
on: people5 and every second person of lfw62. docs/decisions/sunglasses.md has the results.

Run: python training_scripts/train_covered.py --photos ../shared/data [--epochs 30]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from engine.faces.covered import WEIGHTS, WHOLE_FACE
from engine.training.device import prepare_backend
from training_scripts.changed_pictures import change_colours, change_geometry
from training_scripts.coverings import cover, put_beside
from training_scripts.faces import Face, every_second_person, read_faces
from training_scripts.small_network import PER_EPOCH, Answers, Pictures, show, to_litert, train
from training_scripts.train_sunglasses import without_judges

NUM_PAINTED = 1500  # covered faces; painting takes longer than the training


def main() -> None:
    """Train and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=Path, default=Path("../shared/data"))
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--to", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    lfw = every_second_person(read_faces(options.photos, "lfw62"))
    selfies = without_judges(read_faces(options.photos, "sunglasses"), options.photos)
    prepare_backend()
    pools = paint(lfw, selfies, np.random.default_rng(0))
    model = train(WHOLE_FACE.size_wh, lambda rng: draw_epoch(pools, rng), options.epochs, seed=0)
    options.to.write_bytes(to_litert(model))
    show(f"wrote {options.to}, {options.to.stat().st_size / 1000:.0f} kB")


def paint(lfw: list[Face], selfies: list[Face], rng: np.random.Generator) -> tuple[list[Pictures], list[Pictures]]:
    """Squares of uncovered faces, some with something beside them, and of covered ones; a sixth of each are selfies."""
    uncovered, covered = [face.square for face in lfw], []
    for number in range(NUM_PAINTED):
        faces = selfies if number % 6 == 0 else lfw
        covered.append(cover(faces[rng.integers(len(faces))], lfw, rng))
        if number % 3 == 0:
            uncovered.append(put_beside(lfw[rng.integers(len(lfw))], lfw, rng))
    return uncovered + [face.square for face in selfies], covered


def draw_epoch(pools: tuple[list[Pictures], list[Pictures]], rng: np.random.Generator) -> tuple[Pictures, Answers]:
    """As many uncovered faces as covered ones, each changed at random."""
    answers = np.tile(np.array([0, 1], np.float32), PER_EPOCH // 2)
    squares = [pools[int(answer)][rng.integers(len(pools[int(answer)]))] for answer in answers]
    pictures = [change_colours(WHOLE_FACE.take(change_geometry(square, rng)), rng) for square in squares]
    return np.stack(pictures), answers[:, None]


if __name__ == "__main__":
    main()
