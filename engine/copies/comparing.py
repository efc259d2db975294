"""Gathers the pictures of a dataset, has them compared with each other, and keeps which photos are copies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.catalog import Catalog
from engine.catalog.copies import save_copies
from engine.catalog.datasets import Dataset
from engine.catalog.fingerprints import load_fingerprints
from engine.catalog.stored_faces import load_embeddings, load_main_points
from engine.catalog.tables import MeasurementTable
from engine.copies.cut import Faces
from engine.copies.fingerprint import unpack
from engine.copies.search import Pictures, find_copies
from engine.copies.standing import Numbers
from engine.embeddings import unit_rows
from engine.faces import EMBEDDING_LENGTH, FloatArray
from engine.kinds import Kind

SIZE_STEP = 1.25  # sizes that differ by less are called equal: where a face ends is not exact, nor a file's length
SHARPNESS_STEP = 3.0  # of 100: less says nothing


def compare_photos(
    catalog: Catalog, dataset: Dataset, table: MeasurementTable, has_to_stop: Callable[[], bool] = lambda: False
) -> bool:
    """Find the copies among all measured photos and remember them; False when asked to stop before the end."""
    measured = np.flatnonzero(table.is_measured)
    photo_ids, fingerprints = load_fingerprints(catalog, dataset)
    data_of = dict(zip(photo_ids.tolist(), fingerprints, strict=True))
    known = [place for place in measured.tolist() if int(table.photo_ids[place]) in data_of]
    first_of: dict[str, int] = {}
    shown = [first_of.setdefault(table.pixel_hashes[place] or table.sha256s[place], place) for place in known]
    places, picture = np.unique(np.array(shown, np.int64), return_inverse=True)
    pictures = _gather(catalog, dataset, table, places, [data_of[id] for id in table.photo_ids[places].tolist()])
    found = find_copies(pictures, has_to_stop)
    if found is None:
        return False
    order = _best_first(table, places, pictures, found)
    groups, places_in_group = np.full(len(table), -1, np.int64), np.zeros(len(table), np.int64)
    groups[known], places_in_group[known] = found[picture], order[picture]  # exact copies go with the first
    save_copies(catalog, dataset, table.photo_ids[measured].tolist(), groups[measured], places_in_group[measured])
    return True


def _gather(
    catalog: Catalog, dataset: Dataset, table: MeasurementTable, places: Numbers, fingerprints: Sequence[bytes]
) -> Pictures:
    """The pictures of the photos at ``places``."""
    ids = table.photo_ids[places].tolist()
    with_faces = dataset.kind is Kind.FACES
    points = _rows(load_main_points(catalog, dataset) if with_faces else {}, ids, 10)
    embeddings = _rows(load_embeddings(catalog, dataset) if with_faces else {}, ids, EMBEDDING_LENGTH)
    return Pictures(
        kind=dataset.kind,
        thumbnails=unpack(fingerprints),
        faces=Faces(points.reshape(-1, 5, 2), table.size_wh[places]),
        embeddings=unit_rows(np.nan_to_num(embeddings)),
        rank=_ranks(np.lexsort((-table.num_bytes[places], -table.size_wh[places].prod(axis=1)))),
    )


def _rows(known: Mapping[int, FloatArray], ids: Sequence[int], length: int) -> FloatArray:
    """(n, length) what is known of each photo; NaN of the others."""
    nothing = np.full(length, np.nan, np.float32)
    return np.array([known.get(id, nothing) for id in ids], np.float32).reshape(-1, length)


def _best_first(table: MeasurementTable, places: Numbers, pictures: Pictures, groups: Numbers) -> Numbers:
    """(n,) place in its group: the largest picture and face, then the sharpest, then the least compressed."""
    pixels = table.size_wh[places].prod(axis=1).astype(np.float64)
    smaller = _steps_below_largest(pixels * np.nan_to_num(pictures.faces.spreads, nan=1.0) ** 2, groups)
    compressed = _steps_below_largest(table.num_bytes[places].astype(np.float64), groups)
    sharpness = np.round(np.nan_to_num(table.values["sharpness"][places]) / SHARPNESS_STEP)
    order = np.lexsort((compressed, -sharpness, -pixels, smaller, groups))
    starts = np.flatnonzero(np.diff(groups[order], prepend=-2))
    ranks = _ranks(order)
    return np.where(groups >= 0, ranks - ranks[order[starts]][np.searchsorted(starts, ranks, side="right") - 1], 0)


def _steps_below_largest(sizes: NDArray[np.float64], groups: Numbers) -> NDArray[np.float64]:
    """(n,) 0 for the largest of a group and those about as large, 1 for those clearly smaller, and so on."""
    largest = np.zeros(len(sizes))
    np.maximum.at(largest, groups, sizes)
    return np.asarray(np.floor(np.log(np.maximum(largest[groups], 1) / np.maximum(sizes, 1)) / np.log(SIZE_STEP)))


def _ranks(order: Numbers) -> Numbers:
    ranks = np.zeros(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    return ranks
