"""The analyzer on this machine: YuNet finds faces, Face Landmarker gives their angles, SFace embeds the main one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.faces import Analyzer, Faces
from engine.faces.counting import counted
from engine.faces.cutout import Cutout, cut_out
from engine.faces.detector import FaceDetector
from engine.faces.embedding import FaceEmbedder
from engine.faces.landmarks import FaceLandmarker
from engine.faces.pose import AverageHead, head_angles, read_average_head
from engine.faces.weights import FACE_LANDMARKER, SFACE, YUNET
from engine.settings import Settings

MAX_MEASURED = 5  # faces of a crowd whose angles are measured, the main one first; each costs 5 ms


@dataclass(frozen=True)
class LocalFaceFinder:
    """The three networks, loaded; owned by one process."""

    detector: FaceDetector
    landmarker: FaceLandmarker
    head: AverageHead
    embedder: FaceEmbedder

    def find(self, pixels: NDArray[np.uint8], answer: bytes = b"") -> Faces:
        """Find and measure the faces in (height, width, 3) uint8 RGB, upright."""
        faces = self.detector.detect(pixels)
        if len(faces) == 0:
            return faces
        main = cut_out(pixels, faces.boxes_ltrb[0])
        angles = faces.roll_pan_tilt_degrees.copy()
        for number in _measured(faces):
            cutout = main if number == 0 else cut_out(pixels, faces.boxes_ltrb[number])
            angles[number] = self._angles(cutout, faces, number)
        return replace(faces, roll_pan_tilt_degrees=angles, embedding=self.embedder.embed(main, faces.points[0]))

    def _angles(self, cutout: Cutout, faces: Faces, number: int) -> tuple[float, float, float]:
        landmarks = self.landmarker.locate(cutout, faces.boxes_ltrb[number], faces.points[number])
        return head_angles(landmarks, self.head)


def _measured(faces: Faces) -> list[int]:
    """The faces whose angles are measured: the main one, and others that count."""
    wanted = counted(faces)
    wanted[0] = True
    return [int(number) for number in np.flatnonzero(wanted)[:MAX_MEASURED]]


def load(settings: Settings) -> LocalFaceFinder:
    """Load the networks from ``settings.weights_dir``, where ``ensure_weights`` has put them."""
    folder = settings.weights_dir
    return LocalFaceFinder(
        detector=FaceDetector(folder / YUNET),
        landmarker=FaceLandmarker(folder / FACE_LANDMARKER),
        head=read_average_head(folder / FACE_LANDMARKER),
        embedder=FaceEmbedder(folder / SFACE),
    )


ANALYZER = Analyzer(
    name="local",
    title="On this computer",
    version=1,
    load=load,
    weights=(YUNET, FACE_LANDMARKER, SFACE),
)
