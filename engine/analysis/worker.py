"""What one analysis process does: load the models once, then measure photo after photo."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.catalog.measurements import PendingPhoto, PhotoAnalysis
from engine.checks import MeasuredPhoto, PhotoCheck, photo_checks_for
from engine.errors import EngineError, UnreadablePhoto
from engine.faces import Analyzer, FaceFinder
from engine.faces.registry import analyzers
from engine.kinds import Kind
from engine.photo_files import read_pixels
from engine.settings import Settings
from engine.thumbnails import save_thumbnail


@dataclass(frozen=True)
class Worker:
    """The loaded tools of one process."""

    settings: Settings
    analyzer: Analyzer
    finder: FaceFinder
    checks: Mapping[str, PhotoCheck]

    def analyze(self, photo: PendingPhoto) -> PhotoAnalysis:
        """Measure one photo and make its thumbnail."""
        if photo.location is None or not photo.location.is_file():
            reason = "The file is no longer where it was imported from. Put it back, then analyze again."
            return PhotoAnalysis(photo.photo_id, {}, error=reason)
        try:
            pixels = read_pixels(photo.location)
        except UnreadablePhoto as problem:
            unreadable = MeasuredPhoto(pixels=None, faces=None)
            return PhotoAnalysis(photo.photo_id, self._measure(unreadable), problem=str(problem))
        faces = self.finder.find(pixels)
        save_thumbnail(self.settings, photo.sha256, pixels)
        values = self._measure(MeasuredPhoto(pixels, faces))
        embedding = self.analyzer.embed_picture(pixels) if self.analyzer.embed_picture else None
        return PhotoAnalysis(photo.photo_id, values, faces, hash_pixels(pixels), picture_embedding=embedding)

    def _measure(self, photo: MeasuredPhoto) -> dict[str, float | None]:
        return {name: check.measure(photo) for name, check in self.checks.items()}


def hash_pixels(pixels: NDArray[np.uint8]) -> str:
    """SHA-256 of (height, width, 3) uint8 pixels and their shape: equal for copies in other lossless files."""
    digest = hashlib.sha256(repr(pixels.shape).encode())
    digest.update(np.ascontiguousarray(pixels).data)
    return digest.hexdigest()


def load_worker(settings: Settings, analyzer: Analyzer, kind: Kind) -> Worker:
    """Load an analyzer's models; slow."""
    return Worker(settings, analyzer, analyzer.load(settings), photo_checks_for(kind))


_worker: Worker | EngineError  # the one of this process; set by start_process, read by analyze_photos


def start_process(settings: Settings, analyzer_name: str, kind: Kind) -> None:
    """Prepare a pool's process: load the models, or keep why they cannot be."""
    global _worker
    try:
        _worker = load_worker(settings, analyzers()[analyzer_name], kind)
    except Exception as error:  # noqa: BLE001 - raised here it would break the pool without a word, and blame photos
        _worker = EngineError(
            f"The analyzer '{analyzer_name}' cannot be loaded ({error}). "
            "'doctor' says what is missing and how to get it."
        )


def analyze_photos(photos: Sequence[PendingPhoto]) -> list[PhotoAnalysis]:
    """Measure a few photos in a pool's process.

    Raises:
        EngineError: the models could not be loaded when the process started.
    """
    if isinstance(_worker, EngineError):
        raise _worker
    return [_worker.analyze(photo) for photo in photos]
