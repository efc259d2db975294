"""Eight people whose faces are told apart easily, and one photo of the first that lies in the folder of the second."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from engine.catalog import open_catalog
from engine.catalog.datasets import Dataset
from engine.faces import Faces
from engine.kinds import Kind
from engine.photo_files import hash_file
from engine.settings import Settings
from tests.conftest import write_photo
from tests.engine.builders import import_photos, one_face, save_generated_faces

PEOPLE = ("Ann", "Bo", "Cho", "Dee", "Eva", "Fay", "Gil", "Hal")
NUM_PHOTOS = 12  # of each
MISPLACED = "Bo/Ann-3.png"


def import_crowd(settings: Settings, folder: Path) -> Dataset:
    """Import them as ``crowd``, with embeddings of 128 numbers round one direction for each person."""
    random = np.random.default_rng(0)
    faces: dict[str, Faces] = {}
    for person, name in enumerate(PEOPLE):
        for number in range(NUM_PHOTOS):
            is_misplaced = (name, number) == ("Ann", 3)
            path = MISPLACED if is_misplaced else f"{name}/{number}.png"
            photo = write_photo(folder / path, (16, 16), seed=100 * person + number)
            embedding = random.normal(0, 0.05, 128) + np.eye(128)[person]
            faces[hash_file(photo)] = replace(one_face(), embedding=embedding.astype(np.float32))
    dataset = import_photos(settings, folder, name="crowd", kind=Kind.FACES).dataset
    save_generated_faces(open_catalog(settings), dataset, faces)
    return dataset
