"""Where the photos of a dataset stand on a map, and which of them are missing on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.map_points import load_points
from engine.embeddings import EmbeddedPhotos, Numbers, load_embedded
from engine.maps.methods import Method
from engine.maps.pca import principal_components
from engine.verdicts import Decision

MAX_POINTS = 10_000  # more overlap on a screen, and t-SNE takes minutes


@dataclass(frozen=True)
class PhotoMap:
    """Photos as points.

    Attributes:
        places: (n,) where the photos stand in the decision's table.
        points: (n, 2) x and y.
        num_photos: photos that could be on it; more than n when it shows a sample.
        num_newer: photos that would be on it, were it made today.
    """

    places: Numbers
    points: NDArray[np.float64]
    num_photos: int
    num_newer: int = 0

    def __len__(self) -> int:
        return len(self.places)


def find_map(catalog: Catalog, dataset: Dataset, decision: Decision, method: Method) -> PhotoMap:
    """The map of a dataset by a method; without points when a job has to make it first. Remembered."""

    def find() -> PhotoMap:
        photos = load_embedded(catalog, dataset, decision)
        chosen = sampled(photos, decision.table.sha256s)
        if method is Method.PCA:
            points = principal_components(photos.vectors, 2)[chosen] if len(photos) else np.zeros((0, 2))
            return PhotoMap(photos.places[chosen], points, len(photos))
        return _stored(catalog, dataset, decision, photos, chosen)

    found: PhotoMap = decision.results.get(("map", method), find)
    return found


def sampled(photos: EmbeddedPhotos, sha256s: tuple[str, ...]) -> Numbers:
    """(n,) which of the photos are shown: all, or those with the lowest SHA-256, which says nothing of what they show.

    So the sample is a fair one, and the same every time.
    """
    if len(photos) <= MAX_POINTS:
        return np.arange(len(photos))
    names = np.array([sha256s[place][:16] for place in photos.places.tolist()])
    return np.sort(np.argsort(names, kind="stable")[:MAX_POINTS])


def _stored(
    catalog: Catalog, dataset: Dataset, decision: Decision, photos: EmbeddedPhotos, chosen: Numbers
) -> PhotoMap:
    ids, points = load_points(catalog, dataset, Method.TSNE)
    if not len(ids):
        return PhotoMap(photos.places[:0], points, len(photos))
    mine = decision.table.photo_ids[photos.places]
    row = np.minimum(np.searchsorted(ids, mine), len(ids) - 1)
    is_on = ids[row] == mine
    return PhotoMap(photos.places[is_on], points[row[is_on]], len(photos), int(np.count_nonzero(~is_on[chosen])))
