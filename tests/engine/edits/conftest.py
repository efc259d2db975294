"""A dataset to put right: ``Ann`` with three photos and ``Bo`` with two."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import Dataset, count_dataset
from engine.settings import Settings
from engine.verdicts import load_measurements
from tests.engine.builders import import_photos


@dataclass(frozen=True)
class Team:
    """The dataset and questions about how it stands."""

    settings: Settings
    catalog: Catalog
    dataset: Dataset
    folder: Path

    def people(self) -> dict[str, int]:
        """Photos per person."""
        return count_dataset(self.catalog, self.dataset).people

    def labels(self) -> dict[str, str]:
        """Whom each photo of the dataset shows, by path."""
        table = load_measurements(self.catalog, self.dataset)
        return dict(zip(table.paths, table.labels.tolist(), strict=True))

    def sha256s(self, *paths: str) -> list[str]:
        """The photos at some paths."""
        table = load_measurements(self.catalog, self.dataset)
        by_path = dict(zip(table.paths, table.sha256s, strict=True))
        return [by_path[path] for path in paths]

    def import_again(self) -> None:
        """Look for what is new in the folder."""
        import_photos(self.settings, self.folder)


@pytest.fixture
def team(settings: Settings, people_dir: Path) -> Team:
    dataset = import_photos(settings, people_dir).dataset
    return Team(settings, open_catalog(settings), dataset, people_dir)
