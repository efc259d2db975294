"""What one analysis process does: load the models once, then measure photo after photo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from engine.catalog.measurements import PendingPhoto
from engine.errors import EngineError
from engine.faces.registry import analyzers
from engine.kinds import Kind
from engine.photo_analysis import PhotoAnalysis, PhotoAnalyzer, load_photo_analyzer
from engine.settings import Settings
from engine.thumbnails import save_thumbnail


@dataclass(frozen=True)
class Worker:
    """The loaded tools of one process."""

    settings: Settings
    tools: PhotoAnalyzer

    def analyze(self, photo: PendingPhoto) -> PhotoAnalysis:
        """Measure one photo and make its thumbnail."""
        if photo.location is None or not photo.location.is_file():
            reason = "The file is no longer where it was imported from. Put it back, then analyze again."
            return PhotoAnalysis(photo.photo_id, {}, error=reason)
        keep_thumbnail = partial(save_thumbnail, self.settings, photo.sha256)
        return self.tools.analyze(photo.photo_id, photo.location, keep_thumbnail)


_worker: Worker | EngineError  # the one of this process; set by start_process, read by analyze_photos


def start_process(settings: Settings, analyzer_name: str, kind: Kind) -> None:
    """Prepare a pool's process: load the models, or keep why they cannot be."""
    global _worker
    try:
        _worker = Worker(settings, load_photo_analyzer(settings, analyzers()[analyzer_name], kind))
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
