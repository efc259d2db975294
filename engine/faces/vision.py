"""The analyzer in the cloud: Google Cloud Vision finds and judges the faces, SFace embeds the main one here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.faces import Analyzer, Faces
from engine.faces.cutout import cut_out
from engine.faces.embedding import FaceEmbedder
from engine.faces.questions import Questions
from engine.faces.weights import SFACE
from engine.settings import Settings

if TYPE_CHECKING:
    from engine.analysis.errand import Errand

NAME = "vision"
QUESTIONS = Questions(NAME, version=1)  # raised when more is asked, or photos are sent differently: all is paid again


@dataclass(frozen=True)
class CloudFaceFinder:
    """Reads answers, and adds what is measured here; owned by one process."""

    embedder: FaceEmbedder

    def find(self, pixels: NDArray[np.uint8], answer: bytes = b"") -> Faces:
        """The faces that ``answer`` names in (height, width, 3) uint8 RGB, upright; without one there are none."""
        from engine.cloud_vision.reading import read_answer

        if not answer:
            return Faces.none()
        faces = read_answer(answer, (pixels.shape[1], pixels.shape[0]))
        if len(faces) == 0:
            return faces
        main = cut_out(pixels, faces.boxes_ltrb[0])
        return replace(faces, embedding=self.embedder.embed(main, faces.points[0]))


def load(settings: Settings) -> CloudFaceFinder:
    """Load the network from ``settings.weights_dir``, where ``ensure_weights`` has put it."""
    return CloudFaceFinder(FaceEmbedder(settings.weights_dir / SFACE))


def fetch_answers(errand: Errand) -> None:
    """Ask Google about the photos that have no answer yet; see :func:`engine.cloud_vision.fetching.fetch_answers`."""
    from engine.cloud_vision import fetching  # the catalog, which it needs, imports this package

    fetching.fetch_answers(errand)


ANALYZER = Analyzer(
    name=NAME,
    title="Google Cloud Vision",
    version=1,
    load=load,
    weights=(SFACE,),
    questions=QUESTIONS,
    fetch_answers=fetch_answers,
)
