"""Says whom (or what) a photo shows: finds the faces, shows each to the exported model, orders the answers."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.faces import Faces, FloatArray
from engine.faces.counting import counted
from engine.faces.cutout import cut_out
from engine.faces.detector import FaceDetector
from engine.faces.embedding import FaceEmbedder
from engine.faces.fetching import Report
from engine.faces.weights import SFACE, YUNET, ensure_weights
from engine.kinds import Kind
from engine.prediction.exported import ExportedModel, ExportFacts, open_exported
from engine.settings import Settings
from engine.snapshots.cropping import crop_face, resize_whole
from engine.training.runs import run_folder
from models import Features


@dataclass(frozen=True)
class FacePrediction:
    """What the model says about one face, or about the whole photo for kind ``images``.

    Attributes:
        box_ltrb: left, top, right, bottom in pixels, inside the photo.
        probabilities: (label, probability) of every label, highest first; they sum to 1.
    """

    box_ltrb: tuple[int, int, int, int]
    probabilities: tuple[tuple[str, float], ...]

    @property
    def label(self) -> str:
        """The likeliest label."""
        return self.probabilities[0][0]

    @property
    def probability(self) -> float:
        """Of the likeliest label, 0 to 1."""
        return self.probabilities[0][1]


@dataclass(frozen=True)
class Predictor:
    """A loaded model with what finds and describes faces for it; may be shared by threads."""

    model: ExportedModel
    detector: FaceDetector | None = None
    embedder: FaceEmbedder | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def facts(self) -> ExportFacts:
        """What the model is shown and which labels it knows."""
        return self.model.facts

    def predict(self, pixels: NDArray[np.uint8]) -> tuple[FacePrediction, ...]:
        """Predict every face that counts, the main one first, or the whole photo; empty when there is no face.

        Args:
            pixels: (height, width, 3) uint8 RGB, upright.
        """
        with self._lock:
            if self.detector is None:
                return (self._predict_whole(pixels),)
            faces = self.detector.detect(pixels)
            return tuple(self._predict_face(pixels, faces, int(number)) for number in np.flatnonzero(counted(faces)))

    def _predict_whole(self, pixels: NDArray[np.uint8]) -> FacePrediction:
        height, width = pixels.shape[:2]
        answer = self.model.probabilities(resize_whole(pixels, self.facts.size, self.facts.channels))
        return FacePrediction((0, 0, width, height), _highest_first(self.facts.labels, answer))

    def _predict_face(self, pixels: NDArray[np.uint8], faces: Faces, number: int) -> FacePrediction:
        box = faces.boxes_ltrb[number]
        if self.embedder is not None:
            features: NDArray[np.generic] = self.embedder.embed(cut_out(pixels, box), faces.points[number])
        else:
            features = crop_face(pixels, box, self.facts.size)
        answer = self.model.probabilities(features)
        return FacePrediction(_whole_pixels(box), _highest_first(self.facts.labels, answer))


def load_predictor(settings: Settings, run_id: str, report: Report = lambda line: None) -> Predictor:
    """Load the exported model of a run, and the face networks it needs.

    Args:
        report: told, line by line, when pre-trained files have to be fetched first.

    Raises:
        NotFound: there is no such run, or it has exported no model yet.
        BadInput: the exported files are damaged.
        WeightsError: a pre-trained file is missing and cannot be had.
    """
    model = open_exported(run_folder(settings, run_id))
    if model.facts.kind is Kind.IMAGES:
        return Predictor(model)
    needs_embedding = model.facts.features is Features.EMBEDDING
    weights = ensure_weights(settings, (YUNET, SFACE) if needs_embedding else (YUNET,), report)
    embedder = FaceEmbedder(weights[SFACE]) if needs_embedding else None
    return Predictor(model, FaceDetector(weights[YUNET]), embedder)


def _highest_first(labels: tuple[str, ...], answer: NDArray[np.float32]) -> tuple[tuple[str, float], ...]:
    order = np.argsort(-answer, kind="stable")
    return tuple((labels[number], float(answer[number])) for number in order)


def _whole_pixels(box_ltrb: FloatArray) -> tuple[int, int, int, int]:
    """The smallest box of whole pixels round a face; a detector's box never leaves the photo, so neither does this."""
    left, top = np.floor(box_ltrb[:2])
    right, bottom = np.ceil(box_ltrb[2:])
    return int(left), int(top), int(right), int(bottom)
