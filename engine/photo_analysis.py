"""One look at a photo: the loaded tools that look, and the record of all they saw.

Needs neither a catalog nor a home, so that any process on any machine can look (``engine.beam``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.checks import MeasuredPhoto, PhotoCheck, photo_checks_for
from engine.copies.fingerprint import take_fingerprint
from engine.errors import UnreadablePhoto
from engine.faces import Analyzer, FaceFinder, Faces, FloatArray
from engine.kinds import Kind
from engine.photo_files import read_format, read_pixels
from engine.settings import Settings


@dataclass(frozen=True)
class PhotoAnalysis:
    """What one look at a photo gave.

    Attributes:
        values: measurement per check name; None where the question has no answer.
        faces: None when the analyzer did not look for any.
        picture_embedding: (128,) of the whole picture, from an analyzer that looks for no face.
        pixel_sha256: SHA-256 of the decoded pixels and their shape.
        problem: why the photo cannot be decoded; it is then measured as unreadable.
        error: why the photo could not be analyzed this time (its file is gone, a worker died); tried again next time.
        fingerprint: what copies of the picture are told by; None when it cannot be decoded.
    """

    photo_id: int
    values: Mapping[str, float | None]
    faces: Faces | None = None
    pixel_sha256: str | None = None
    problem: str | None = None
    error: str | None = None
    picture_embedding: FloatArray | None = None
    fingerprint: bytes | None = None

    @property
    def embedding(self) -> FloatArray | None:
        """(128,) of what the photo shows: its main face, or the whole picture; None without."""
        return self.picture_embedding if self.faces is None or not len(self.faces) else self.faces.embedding


@dataclass(frozen=True)
class PhotoAnalyzer:
    """An analyzer with its models loaded and the checks to measure; owned by one process."""

    analyzer: Analyzer
    finder: FaceFinder
    checks: Mapping[str, PhotoCheck]

    def analyze(
        self,
        photo_id: int,
        source: Path | bytes,
        show: Callable[[NDArray[np.uint8]], None] | None = None,
        *,
        answer: bytes = b"",
    ) -> PhotoAnalysis:
        """Measure a photo, from its file or its bytes; one that cannot be decoded is measured as unreadable.

        Args:
            show: is given the decoded pixels, (height, width, 3) uint8 RGB, upright; there are none without.
            answer: what a service said of the photo, for an analyzer that asks one.
        """
        try:
            pixels = read_pixels(source)
        except UnreadablePhoto as problem:
            unreadable = MeasuredPhoto(pixels=None, faces=None)
            return PhotoAnalysis(photo_id, self._measure(unreadable), problem=str(problem))
        faces = self.finder.find(pixels, answer)
        if show is not None:
            show(pixels)
        values = self._measure(MeasuredPhoto(pixels, faces, read_format(source)))
        embedding = self.analyzer.embed_picture(pixels) if self.analyzer.embed_picture else None
        return PhotoAnalysis(
            photo_id,
            values,
            faces,
            hash_pixels(pixels),
            picture_embedding=embedding,
            fingerprint=take_fingerprint(pixels),
        )

    def _measure(self, photo: MeasuredPhoto) -> dict[str, float | None]:
        return {name: check.measure(photo) for name, check in self.checks.items()}


def load_photo_analyzer(settings: Settings, analyzer: Analyzer, kind: Kind) -> PhotoAnalyzer:
    """Load an analyzer's models from ``settings.weights_dir``; slow."""
    return PhotoAnalyzer(analyzer, analyzer.load(settings), photo_checks_for(kind))


def hash_pixels(pixels: NDArray[np.uint8]) -> str:
    """SHA-256 of (height, width, 3) uint8 pixels and their shape: equal for copies in other lossless files."""
    digest = hashlib.sha256(repr(pixels.shape).encode())
    digest.update(np.ascontiguousarray(pixels).data)
    return digest.hexdigest()
