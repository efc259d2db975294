"""What an analyzer needs to ask a service about the photos of a dataset before they are measured."""

from __future__ import annotations

from dataclasses import dataclass

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.jobs import JobHandle
from engine.settings import Settings


@dataclass(frozen=True)
class Errand:
    """Attributes:
    endpoint: the server to ask, instead of the one that is set up.
    job: hears how far it is, and says when to stop.
    """

    settings: Settings
    catalog: Catalog
    dataset: Dataset
    job: JobHandle
    endpoint: str | None = None
