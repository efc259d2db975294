"""A full catalog for the screens: two classes of generated pictures, measured, and one snapshot of them."""

import shutil
from pathlib import Path

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from engine import jobs
from engine.analysis import analyze_dataset
from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import Dataset, get_dataset
from engine.catalog.membership import measure_spread
from engine.settings import Settings
from engine.snapshots.freezing import freeze
from engine.snapshots.planning import SnapshotOptions, plan_snapshot
from engine.verdicts import decide_dataset
from tests.conftest import write_photo
from tests.engine.builders import import_photos
from tests.pages.screens import SCRIPT_SECONDS

FRAME = Path(__file__).resolve().parents[2] / "pages" / "frame.py"


@pytest.fixture
def app() -> AppTest:
    """The frame, before its first run."""
    return AppTest.from_file(FRAME, default_timeout=SCRIPT_SECONDS)


@pytest.fixture(scope="session")
def pictures_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``Ann``: six pictures of 64 × 48 and a damaged one. ``Bo``: four of 32 × 32, one of them twice in two formats."""
    folder = tmp_path_factory.mktemp("pictures")
    for number in range(6):
        write_photo(folder / "Ann" / f"{number}.png", (64, 48), seed=number)
    for number in range(4):
        write_photo(folder / "Bo" / f"{number}.png", (32, 32), seed=100 + number)
    with Image.open(folder / "Bo" / "3.png") as picture:
        picture.save(folder / "Bo" / "4.bmp")
    (folder / "Ann" / "damaged.png").write_bytes(b"no picture")
    return folder


@pytest.fixture
def imported(settings: Settings, pictures_dir: Path) -> Dataset:
    """The pictures as dataset ``team``, not looked at yet."""
    return import_photos(settings, pictures_dir).dataset


@pytest.fixture(scope="session")
def _measured_home(pictures_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the pictures measured and frozen as ``team-1``: made once, as processes are started for it."""
    home = tmp_path_factory.mktemp("measured") / "home"
    settings = Settings(home=home, weights_dir=home / "weights", num_workers=1)
    dataset = import_photos(settings, pictures_dir).dataset
    catalog = open_catalog(settings)
    _run_analyze(settings, catalog, dataset)
    _run_snapshot(settings, catalog, dataset)
    return home


@pytest.fixture
def team(settings: Settings, _measured_home: Path) -> Dataset:
    """The pictures as dataset ``team``, measured, with the snapshot ``team-1``."""
    shutil.copytree(_measured_home, settings.home, dirs_exist_ok=True)
    return get_dataset(open_catalog(settings), "team")


def _run_analyze(settings: Settings, catalog: Catalog, dataset: Dataset) -> None:
    with jobs.running(jobs.new_folder(settings.jobs_dir, "analyze"), ["analyze", dataset.name]) as job:
        analyze_dataset(settings, catalog, dataset, analyzer_name=None, num_workers=1, job=job)


def _run_snapshot(settings: Settings, catalog: Catalog, dataset: Dataset) -> None:
    decision, options = decide_dataset(catalog, dataset), SnapshotOptions()
    modes = list(measure_spread(catalog, dataset).modes)
    plan = plan_snapshot(dataset.name, dataset.kind, decision, modes, options)
    with jobs.running(jobs.new_folder(settings.jobs_dir, "snapshot"), ["snapshot", dataset.name]) as job:
        freeze(settings, catalog, dataset, decision, plan, options=options, num_workers=1, job=job)
