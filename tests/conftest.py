"""What every test may ask for: settings in a home of its own, photos made here, real photos and weights."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.errors import ChecksumMismatch, WeightsError
from engine.faces.weights import MANIFEST, ensure_weights
from engine.settings import Settings

REPOSITORY = Path(__file__).resolve().parents[1]
PHOTOS_DIR = Path(os.environ.get("FACET_TEST_PHOTOS") or REPOSITORY.parent / "shared" / "data")
# Read before any test may change the environment: the weights are fetched once for all tests and for the user.
WEIGHTS_DIR = Settings.from_environment().weights_dir

PhotoMaker = Callable[..., Path]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with the reason, tests of what is not here: real photos, or a network."""
    reasons = {}
    if not PHOTOS_DIR.is_dir():
        reasons["photos"] = f"needs the photos in {PHOTOS_DIR}; FACET_TEST_PHOTOS names another folder"
    if os.environ.get("FACET_TEST_OFFLINE"):
        reasons["network"] = "needs the network, and FACET_TEST_OFFLINE is set"
    for item in items:
        for marker, reason in reasons.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(autouse=True)
def _home_of_the_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test, and no process a test starts, ever touches the user's own photos."""
    monkeypatch.setenv("FACET_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FACET_WEIGHTS", str(WEIGHTS_DIR))
    monkeypatch.setenv("FACET_WORKERS", "2")


@pytest.fixture
def settings(_home_of_the_test: None) -> Settings:
    """Settings with a home of the test's own and the shared weights."""
    settings = Settings.from_environment()
    settings.home.mkdir(parents=True)
    return settings


@pytest.fixture(scope="session")
def weights() -> dict[str, Path]:
    """The path of each pre-trained file by name, fetched once; the test is skipped where they cannot be had."""
    shared = Settings(home=WEIGHTS_DIR.parent, weights_dir=WEIGHTS_DIR, num_workers=2)
    try:
        return ensure_weights(shared, [file.name for file in MANIFEST], lambda line: None)
    except ChecksumMismatch:
        raise  # other bytes than declared are no missing network
    except WeightsError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def photos_dir() -> Path:
    """The folder of real photos; give the test the marker ``photos``."""
    return PHOTOS_DIR


@pytest.fixture
def make_photo() -> PhotoMaker:
    """Write a photo of seeded noise round one colour: ``make_photo(path, (width, height), colour, seed=0)``."""
    return write_photo


def write_photo(
    path: Path, size_wh: tuple[int, int] = (64, 48), colour: tuple[int, int, int] = (120, 90, 60), *, seed: int = 0
) -> Path:
    """Write a photo of seeded noise round one colour."""
    width, height = size_wh
    noise = np.random.default_rng(seed).integers(-20, 21, (height, width, 3))
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.clip(np.array(colour) + noise, 0, 255).astype(np.uint8)).save(path)
    return path


@pytest.fixture
def people_dir(tmp_path: Path) -> Path:
    """A folder to import: ``Ann`` with three photos and ``Bo`` with two, all different."""
    for seed, place in enumerate(["Ann/1.png", "Ann/2.png", "Ann/3.png", "Bo/1.png", "Bo/2.png"]):
        write_photo(tmp_path / "people" / place, seed=seed)
    return tmp_path / "people"
