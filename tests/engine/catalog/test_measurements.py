"""What analyzers measured is stored once, read back whole, and measured again when a version rises."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import Dataset, delete_dataset
from engine.catalog.decisions import LimitSetting, load_limits, save_limits
from engine.catalog.measurements import list_pending, save_analyses
from engine.catalog.stored_faces import load_embeddings, load_faces, load_main_boxes
from engine.checks import PhotoCheck, photo_checks_for
from engine.edits import set_overrides
from engine.errors import NotFound
from engine.faces import Analyzer, Faces
from engine.faces.registry import analyzers
from engine.kinds import Kind, Override, Verdict
from engine.photo_analysis import PhotoAnalysis
from engine.settings import Settings
from engine.verdicts import current_limits, decide_dataset, load_measurements
from tests.engine.builders import import_photos, one_face, save_generated_faces

CHECKS = photo_checks_for(Kind.FACES)


@pytest.fixture
def local() -> Analyzer:
    return analyzers()["local"]


@pytest.fixture
def catalog(settings: Settings) -> Catalog:
    return open_catalog(settings)


@pytest.fixture
def dataset(settings: Settings, people_dir: Path) -> Dataset:
    """Ann with three photos and Bo with two; nothing measured."""
    return import_photos(settings, people_dir, kind=Kind.FACES).dataset


def _num_pending(catalog: Catalog, dataset: Dataset, analyzer: Analyzer, checks: dict[str, PhotoCheck] = CHECKS) -> int:
    return len(list_pending(catalog, dataset, analyzer, checks))


class TestPending:
    def test_every_photo_waits_until_it_was_measured(self, catalog: Catalog, dataset: Dataset, local: Analyzer) -> None:
        assert _num_pending(catalog, dataset, local) == 5
        save_generated_faces(catalog, dataset)
        assert _num_pending(catalog, dataset, local) == 0

    def test_a_newer_analyzer_measures_again(self, catalog: Catalog, dataset: Dataset, local: Analyzer) -> None:
        save_generated_faces(catalog, dataset)
        assert _num_pending(catalog, dataset, replace(local, version=local.version + 1)) == 5

    def test_another_analyzer_has_measured_nothing(self, catalog: Catalog, dataset: Dataset) -> None:
        save_generated_faces(catalog, dataset)
        assert _num_pending(catalog, dataset, analyzers()["pixels"]) == 5

    def test_a_newer_check_measures_again(self, catalog: Catalog, dataset: Dataset, local: Analyzer) -> None:
        save_generated_faces(catalog, dataset)
        newer = CHECKS | {"pan": replace(CHECKS["pan"], version=CHECKS["pan"].version + 1)}
        assert _num_pending(catalog, dataset, local, newer) == 5

    def test_a_check_that_is_new_is_measured(self, catalog: Catalog, dataset: Dataset, local: Analyzer) -> None:
        save_generated_faces(catalog, dataset)
        more = CHECKS | {"new": replace(CHECKS["pan"], name="new")}
        assert _num_pending(catalog, dataset, local, more) == 5

    def test_a_photo_that_failed_waits_again(self, catalog: Catalog, dataset: Dataset, local: Analyzer) -> None:
        save_generated_faces(catalog, dataset)
        failed = PhotoAnalysis(1, {}, error="The file is gone.")
        save_analyses(catalog, local, CHECKS, [failed])
        assert [photo.photo_id for photo in list_pending(catalog, dataset, local, CHECKS)] == [1]
        assert load_measurements(catalog, dataset).errors[0] == "The file is gone."


class TestStored:
    def test_faces_read_back_as_they_were_measured(self, catalog: Catalog, dataset: Dataset, local: Analyzer) -> None:
        two = Faces(
            boxes_ltrb=np.array([[1, 2, 30, 40], [50.5, 2, 60, 12]], np.float32),
            scores=np.array([0.9, 0.8], np.float32),
            points=np.arange(20, dtype=np.float32).reshape(2, 5, 2),
            roll_pan_tilt_degrees=np.array([[1, -2, 3], [np.nan, np.nan, np.nan]], np.float32),
            embedding=np.linspace(-1, 1, 128, dtype=np.float32),
        )
        save_analyses(catalog, local, CHECKS, [PhotoAnalysis(1, dict.fromkeys(CHECKS, 1.0), two)])
        stored = load_faces(catalog, 1, "local")
        assert stored is not None
        assert stored.embedding is not None
        for name in ("boxes_ltrb", "scores", "points", "roll_pan_tilt_degrees", "embedding"):
            np.testing.assert_array_equal(getattr(stored, name), getattr(two, name), err_msg=name)

    def test_a_photo_without_a_face_is_told_from_one_that_nobody_looked_at(
        self, catalog: Catalog, dataset: Dataset, local: Analyzer
    ) -> None:
        save_analyses(catalog, local, CHECKS, [PhotoAnalysis(1, dict.fromkeys(CHECKS, None), Faces.none())])
        found = load_faces(catalog, 1, "local")
        assert found is not None
        assert len(found) == 0
        assert load_faces(catalog, 2, "local") is None

    def test_measuring_again_takes_the_place_of_what_was_stored(
        self, catalog: Catalog, dataset: Dataset, local: Analyzer
    ) -> None:
        for pan in (10.0, 30.0):
            values = dict.fromkeys(CHECKS, 1.0) | {"pan": pan}
            save_analyses(catalog, local, CHECKS, [PhotoAnalysis(1, values, one_face(pan=pan), pixel_sha256="x")])
        table = load_measurements(catalog, dataset)
        assert table.values["pan"][0] == 30
        assert np.isnan(table.values["pan"][1:]).all()
        assert table.is_measured.tolist() == [True, False, False, False, False]

    def test_embeddings_and_boxes_come_by_photo_and_only_where_there_is_a_face(
        self, catalog: Catalog, dataset: Dataset
    ) -> None:
        hashes = load_measurements(catalog, dataset).sha256s
        save_generated_faces(catalog, dataset, {hashes[1]: Faces.none()})
        embeddings = load_embeddings(catalog, dataset)
        assert {id: embedding[0] for id, embedding in embeddings.items()} == {1: 0, 3: 2, 4: 3, 5: 4}
        boxes = load_main_boxes(catalog, dataset)
        assert sorted(boxes) == [1, 3, 4, 5]
        assert boxes[3].tolist() == [16, 12, 48, 52]


class TestDecisions:
    def test_limits_are_remembered_per_dataset_and_defaults_fill_the_rest(
        self, catalog: Catalog, dataset: Dataset
    ) -> None:
        save_limits(catalog, dataset, {"pan": LimitSetting(33, is_on=False)})
        save_limits(catalog, dataset, {"roll": LimitSetting(11)})
        assert load_limits(catalog, dataset) == {"pan": LimitSetting(33, is_on=False), "roll": LimitSetting(11)}
        assert current_limits(catalog, dataset)["tilt"] == LimitSetting(20)

    def test_a_decision_by_hand_outlives_measuring_again_and_moved_limits(
        self, catalog: Catalog, dataset: Dataset
    ) -> None:
        hashes = load_measurements(catalog, dataset).sha256s
        set_overrides(catalog, dataset, [hashes[0]], Override.REJECT)
        set_overrides(catalog, dataset, [hashes[1]], Override.KEEP)
        save_generated_faces(catalog, dataset, {sha256: one_face(pan=80) for sha256 in hashes})
        expected = ["rejected", "kept", "rejected", "rejected", "rejected"]
        assert decide_dataset(catalog, dataset).verdicts.tolist() == expected
        save_limits(catalog, dataset, {"pan": LimitSetting(90)})
        assert decide_dataset(catalog, dataset).verdicts.tolist() == ["rejected", *["kept"] * 4]

    def test_clearing_leaves_a_photo_to_the_checks_again(self, catalog: Catalog, dataset: Dataset) -> None:
        save_generated_faces(catalog, dataset)
        hashes = load_measurements(catalog, dataset).sha256s
        set_overrides(catalog, dataset, hashes, Override.REJECT)
        assert decide_dataset(catalog, dataset).count(Verdict.REJECTED) == 5
        set_overrides(catalog, dataset, hashes, None)
        assert decide_dataset(catalog, dataset).count(Verdict.KEPT) == 5

    def test_a_photo_that_is_not_there_changes_none_of_the_others(self, catalog: Catalog, dataset: Dataset) -> None:
        hashes = load_measurements(catalog, dataset).sha256s
        with pytest.raises(NotFound, match="Dataset 'team' has no photo ffff"):
            set_overrides(catalog, dataset, [hashes[0], "f" * 64], Override.REJECT)
        assert set(load_measurements(catalog, dataset).overrides) == {""}

    def test_a_decision_belongs_to_its_dataset_alone(
        self, settings: Settings, catalog: Catalog, dataset: Dataset, people_dir: Path
    ) -> None:
        other = import_photos(settings, people_dir, name="other", kind=Kind.FACES).dataset
        hashes = load_measurements(catalog, dataset).sha256s
        set_overrides(catalog, dataset, hashes, Override.REJECT)
        assert set(load_measurements(catalog, other).overrides) == {""}

    def test_a_forgotten_dataset_takes_its_decisions_along_and_leaves_measurements(
        self, settings: Settings, catalog: Catalog, dataset: Dataset, people_dir: Path, local: Analyzer
    ) -> None:
        save_generated_faces(catalog, dataset)
        set_overrides(catalog, dataset, load_measurements(catalog, dataset).sha256s, Override.REJECT)
        delete_dataset(catalog, dataset)
        again = import_photos(settings, people_dir, kind=Kind.FACES).dataset
        assert decide_dataset(catalog, again).count(Verdict.KEPT) == 5
        assert _num_pending(catalog, again, local) == 0
