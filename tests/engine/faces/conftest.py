"""The local analyzer, loaded once for all tests of faces."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.faces.local import LocalFaceFinder, load
from engine.faces.weights import YUNET
from engine.settings import Settings


@pytest.fixture(scope="session")
def finder(weights: dict[str, Path]) -> LocalFaceFinder:
    """The loaded analyzer."""
    folder = weights[YUNET].parent
    return load(Settings(home=folder, weights_dir=folder, num_workers=1))
