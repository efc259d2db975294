"""Analyzing a dataset: every photo once, with real processes that finish, die and are killed."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

from engine import jobs
from engine.analysis import AnalysisResult, analyze_dataset
from engine.analysis.worker import analyze_photos, start_process
from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import Dataset
from engine.catalog.tables import MeasurementTable
from engine.errors import BadInput, EngineError, JobBusy
from engine.jobs import Job, JobState
from engine.jobs.records import find_process
from engine.kinds import Kind, Verdict
from engine.photo_analysis import hash_pixels
from engine.processes import process_pool
from engine.settings import Settings
from engine.thumbnails import thumbnail_path
from engine.verdicts import decide_dataset, load_measurements
from tests.engine.builders import import_photos, solid, write_many_photos

MANY = 6000  # seconds of work: a busy machine must still find the job running when it kills or stops it


@pytest.fixture
def catalog(settings: Settings) -> Catalog:
    return open_catalog(settings)


@pytest.fixture
def dataset(settings: Settings, people_dir: Path) -> Dataset:
    """Five pictures of 64 × 48 and one damaged file; nothing measured."""
    (people_dir / "Bo" / "damaged.png").write_bytes((people_dir / "Bo" / "1.png").read_bytes()[:-3000])
    return import_photos(settings, people_dir).dataset


def _analyze(settings: Settings, dataset: Dataset, analyzer: str | None = None) -> AnalysisResult:
    folder = jobs.new_folder(settings.jobs_dir, "analyze")
    with jobs.running(folder, ["analyze", dataset.name]) as job:
        return analyze_dataset(
            settings, open_catalog(settings), dataset, analyzer_name=analyzer, num_workers=1, job=job
        )


class TestMeasured:
    def test_every_photo_is_measured_and_a_damaged_one_is_a_row_with_its_reason(
        self, settings: Settings, catalog: Catalog, dataset: Dataset
    ) -> None:
        result = _analyze(settings, dataset)
        assert (result.analyzed, result.reused, result.failed, result.was_stopped) == (6, 0, 0, False)
        table = load_measurements(catalog, dataset)
        assert dict(zip(table.paths, table.values["readable"].tolist(), strict=True)) == {
            "Ann/1.png": 1,
            "Ann/2.png": 1,
            "Ann/3.png": 1,
            "Bo/1.png": 1,
            "Bo/2.png": 1,
            "Bo/damaged.png": 0,
        }
        assert table.values["size"].tolist()[:5] == [48] * 5
        assert table.problems[5] is not None
        assert table.problems[5].endswith(".")
        assert decide_dataset(catalog, dataset).explain(5) == (table.problems[5],)

    def test_measuring_again_measures_nothing(self, settings: Settings, dataset: Dataset) -> None:
        _analyze(settings, dataset)
        again = _analyze(settings, dataset)
        assert (again.analyzed, again.reused) == (0, 6)

    def test_every_readable_photo_has_a_thumbnail_afterwards(
        self, settings: Settings, catalog: Catalog, dataset: Dataset
    ) -> None:
        _analyze(settings, dataset)
        hashes = load_measurements(catalog, dataset).sha256s
        assert [thumbnail_path(settings, sha256).is_file() for sha256 in hashes] == [True] * 5 + [False]

    def test_the_same_picture_in_another_file_format_is_a_duplicate(
        self, settings: Settings, catalog: Catalog, tmp_path: Path
    ) -> None:
        (tmp_path / "in" / "Ann").mkdir(parents=True)
        for name in ("1.png", "2.bmp"):
            solid((1, 2, 3)).save(tmp_path / "in" / "Ann" / name)
        solid((1, 2, 4)).save(tmp_path / "in" / "Ann" / "3.png")
        dataset = import_photos(settings, tmp_path / "in").dataset
        _analyze(settings, dataset)
        decision = decide_dataset(catalog, dataset)
        assert decision.verdicts.tolist() == ["kept", "rejected", "kept"]
        assert decision.explain(1) == ("The same picture is in the dataset already",)

    def test_pixels_of_another_shape_are_another_picture(self) -> None:
        pixels = np.arange(24, dtype=np.uint8)
        assert hash_pixels(pixels.reshape(2, 4, 3)) == hash_pixels(pixels.reshape(2, 4, 3).copy())
        assert hash_pixels(pixels.reshape(2, 4, 3)) != hash_pixels(pixels.reshape(4, 2, 3))

    def test_a_photo_whose_file_is_gone_is_tried_again_when_it_is_back(
        self, settings: Settings, catalog: Catalog, dataset: Dataset, people_dir: Path
    ) -> None:
        gone = people_dir / "Ann" / "2.png"
        data = gone.read_bytes()
        gone.unlink()
        result = _analyze(settings, dataset)
        assert (result.analyzed, result.failed) == (5, 1)
        decision = decide_dataset(catalog, dataset)
        assert decision.verdicts[1] == Verdict.UNDECIDED
        assert decision.explain(1)[0].startswith("The file is no longer where it was imported from. Put it back")
        gone.write_bytes(data)
        result = _analyze(settings, dataset)
        assert (result.analyzed, result.reused, result.failed) == (1, 5, 0)
        assert decide_dataset(catalog, dataset).verdicts[1] == Verdict.KEPT

    def test_a_dataset_of_nothing_but_damage_is_measured_all_the_same(
        self, settings: Settings, catalog: Catalog, tmp_path: Path
    ) -> None:
        (tmp_path / "in" / "Ann").mkdir(parents=True)
        (tmp_path / "in" / "Ann" / "1.png").touch()
        dataset = import_photos(settings, tmp_path / "in").dataset
        assert _analyze(settings, dataset).analyzed == 1
        assert decide_dataset(catalog, dataset).explain(0) == ("The file is empty.",)

    def test_strangely_shaped_pictures_are_measured(self, settings: Settings, catalog: Catalog, tmp_path: Path) -> None:
        (tmp_path / "in" / "Ann").mkdir(parents=True)
        for name, size in {"1": (1, 1), "2": (3000, 1), "3": (1, 3000)}.items():
            Image.new("L", size).save(tmp_path / "in" / "Ann" / f"{name}.png")
        dataset = import_photos(settings, tmp_path / "in").dataset
        assert _analyze(settings, dataset).analyzed == 3
        assert load_measurements(catalog, dataset).values["size"].tolist() == [1, 1, 1]

    def test_an_analyzer_that_is_not_there_is_answered_with_those_that_are(
        self, settings: Settings, dataset: Dataset
    ) -> None:
        with pytest.raises(
            BadInput, match=r"There is no analyzer 'eyes' for datasets of kind 'images'\. Expected one of: pixels"
        ):
            _analyze(settings, dataset, "eyes")

    def test_models_that_cannot_be_loaded_are_told_and_no_photo_is_blamed(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        without_weights = replace(settings, weights_dir=tmp_path / "nowhere")
        with process_pool(1, start_process, (without_weights, "local", Kind.FACES)) as pool:
            asked = pool.submit(analyze_photos, [])
            with pytest.raises(EngineError, match="The analyzer 'local' cannot be loaded"):
                asked.result()


@pytest.fixture
def many(settings: Settings, tmp_path: Path) -> Dataset:
    """A dataset that takes a few seconds to measure."""
    return import_photos(settings, write_many_photos(tmp_path / "many", MANY)).dataset


@pytest.fixture
def busy_job(settings: Settings, many: Dataset) -> Job:
    """An analysis of it by two processes that has saved its first photos."""
    job = jobs.start(settings, ["analyze", many.name, "--workers", "2"])
    deadline = time.monotonic() + 60
    while jobs.read(job.folder).progress is None and time.monotonic() < deadline:
        time.sleep(0.01)
    return job


def _family(job: Job) -> tuple[psutil.Process, list[psutil.Process]]:
    process = find_process(job.folder)
    assert process is not None, jobs.log_tail(job)
    return process, process.children(recursive=True)


def _assert_all_measured(table: MeasurementTable) -> None:
    """As an undisturbed run measures them: each is a readable picture of 8 × 8, all with the same pixels."""
    assert len(table) == MANY
    assert table.is_measured.all()
    assert (table.values["readable"] == 1).all()
    assert (table.values["size"] == 8).all()
    assert set(table.pixel_hashes) == {hash_pixels(np.full((8, 8, 3), (200, 100, 50), np.uint8))}
    assert set(table.errors) == {None}


class TestDisturbed:
    def test_a_killed_analysis_loses_nothing_it_saved_leaves_no_process_and_goes_on(
        self, settings: Settings, catalog: Catalog, many: Dataset, busy_job: Job
    ) -> None:
        process, workers = _family(busy_job)
        assert len(workers) >= 2
        process.kill()
        _, alive = psutil.wait_procs([process, *workers], timeout=10)
        assert alive == []
        assert jobs.read(busy_job.folder).state is JobState.LOST
        saved = int(load_measurements(catalog, many).is_measured.sum())
        assert 0 < saved < MANY
        result = _analyze(settings, many)
        assert (result.analyzed, result.reused) == (MANY - saved, saved)
        _assert_all_measured(load_measurements(catalog, many))

    def test_an_analysis_whose_workers_are_killed_ends_with_every_photo_measured(
        self, settings: Settings, catalog: Catalog, many: Dataset, busy_job: Job
    ) -> None:
        _, workers = _family(busy_job)
        for worker in workers:
            worker.kill()
        job = jobs.wait(busy_job, 120)
        assert job.state is JobState.FINISHED, jobs.log_tail(job)
        assert job.result is not None
        assert (job.result["analyzed"], job.result["failed"]) == (MANY, 0)
        _assert_all_measured(load_measurements(catalog, many))

    def test_a_second_analysis_of_the_same_dataset_is_refused_and_a_stopped_one_goes_on(
        self, settings: Settings, catalog: Catalog, many: Dataset, busy_job: Job
    ) -> None:
        jobs.request_stop(busy_job)
        job = jobs.wait(busy_job, 60)
        assert job.state is JobState.STOPPED
        saved = int(load_measurements(catalog, many).is_measured.sum())
        assert job.result is not None
        assert job.result["analyzed"] == saved < MANY
        with (
            jobs.exclusive(settings, f"analyze-{many.id}", "somebody else"),
            pytest.raises(
                JobBusy, match=r"Dataset 'team' is being analyzed already\. Wait for that to end, or stop it"
            ),
        ):
            _analyze(settings, many)
        assert jobs.wait(jobs.resume(settings, job), 60).state is JobState.FINISHED
        _assert_all_measured(load_measurements(catalog, many))
