"""A server that answers like Google's, and a dataset of people to ask it about."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import Dataset
from engine.kinds import Kind
from engine.settings import Settings
from tests.conftest import write_photo
from tests.engine.builders import import_photos
from tests.engine.cloud_vision.vision_server import VisionServer, running_server


@pytest.fixture
def server() -> Iterator[VisionServer]:
    with running_server() as running:
        yield running


@pytest.fixture
def catalog(settings: Settings) -> Catalog:
    return open_catalog(settings)


@pytest.fixture
def dataset(settings: Settings, tmp_path: Path) -> Dataset:
    """40 pictures of 64 × 48: three requests."""
    for number in range(40):
        write_photo(tmp_path / "in" / "Ann" / f"{number:02}.png", (64, 48), seed=number)
    return import_photos(settings, tmp_path / "in", kind=Kind.FACES).dataset
