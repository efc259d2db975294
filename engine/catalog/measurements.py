"""What analyzers measured: which photos still wait, what is stored of each, and the whole dataset as one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.dialects.sqlite import insert

from engine.catalog.connection import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.labels import LabelState
from engine.catalog.membership import in_dataset
from engine.catalog.schema import analyses, faces, files, labels, measurements, overrides, photos
from engine.checks import PhotoCheck, Values
from engine.faces import Analyzer, Faces
from engine.kinds import Override


@dataclass(frozen=True)
class PendingPhoto:
    """A photo that waits to be analyzed."""

    photo_id: int
    sha256: str
    location: Path | None


@dataclass(frozen=True)
class PhotoAnalysis:
    """What one look at a photo gave.

    Attributes:
        values: measurement per check name; None where the question has no answer.
        faces: None when the analyzer did not look for any.
        pixel_sha256: SHA-256 of the decoded pixels and their shape.
        problem: why the photo cannot be decoded; it is then measured as unreadable.
        error: why the photo could not be analyzed this time (its file is gone, a worker died); tried again next time.
    """

    photo_id: int
    values: Mapping[str, float | None]
    faces: Faces | None = None
    pixel_sha256: str | None = None
    problem: str | None = None
    error: str | None = None


@dataclass(frozen=True)
class MeasurementTable:
    """A dataset's photos with all stored numbers, as parallel arrays in import order.

    Attributes:
        values: per check name, (n,) float64, NaN where not measured or without an answer.
        is_measured: (n,) True where the photo was analyzed.
        overrides: (n,) "keep", "reject" or "" as the user decided.
        pixel_hashes, problems, errors: per photo, None where there is none.
        is_aside: (n,) True where the photo was marked as showing none of the people.
        formats, modes: (n,) as Pillow names them, "" where unknown.
        source_types: (n,) names of the sources the photos came through.
        given_splits: (n,) the side the source gave, or "".
        taken: (n,) datetime64[s], when the camera says it was taken, else when the file was last changed; NaT unknown.
    """

    photo_ids: NDArray[np.int64]
    sha256s: tuple[str, ...]
    labels: NDArray[np.str_]
    paths: tuple[str, ...]
    num_bytes: NDArray[np.int64]
    size_wh: NDArray[np.int64]
    values: Mapping[str, Values]
    is_measured: NDArray[np.bool_]
    overrides: NDArray[np.str_]
    pixel_hashes: tuple[str | None, ...]
    problems: tuple[str | None, ...]
    errors: tuple[str | None, ...]
    is_aside: NDArray[np.bool_]
    formats: NDArray[np.str_]
    modes: NDArray[np.str_]
    source_types: NDArray[np.str_]
    given_splits: NDArray[np.str_]
    taken: NDArray[np.datetime64]

    def __len__(self) -> int:
        return len(self.sha256s)

    @property
    def is_rejected_by_hand(self) -> NDArray[np.bool_]:
        """(n,) True where the user rejected the photo or set it aside."""
        return np.asarray((self.overrides == Override.REJECT) | self.is_aside)

    @cached_property
    def place_of(self) -> Mapping[str, int]:
        """Where each photo stands, by SHA-256."""
        return {sha256: place for place, sha256 in enumerate(self.sha256s)}


def list_pending(
    catalog: Catalog, dataset: Dataset, analyzer: Analyzer, checks: Mapping[str, PhotoCheck]
) -> list[PendingPhoto]:
    """Photos of a dataset that this version of the analyzer, or a check's version, has not measured."""
    with catalog.read() as connection:
        done = _fully_measured(connection, dataset, analyzer, checks)
        mine = (
            sa.select(photos.c.id, photos.c.sha256, files.c.location)
            .join(files, files.c.photo_id == photos.c.id)
            .where(in_dataset(dataset))
            .order_by(files.c.id)
        )
        return [
            PendingPhoto(id, sha256, Path(location) if location else None)
            for id, sha256, location in connection.execute(mine)
            if id not in done
        ]


def save_analyses(
    catalog: Catalog, analyzer: Analyzer, checks: Mapping[str, PhotoCheck], batch: Sequence[PhotoAnalysis]
) -> None:
    """Store a batch of analyses in one transaction, in place of older ones of the same photos and analyzer."""
    if not batch:
        return
    done = [analysis for analysis in batch if analysis.error is None]
    ids = [analysis.photo_id for analysis in batch]
    with catalog.write() as connection:
        for table in (faces, measurements):
            connection.execute(sa.delete(table).where(table.c.photo_id.in_(ids), table.c.analyzer == analyzer.name))
        _upsert(connection, analyses, [_analysis_row(analyzer, analysis) for analysis in batch])
        _upsert(connection, faces, [row for analysis in done for row in _face_rows(analyzer, analysis)])
        _upsert(connection, measurements, [row for item in done for row in _value_rows(analyzer, checks, item)])
        for analysis in done:
            facts = {"pixel_sha256": analysis.pixel_sha256, "problem": analysis.problem}
            connection.execute(sa.update(photos).where(photos.c.id == analysis.photo_id).values(facts))


