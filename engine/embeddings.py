"""The photos of a dataset as points in the space of their embeddings: near each other where they look alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.stored_faces import embeddings_stamp, load_embedding_rows
from engine.faces import FloatArray
from engine.kinds import Kind
from engine.remembered import Remembered
from engine.verdicts import Decision

Numbers = NDArray[np.int64]
Stored = tuple[Numbers, FloatArray]

_stored: Remembered[Stored] = Remembered(1)  # 51 MB for 100,000 photos


@dataclass(frozen=True)
class EmbeddedPhotos:
    """Photos that have an embedding, as parallel arrays; those set aside are left out.

    Attributes:
        places: (n,) where they stand in the decision's table.
        vectors: (n, 128) float32 of length 1; the product of two is their cosine.
        people: (n,) place of each photo's label in ``names``.
        names: the labels, in order of name; each has a photo.
    """

    places: Numbers
    vectors: FloatArray
    people: Numbers
    names: tuple[str, ...]

    @classmethod
    def of(cls, places: Numbers, vectors: FloatArray, labels: NDArray[np.str_]) -> EmbeddedPhotos:
        """Photos with their embeddings and labels."""
        names, people = np.unique(labels, return_inverse=True)
        return cls(places, vectors, people.astype(np.int64), tuple(names.tolist()))

    def __len__(self) -> int:
        return len(self.places)


def load_embedded(catalog: Catalog, dataset: Dataset, decision: Decision) -> EmbeddedPhotos:
    """Every photo of a decision that was embedded and is not set aside, whatever its verdict."""
    key = (catalog.file, dataset, embeddings_stamp(catalog, dataset))
    photo_ids, vectors = _stored.get(key, lambda: _load(catalog, dataset))
    table = decision.table
    usable = np.flatnonzero(~table.is_aside)
    if not len(photo_ids) or not len(usable):
        return EmbeddedPhotos(usable[:0], vectors[:0], usable[:0], ())
    row = np.minimum(np.searchsorted(photo_ids, table.photo_ids[usable]), len(photo_ids) - 1)
    is_here = photo_ids[row] == table.photo_ids[usable]
    places, row = usable[is_here], row[is_here]
    return EmbeddedPhotos.of(places, vectors[row], table.labels[places])


def unit_rows(vectors: FloatArray) -> FloatArray:
    """Rows of length 1; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)


def _load(catalog: Catalog, dataset: Dataset) -> Stored:
    photo_ids, vectors = load_embedding_rows(catalog, dataset)
    if dataset.kind is Kind.IMAGES and len(vectors):
        # Pictures have brightness and edges in common, which would make all of them look alike.
        vectors = vectors - vectors.mean(axis=0)
    return photo_ids, unit_rows(vectors)
