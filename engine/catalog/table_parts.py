"""Reads the parts of a dataset's table, each as arrays over its photos in import order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # rows have columns of several types

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from engine.catalog.connection import fetch_tuples
from engine.catalog.datasets import Dataset
from engine.catalog.labels import LabelState, read_labels
from engine.catalog.membership import in_dataset
from engine.catalog.schema import analyses, files, overrides, photos, revision
from engine.checks import Values

Rows = Sequence[tuple[Any, ...]]
Objects = NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Members:
    """What the files say that stand for the photos: changed by imports and by moving photos to other labels."""

    photo_ids: NDArray[np.int64]
    labels: NDArray[np.str_]
    is_aside: NDArray[np.bool_]
    paths: tuple[str, ...]
    source_types: NDArray[np.str_]
    given_splits: NDArray[np.str_]
    modified: NDArray[np.datetime64]


@dataclass(frozen=True, eq=False)
class PhotoFacts:
    """What the bytes of the photos say: never changes. ``taken`` is NaT where the camera says nothing."""

    sha256s: tuple[str, ...]
    num_bytes: NDArray[np.int64]
    size_wh: NDArray[np.int64]
    formats: NDArray[np.str_]
    modes: NDArray[np.str_]
    taken: NDArray[np.datetime64]


@dataclass(frozen=True, eq=False)
class Analyses:
    """What the dataset's analyzer found, up to ``revision`` of the catalog. ``checks``: what each photo was measured
    with, as ``analyses.measured`` writes it; "" for those not analyzed."""

    revision: int
    values: Mapping[str, Values]
    is_measured: NDArray[np.bool_]
    pixel_hashes: Objects
    problems: Objects
    errors: Objects
    checks: Objects


def read_members(connection: sa.Connection, dataset: Dataset) -> Members:
    """The files that stand for the dataset's photos, with the labels they have now."""
    names = {label.id: label for label in read_labels(connection, dataset.id)}
    query = (
        sa.select(
            files.c.photo_id, files.c.label_id, files.c.path, files.c.source_type, files.c.split, files.c.modified_ns
        )
        .where(in_dataset(dataset))
        .order_by(files.c.id)
    )
    photo_ids, label_ids, paths, source_types, splits, modified_ns = _columns(fetch_tuples(connection, query), 6)
    of_each = np.array(label_ids, np.int64)
    known, place_of_each = np.unique(of_each, return_inverse=True)
    labels = [names[id] for id in known.tolist()]
    return Members(
        photo_ids=np.array(photo_ids, np.int64),
        labels=np.array([label.name for label in labels] or [""], np.str_)[place_of_each],
        is_aside=np.array([label.state == LabelState.ASIDE for label in labels] or [False], np.bool_)[place_of_each],
        paths=tuple(paths),
        source_types=_texts(source_types),
        given_splits=_texts(splits),
        modified=_times(modified_ns),
    )


def read_photos(connection: sa.Connection, dataset: Dataset, photo_ids: NDArray[np.int64]) -> PhotoFacts:
    """What the bytes of the photos say."""
    columns = (photos.c.sha256, photos.c.num_bytes, photos.c.width, photos.c.height, photos.c.format, photos.c.mode)
    rows = fetch_tuples(connection, _of_members(dataset, photos.c.id, *columns, photos.c.taken))
    ids, sha256s, num_bytes, widths, heights, formats, modes, taken = _columns(rows, 8)
    places, _ = _places(photo_ids, np.array(ids, np.int64))
    sides = [[0 if side is None else side for side in each] for each in (widths, heights)]
    return PhotoFacts(
        sha256s=tuple(_objects(sha256s)[places].tolist()),
        num_bytes=np.array(num_bytes, np.int64)[places],
        size_wh=np.array(sides, np.int64).T.reshape(-1, 2)[places],
        formats=_texts(formats)[places],
        modes=_texts(modes)[places],
        taken=np.array([value or "NaT" for value in taken], "datetime64[s]")[places],
    )


def read_overrides(connection: sa.Connection, dataset: Dataset, photo_ids: NDArray[np.int64]) -> NDArray[np.str_]:
    """(n,) "keep", "reject" or ""."""
    decided = np.full(len(photo_ids), "", "<U6")
    query = sa.select(overrides.c.photo_id, overrides.c.decision).where(overrides.c.dataset_id == dataset.id)
    ids, decisions = _columns(fetch_tuples(connection, query), 2)
    places, is_here = _places(np.array(ids, np.int64), photo_ids)
    decided[places] = np.array(decisions, "<U6")[is_here]
    return decided


def read_analyses(
    connection: sa.Connection, dataset: Dataset, check_names: Sequence[str], photo_ids: NDArray[np.int64]
) -> Analyses:
    """What was found of every photo."""
    number = len(photo_ids)
    nothing = Analyses(
        revision=-1,
        values={name: np.full(number, np.nan) for name in check_names},
        is_measured=np.zeros(number, np.bool_),
        pixel_hashes=np.full(number, None, np.object_),
        problems=np.full(number, None, np.object_),
        errors=np.full(number, None, np.object_),
        checks=np.full(number, "", np.object_),
    )
    rows = fetch_tuples(connection, _analysis_rows(dataset))
    return _with_rows(nothing, rows, photo_ids, _revision(connection))


