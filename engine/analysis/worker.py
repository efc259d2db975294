"""What one analysis process does: load the models once, then measure photo after photo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from engine.catalog import Catalog, open_catalog
from engine.catalog.cloud_answers import Answer, load_answer
from engine.catalog.measurements import PendingPhoto
from engine.errors import EngineError
from engine.faces.registry import analyzers
from engine.kinds import Kind
from engine.photo_analysis import PhotoAnalysis, PhotoAnalyzer, load_photo_analyzer
from engine.settings import Settings
from engine.thumbnails import save_thumbnail

NOT_ASKED = "{} has not been asked about this photo yet. Analyze again to ask."


@dataclass(frozen=True)
class Worker:
    """The loaded tools of one process. ``catalog``: where answers lie, for an analyzer that asks a service."""

    settings: Settings
    tools: PhotoAnalyzer
    catalog: Catalog | None = None

    def analyze(self, photo: PendingPhoto) -> PhotoAnalysis:
        """Measure one photo and make its thumbnail."""
        if photo.location is None or not photo.location.is_file():
            reason = "The file is no longer where it was imported from. Put it back, then analyze again."
            return PhotoAnalysis(photo.photo_id, {}, error=reason)
        keep_thumbnail = partial(save_thumbnail, self.settings, photo.sha256)
        answer = self._answer(photo)
        analysis = self.tools.analyze(photo.photo_id, photo.location, keep_thumbnail, answer=answer.packed or b"")
        if answer.error is None or analysis.problem is not None:
            return analysis
        return PhotoAnalysis(photo.photo_id, {}, error=answer.error)

    def _answer(self, photo: PendingPhoto) -> Answer:
        """What the service said of a photo; nothing, where none is asked."""
        analyzer = self.tools.analyzer
        if self.catalog is None or analyzer.questions is None:
            return Answer(photo.photo_id)
        answer = load_answer(self.catalog, photo.photo_id, analyzer.questions)
        return answer or Answer(photo.photo_id, error=NOT_ASKED.format(analyzer.title))


_worker: Worker | EngineError  # the one of this process; set by start_process, read by analyze_photos


def start_process(settings: Settings, analyzer_name: str, kind: Kind) -> None:
    """Prepare a pool's process: load the models, or keep why they cannot be."""
    global _worker
    try:
        analyzer = analyzers()[analyzer_name]
        catalog = open_catalog(settings) if analyzer.questions else None
        _worker = Worker(settings, load_photo_analyzer(settings, analyzer, kind), catalog)
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
