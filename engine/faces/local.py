"""The analyzer on this machine: YuNet finds faces, Face Landmarker gives angles and expression, SFace embeds."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.faces import Analyzer, Faces, FloatArray, sunglasses
from engine.faces.border import share_cut_off
from engine.faces.counting import counted
from engine.faces.cutout import Cutout, cut_out
from engine.faces.detector import FaceDetector
from engine.faces.embedding import FaceEmbedder
from engine.faces.expression import ExpressionReader
from engine.faces.face_piece import FacePieceReader
from engine.faces.landmarks import FaceLandmarker
from engine.faces.level_square import LevelSquare, take_square
from engine.faces.pose import AverageHead, head_angles, read_average_head
from engine.faces.traits import Trait
from engine.faces.weights import FACE_LANDMARKER, SFACE, YUNET
from engine.settings import Settings

MAX_MEASURED = 5  # faces of a crowd whose angles are measured, the main one first; each costs 5 ms


@dataclass(frozen=True)
class _Look:
    """One face, cut out and levelled, with its landmarks in pixels of the square."""

    cutout: Cutout
    square: LevelSquare
    landmarks: FloatArray


@dataclass(frozen=True)
class LocalFaceFinder:
    """The networks, loaded; owned by one process."""

    detector: FaceDetector
    landmarker: FaceLandmarker
    head: AverageHead
    expression: ExpressionReader
    sunglasses: FacePieceReader
    embedder: FaceEmbedder

    def find(self, pixels: NDArray[np.uint8], answer: bytes = b"") -> Faces:
        """Find and measure the faces in (height, width, 3) uint8 RGB, upright."""
        faces = self.detector.detect(pixels)
        if len(faces) == 0:
            return faces
        angles = faces.roll_pan_tilt_degrees.copy()
        main = self._look(pixels, faces, 0)
        for number in _measured(faces):
            look = main if number == 0 else self._look(pixels, faces, number)
            angles[number] = head_angles(look.square.to_cutout(look.landmarks), self.head)
        return self._with_main(replace(faces, roll_pan_tilt_degrees=angles), main, pixels)

    def look_closely(self, pixels: NDArray[np.uint8], faces: Faces) -> Faces:
        """Faces that another analyzer found, at least one, with embedding and traits of the main one as seen here."""
        return self._with_main(faces, self._look(pixels, faces, 0), pixels)

    def _with_main(self, faces: Faces, main: _Look, pixels: NDArray[np.uint8]) -> Faces:
        return replace(
            faces,
            embedding=self.embedder.embed(main.cutout, faces.points[0]),
            traits=self._traits(main, (pixels.shape[1], pixels.shape[0])),
        )

    def _look(self, pixels: NDArray[np.uint8], faces: Faces, number: int) -> _Look:
        box, points = faces.boxes_ltrb[number], faces.points[number]
        cutout = cut_out(pixels, box)
        square = take_square(cutout, box, points)
        return _Look(cutout, square, self.landmarker.locate(square))

    def _traits(self, main: _Look, size_wh: tuple[int, int]) -> dict[Trait, float]:
        return self.expression.read(main.landmarks) | {
            Trait.CUT: share_cut_off(main.square.to_cutout(main.landmarks), main.cutout, size_wh),
            Trait.SUNGLASSES: self.sunglasses.read(main.square),
        }


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
        expression=ExpressionReader(folder / FACE_LANDMARKER),
        sunglasses=FacePieceReader(sunglasses.EYE_BAND, sunglasses.WEIGHTS),
        embedder=FaceEmbedder(folder / SFACE),
    )


ANALYZER = Analyzer(
    name="local",
    title="On this computer",
    version=3,
    load=load,
    weights=(YUNET, FACE_LANDMARKER, SFACE),
)
