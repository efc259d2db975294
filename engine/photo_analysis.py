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
from engine.photo_files import decode_to_measure
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
            show: is given the pixels that are measured, (height, width, 3) uint8 RGB, upright; there are none without.
            answer: what a service said of the photo, for an analyzer that asks one.
        """
        try:
            photo = decode_to_measure(source)
        except UnreadablePhoto as problem:
            unreadable = MeasuredPhoto(pixels=None, faces=None)
            return PhotoAnalysis(photo_id, self._measure(unreadable), problem=str(problem))
        faces = self.finder.find(photo.pixels, answer).enlarged(photo.size_wh, photo.pixels.shape)
        if show is not None:
            show(photo.pixels)
        values = self._measure(MeasuredPhoto(photo.pixels, faces, photo.format, photo.size_wh))
        embedding = self.analyzer.embed_picture(photo.pixels) if self.analyzer.embed_picture else None
        pixel_sha256 = hash_pixels(photo.pixels, photo.size_wh)
        fingerprint = take_fingerprint(photo.pixels)
        return PhotoAnalysis(
            photo_id, values, faces, pixel_sha256, picture_embedding=embedding, fingerprint=fingerprint
        )

    def _measure(self, photo: MeasuredPhoto) -> dict[str, float | None]:
        return {name: check.measure(photo) for name, check in self.checks.items()}


def load_photo_analyzer(settings: Settings, analyzer: Analyzer, kind: Kind) -> PhotoAnalyzer:
    """Load an analyzer's models from ``settings.weights_dir``; slow."""
    return PhotoAnalyzer(analyzer, analyzer.load(settings), photo_checks_for(kind))


def hash_pixels(pixels: NDArray[np.uint8], size_wh: tuple[int, int] | None = None) -> str:
    """SHA-256 of (height, width, 3) uint8 pixels and of the photo's size: equal for copies in other lossless files.

    Args:
        size_wh: of the photo, where ``pixels`` are fewer. A large JPEG equals other files of the same JPEG data alone.
    """
    width, height = size_wh or (pixels.shape[1], pixels.shape[0])
    digest = hashlib.sha256(repr((height, width, 3)).encode())
    digest.update(np.ascontiguousarray(pixels).data)
    return digest.hexdigest()
