"""The faces that networks are trained on: cut out and levelled as the analyzer does it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.errors import UnreadablePhoto
from engine.faces.cutout import cut_out
from engine.faces.detector import FaceDetector
from engine.faces.landmarks import FaceLandmarker
from engine.faces.level_square import take_square
from engine.faces.weights import FACE_LANDMARKER, YUNET
from engine.photo_files import image_extensions, read_pixels
from engine.settings import Settings
from training_scripts.small_network import show

EYE_CORNERS = [33, 263]  # landmarks: outer corners of the person's right and left eye


@dataclass(frozen=True, eq=False)
class Face:
    """The main face of a photo.

    Attributes:
        path: below the folder of photos.
        group: person or photo; faces of one group are never on both sides of a fold.
        square: (256, 256, 3) uint8, see :class:`LevelSquare`.
        landmarks: (478, 2) float32 x and y in the square.
    """

    path: str
    group: str
    square: NDArray[np.uint8]
    landmarks: NDArray[np.float32]

    @property
    def name(self) -> str:
        """The file's name."""
        return Path(self.path).name

    @property
    def eyes(self) -> NDArray[np.float32]:
        """(2, 2) x and y of the outer corners of both eyes in the square."""
        return self.landmarks[EYE_CORNERS]


def read_faces(photos: Path, folder: str) -> list[Face]:
    """The main face of every photo of a folder in which one is found."""
    weights = Settings.from_environment().weights_dir
    detector, landmarker = FaceDetector(weights / YUNET), FaceLandmarker(weights / FACE_LANDMARKER)
    files = [file for file in sorted((photos / folder).rglob("*")) if file.suffix.lower() in image_extensions()]
    found = [read_face(detector, landmarker, file, photos) for file in files]
    faces = [face for face in found if face is not None]
    show(f"{folder}: {len(faces)} faces in {len(files)} photos")
    return faces


def read_face(detector: FaceDetector, landmarker: FaceLandmarker, file: Path, photos: Path) -> Face | None:
    """The main face of one photo; None where there is none."""
    try:
        pixels = read_pixels(file)
    except UnreadablePhoto:
        return None
    faces = detector.detect(pixels)
    if len(faces) == 0:
        return None
    square = take_square(cut_out(pixels, faces.boxes_ltrb[0]), faces.boxes_ltrb[0], faces.points[0])
    group = file.parent.name if file.parent.parent != photos else file.stem
    return Face(file.relative_to(photos).as_posix(), group, square.pixels, landmarker.locate(square)[:, :2])


def every_second_person(faces: list[Face], *, first: int = 0) -> list[Face]:
    """The faces of every second person, the others being left to judge by."""
    people = sorted({face.group for face in faces})
    chosen = set(people[first::2])
    return [face for face in faces if face.group in chosen]
