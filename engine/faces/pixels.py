"""The analyzer of datasets without people: it looks for no face, the whole picture is measured."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.faces import Analyzer, Faces
from engine.faces.picture_embedding import embed_picture
from engine.kinds import Kind
from engine.settings import Settings


class NoFaceFinder:
    """Finds no face in anything."""

    def find(self, pixels: NDArray[np.uint8], answer: bytes = b"") -> Faces:
        """Answer that ``pixels`` show no face."""
        return Faces.none()


def load(settings: Settings) -> NoFaceFinder:
    """Make the finder; there is nothing to load."""
    return NoFaceFinder()


ANALYZER = Analyzer(
    name="pixels",
    title="The picture itself, no faces",
    version=3,
    load=load,
    kinds=frozenset({Kind.IMAGES}),
    embed_picture=embed_picture,
)
