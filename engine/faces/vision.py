"""The analyzer in the cloud: Google Cloud Vision finds and judges the faces; this computer looks at the main one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.faces import Analyzer, Faces, local
from engine.faces.questions import Questions
from engine.faces.traits import Trait
from engine.settings import Settings

if TYPE_CHECKING:
    from engine.analysis.errand import Errand

NAME = "vision"
QUESTIONS = Questions(NAME, version=1)  # raised when more is asked, or photos are sent differently: all is paid again
READING_VERSION = 1  # raised when more is made of the same answer


@dataclass(frozen=True)
class CloudFaceFinder:
    """Reads answers, and adds what Google does not say: eyes, mouth, who it is; owned by one process."""

    local: local.LocalFaceFinder

    def find(self, pixels: NDArray[np.uint8], answer: bytes = b"") -> Faces:
        """The faces that ``answer`` names in (height, width, 3) uint8 RGB, upright; without one there are none."""
        from engine.cloud_vision.reading import read_answer

        faces = read_answer(answer, (pixels.shape[1], pixels.shape[0])) if answer else Faces.none()
        if len(faces) == 0:
            return faces
        seen_here = self.local.look_closely(pixels, faces)
        sunglasses = [seen.traits[Trait.SUNGLASSES] for seen in (faces, seen_here) if Trait.SUNGLASSES in seen.traits]
        traits = {**seen_here.traits, **faces.traits}
        if sunglasses:
            traits[Trait.SUNGLASSES] = max(sunglasses)  # either may miss dark glasses; hardly anything else looks so
        return replace(seen_here, traits=traits)


def load(settings: Settings) -> CloudFaceFinder:
    """Load the networks from ``settings.weights_dir``, where ``ensure_weights`` has put them."""
    return CloudFaceFinder(local.load(settings))


def fetch_answers(errand: Errand) -> None:
    """Ask Google about the photos that have no answer yet; see :func:`engine.cloud_vision.fetching.fetch_answers`."""
    from engine.cloud_vision import fetching  # the catalog, which it needs, imports this package

    fetching.fetch_answers(errand)


ANALYZER = Analyzer(
    name=NAME,
    title="Google Cloud Vision",
    version=100 * local.ANALYZER.version + READING_VERSION,  # what is seen here is part of it
    load=load,
    weights=local.ANALYZER.weights,
    questions=QUESTIONS,
    fetch_answers=fetch_answers,
)