def read_newer_analyses(
    connection: sa.Connection, dataset: Dataset, photo_ids: NDArray[np.int64], earlier: Analyses
) -> Analyses:
    """``earlier`` with what was written since in its place; ``photo_ids`` are the same."""
    # Of any analyzer: each writes what it found out about the picture, such as the hash of its pixels.
    newer = sa.select(analyses.c.photo_id).where(analyses.c.revision > earlier.revision)
    rows = fetch_tuples(connection, _analysis_rows(dataset).where(files.c.photo_id.in_(newer)))
    return _with_rows(earlier, rows, photo_ids, _revision(connection)) if rows else earlier


def _analysis_rows(dataset: Dataset) -> sa.Select[Any]:
    is_known = analyses.c.photo_id.is_not(None) & analyses.c.error.is_(None)
    return _of_members(
        dataset,
        photos.c.id,
        photos.c.pixel_sha256,
        photos.c.problem,
        analyses.c.error,
        is_known,
        analyses.c.measured,
        analyses.c.numbers,
    ).outerjoin(analyses, (analyses.c.photo_id == photos.c.id) & (analyses.c.analyzer == dataset.analyzer))


def _with_rows(earlier: Analyses, rows: Rows, photo_ids: NDArray[np.int64], now: int) -> Analyses:
    ids, hashes, problems, errors, is_known, checks, numbers = _columns(rows, 7)
    places, _ = _places(np.array(ids, np.int64), photo_ids)
    texts = [check or "" for check in checks]
    return Analyses(
        revision=now,
        values=_with_numbers(earlier.values, places, texts, numbers),
        is_measured=_with(earlier.is_measured, places, np.array(is_known, np.bool_)),
        pixel_hashes=_with(earlier.pixel_hashes, places, _objects(hashes)),
        problems=_with(earlier.problems, places, _objects(problems)),
        errors=_with(earlier.errors, places, _objects(errors)),
        checks=_with(earlier.checks, places, _objects(texts)),
    )


def _with_numbers(
    earlier: Mapping[str, Values], places: NDArray[np.intp], checks: Sequence[str], numbers: Sequence[bytes | None]
) -> dict[str, Values]:
    """The numbers of the photos at ``places`` in their columns; photos measured with the same checks all at once."""
    values = {name: _with(column, places, np.full(len(places), np.nan)) for name, column in earlier.items()}
    of_each = _objects(checks)
    for measured in set(checks):
        mine = np.flatnonzero(of_each == measured)
        names = check_names(measured)
        packed = np.frombuffer(b"".join(numbers[place] or b"" for place in mine.tolist()), "<f8")
        for name, column in zip(names, packed.reshape(len(mine), len(names)).T, strict=True):
            if name in values:
                values[name][places[mine]] = column
    return values


def check_names(measured: str) -> list[str]:
    """Such as ``["pan", "size"]`` of ``"pan:2 size:1"``."""
    return [part.rpartition(":")[0] for part in measured.split()]


def _of_members(dataset: Dataset, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """In the order of the photos' ids, which is not always that of their import."""
    return (
        sa.select(*columns)
        .select_from(files)
        .join(photos, photos.c.id == files.c.photo_id)
        .where(in_dataset(dataset))
        .order_by(files.c.photo_id)  # as the index gives them, without sorting
    )


def _places(ids: NDArray[np.int64], photo_ids: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Where photos with ``ids`` stand, and which of them stand there at all; places are of those alone."""
    if len(photo_ids) == 0:
        return np.zeros(0, np.intp), np.zeros(len(ids), np.bool_)
    order = np.argsort(photo_ids, kind="stable")
    found = order[np.searchsorted(photo_ids, ids, sorter=order).clip(max=len(photo_ids) - 1)]
    is_here = photo_ids[found] == ids
    return found[is_here], is_here


def _with(column: NDArray[Any], places: NDArray[np.intp], values: NDArray[Any]) -> NDArray[Any]:
    changed = column.copy()
    changed[places] = values
    return changed


def _objects(values: Sequence[object]) -> Objects:
    array = np.empty(len(values), np.object_)
    array[:] = values
    return array


def _columns(rows: Rows, number: int) -> list[list[Any]]:
    return [[row[place] for row in rows] for place in range(number)]


def _texts(values: Sequence[str | None]) -> NDArray[np.str_]:
    return np.array([value or "" for value in values], np.str_)


def _times(modified_ns: Sequence[int | None]) -> NDArray[np.datetime64]:
    unknown = np.iinfo(np.int64).min  # how NumPy writes NaT
    moments = np.array([unknown if value is None else value for value in modified_ns], np.int64)
    return moments.view("datetime64[ns]").astype("datetime64[s]")


def _revision(connection: sa.Connection) -> int:
    return int(connection.execute(sa.select(revision.c.value)).scalar_one())
