"""What analyzers measured: which photos still wait, and what is stored of each.

The numbers of a photo stand in one row, packed: a row per number made reading 100,000 photos five times as slow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from engine.catalog.connection import Catalog, fetch_tuples
from engine.catalog.copies import forget_compared
from engine.catalog.datasets import Dataset
from engine.catalog.fingerprints import is_fingerprinted, write_fingerprints
from engine.catalog.membership import in_dataset
from engine.catalog.schema import analyses, faces, files, photos, revision
from engine.checks import PhotoCheck
from engine.faces import Analyzer, Faces
from engine.photo_analysis import PhotoAnalysis


@dataclass(frozen=True)
class PendingPhoto:
    """A photo that waits to be analyzed."""

    photo_id: int
    sha256: str
    location: Path | None


def list_pending(
    catalog: Catalog, dataset: Dataset, analyzer: Analyzer, checks: Mapping[str, PhotoCheck]
) -> list[PendingPhoto]:
    """Photos of a dataset that this version of the analyzer, of a check or of the fingerprint has not measured."""
    analysis = (analyses.c.photo_id == files.c.photo_id) & (analyses.c.analyzer == analyzer.name)
    is_current = (analyses.c.version == analyzer.version) & analyses.c.error.is_(None)
    is_current &= is_fingerprinted(photos.c.id)
    mine = (
        sa.select(photos.c.id, photos.c.sha256, files.c.location, sa.case((is_current, analyses.c.measured)))
        .select_from(files)
        .join(photos, files.c.photo_id == photos.c.id)
        .outerjoin(analyses, analysis)
        .where(in_dataset(dataset))
        .order_by(files.c.id)
    )
    with catalog.read() as connection:
        rows = fetch_tuples(connection, mine)
    is_missing = {measured: bool(missing_checks(measured, checks)) for measured in {row[-1] for row in rows}}
    return [
        PendingPhoto(id, sha256, Path(location) if location else None)
        for id, sha256, location, measured in rows
        if is_missing[measured]
    ]


def missing_checks(measured: str | None, checks: Mapping[str, PhotoCheck]) -> tuple[str, ...]:
    """The checks whose present version is not among those measured, as ``analyses.measured`` writes them."""
    known = set((measured or "").split())
    return tuple(name for name, check in checks.items() if _versioned(name, check) not in known)


def save_analyses(
    catalog: Catalog, analyzer: Analyzer, checks: Mapping[str, PhotoCheck], batch: Sequence[PhotoAnalysis]
) -> None:
    """Store a batch of analyses in one transaction, in place of older ones of the same photos and analyzer."""
    if not batch:
        return
    done = [analysis for analysis in batch if analysis.error is None]
    with catalog.write() as connection:
        now = connection.execute(sa.select(revision.c.value)).scalar_one()
        for start in range(0, len(batch), 500):  # SQLite takes so many values in one statement on any build
            ids = [analysis.photo_id for analysis in batch[start : start + 500]]
            connection.execute(sa.delete(faces).where(faces.c.photo_id.in_(ids), faces.c.analyzer == analyzer.name))
        rows = [_analysis_row(analyzer, checks, analysis) | {"revision": now} for analysis in batch]
        connection.execute(insert(analyses).prefix_with("OR REPLACE"), rows)
        if found := [row for analysis in done for row in _face_rows(analyzer, analysis)]:
            connection.execute(insert(faces), found)
        write_fingerprints(connection, [(each.photo_id, each.fingerprint) for each in done])
        forget_compared(connection, [each.photo_id for each in done])
        facts = sa.update(photos).where(photos.c.id == sa.bindparam("id_")).values(
            pixel_sha256=sa.bindparam("pixel_sha256_"), problem=sa.bindparam("problem_")
        )  # fmt: skip
        if done:
            connection.execute(
                facts, [{"id_": a.photo_id, "pixel_sha256_": a.pixel_sha256, "problem_": a.problem} for a in done]
            )


def _versioned(name: str, check: PhotoCheck) -> str:
    return f"{name}:{check.version}"


def _analysis_row(analyzer: Analyzer, checks: Mapping[str, PhotoCheck], analysis: PhotoAnalysis) -> dict[str, object]:
    embedding = analysis.embedding
    values = {} if analysis.error is not None else dict(sorted(analysis.values.items()))
    return {
        "photo_id": analysis.photo_id,
        "analyzer": analyzer.name,
        "version": analyzer.version,
        "error": analysis.error,
        "embedding": None if embedding is None else embedding.astype("<f4").tobytes(),
        "measured": " ".join(_versioned(name, checks[name]) for name in values),
        "numbers": np.array(list(values.values()), "<f8").tobytes(),  # None becomes NaN
    }


def _face_rows(analyzer: Analyzer, analysis: PhotoAnalysis) -> list[dict[str, object]]:
    found = analysis.faces or Faces.none()
    angles = [[float(x) if np.isfinite(x) else None for x in row] for row in found.roll_pan_tilt_degrees]
    return [
        {
            "photo_id": analysis.photo_id,
            "analyzer": analyzer.name,
            "place": place,
            "box_ltrb": found.boxes_ltrb[place].astype("<f4").tobytes(),
            "points": found.points[place].astype("<f4").tobytes(),
            "score": float(found.scores[place]),
            "roll": angles[place][0],
            "pan": angles[place][1],
            "tilt": angles[place][2],
        }
        for place in range(len(found))
    ]
