"""The words for whom or what the photos of a dataset show."""

from __future__ import annotations

from engine.catalog.datasets import Dataset
from engine.kinds import Kind


def one_label(dataset: Dataset) -> str:
    """``person`` or ``class``."""
    return "person" if dataset.kind is Kind.FACES else "class"


def all_labels(dataset: Dataset) -> str:
    """``people`` or ``classes``."""
    return "people" if dataset.kind is Kind.FACES else "classes"