def load_table(catalog: Catalog, dataset: Dataset, check_names: Sequence[str]) -> MeasurementTable:
    """Everything a decision needs about a dataset, in one read."""
    with catalog.read() as connection:
        rows = connection.execute(_member_rows(dataset)).all()
        photo_ids = np.array([row[0] for row in rows], np.int64)
        values = _load_values(connection, dataset, check_names, photo_ids)
    columns = list(zip(*rows, strict=True)) if rows else [()] * 18
    _, sha256s, label_names, paths, num_bytes, widths, heights, hashes, problems, decisions, states, *more = columns
    label_states, formats, modes, source_types, splits, taken, modified_ns = more
    return MeasurementTable(
        photo_ids=photo_ids,
        sha256s=sha256s,
        labels=np.array(label_names, np.str_),
        paths=paths,
        num_bytes=np.array(num_bytes, np.int64),
        size_wh=np.array([(w or 0, h or 0) for w, h in zip(widths, heights, strict=True)], np.int64).reshape(-1, 2),
        values=values,
        is_measured=np.array([state == "" for state in states], np.bool_),
        overrides=np.array([decision or "" for decision in decisions], np.str_),
        pixel_hashes=hashes,
        problems=problems,
        errors=tuple(state or None for state in states),
        is_aside=np.array([state == LabelState.ASIDE for state in label_states], np.bool_),
        formats=_texts(formats),
        modes=_texts(modes),
        source_types=_texts(source_types),
        given_splits=_texts(splits),
        taken=_times(taken, modified_ns),
    )


def _fully_measured(
    connection: sa.Connection, dataset: Dataset, analyzer: Analyzer, checks: Mapping[str, PhotoCheck]
) -> set[int]:
    is_current = sa.or_(
        *(
            (measurements.c.check_name == name) & (measurements.c.version == check.version)
            for name, check in checks.items()
        )
    )
    query = (
        sa.select(files.c.photo_id)
        .join(analyses, analyses.c.photo_id == files.c.photo_id)
        .join(measurements, measurements.c.photo_id == files.c.photo_id)
        .where(in_dataset(dataset))
        .where(analyses.c.analyzer == analyzer.name, analyses.c.version == analyzer.version, analyses.c.error.is_(None))
        .where(measurements.c.analyzer == analyzer.name, is_current)
        .group_by(files.c.photo_id)
        .having(sa.func.count() == len(checks))
    )
    return {id for id in connection.execute(query).scalars() if id is not None}


def _member_rows(dataset: Dataset) -> sa.Select[tuple[object, ...]]:
    """In the order that :func:`load_table` takes apart; the state is "" when the photo was analyzed, else an error."""
    mine = (overrides.c.photo_id == photos.c.id) & (overrides.c.dataset_id == dataset.id)
    analysis = (analyses.c.photo_id == photos.c.id) & (analyses.c.analyzer == dataset.analyzer)
    state = sa.case((analyses.c.photo_id.is_(None), None), else_=sa.func.coalesce(analyses.c.error, ""))
    return (
        sa.select(
            photos.c.id,
            photos.c.sha256,
            labels.c.name,
            files.c.path,
            photos.c.num_bytes,
            photos.c.width,
            photos.c.height,
            photos.c.pixel_sha256,
            photos.c.problem,
            overrides.c.decision,
            state,
            labels.c.state,
            photos.c.format,
            photos.c.mode,
            files.c.source_type,
            files.c.split,
            photos.c.taken,
            files.c.modified_ns,
        )
        .select_from(files)
        .join(photos, photos.c.id == files.c.photo_id)
        .join(labels, labels.c.id == files.c.label_id)
        .outerjoin(overrides, mine)
        .outerjoin(analyses, analysis)
        .where(in_dataset(dataset))
        .order_by(files.c.id)
    )


def _load_values(
    connection: sa.Connection, dataset: Dataset, check_names: Sequence[str], photo_ids: NDArray[np.int64]
) -> dict[str, Values]:
    place = {id: index for index, id in enumerate(photo_ids.tolist())}
    values = {name: np.full(len(photo_ids), np.nan) for name in check_names}
    query = (
        sa.select(measurements.c.photo_id, measurements.c.check_name, measurements.c.value)
        .join(files, files.c.photo_id == measurements.c.photo_id)
        .where(in_dataset(dataset), measurements.c.analyzer == dataset.analyzer)
        .where(measurements.c.check_name.in_(list(check_names)), measurements.c.value.is_not(None))
    )
    for photo_id, name, value in connection.execute(query):
        values[name][place[photo_id]] = value
    return values


def _texts(values: Sequence[str | None]) -> NDArray[np.str_]:
    return np.array([value or "" for value in values], np.str_)


def _times(taken: Sequence[str | None], modified_ns: Sequence[int | None]) -> NDArray[np.datetime64]:
    camera = np.array([value or "NaT" for value in taken], "datetime64[s]")
    unknown = np.iinfo(np.int64).min  # how NumPy writes NaT
    file = np.array([unknown if value is None else value for value in modified_ns], np.int64).view("datetime64[ns]")
    return np.where(np.isnat(camera), file.astype("datetime64[s]"), camera)


def _upsert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, object]]) -> None:
    if rows:
        connection.execute(insert(table).prefix_with("OR REPLACE"), rows)


def _analysis_row(analyzer: Analyzer, analysis: PhotoAnalysis) -> dict[str, object]:
    embedding = None if analysis.faces is None else analysis.faces.embedding
    return {
        "photo_id": analysis.photo_id,
        "analyzer": analyzer.name,
        "version": analyzer.version,
        "error": analysis.error,
        "embedding": None if embedding is None else embedding.astype("<f4").tobytes(),
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


def _value_rows(
    analyzer: Analyzer, checks: Mapping[str, PhotoCheck], analysis: PhotoAnalysis
) -> list[dict[str, object]]:
    return [
        {
            "photo_id": analysis.photo_id,
            "analyzer": analyzer.name,
            "check_name": name,
            "version": checks[name].version,
            "value": value,
        }
        for name, value in analysis.values.items()
    ]
