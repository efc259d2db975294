"""Measurements that come back from other machines: nothing is rounded, nothing is taken twice or blindly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from engine import jobs
from engine.beam.manifests import ManifestEntry
from engine.beam.measurement_files import NO_PHOTO_ID, from_fields, to_fields
from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import Dataset
from engine.copies.fingerprint import VERSION
from engine.errors import BadInput, JobBusy
from engine.faces import Faces
from engine.faces.traits import Trait
from engine.kinds import Kind
from engine.photo_analysis import PhotoAnalysis
from engine.settings import Settings
from engine.verdicts import load_measurements
from tests.engine.beam.builders import export_entries, take_in, write_measurements
from tests.engine.builders import import_photos


@pytest.fixture
def catalog(settings: Settings) -> Catalog:
    return open_catalog(settings)


@pytest.fixture
def dataset(settings: Settings, people_dir: Path) -> Dataset:
    """Five pictures, nothing measured."""
    return import_photos(settings, people_dir).dataset


@pytest.fixture
def entries(settings: Settings, dataset: Dataset, tmp_path: Path) -> list[ManifestEntry]:
    return export_entries(settings, dataset, tmp_path / "team.jsonl")


def _analysis(entry: ManifestEntry) -> PhotoAnalysis:
    """Made-up measurements: the first check has no answer, the others a third of their place."""
    values = {check.split(":")[0]: place / 3 if place else None for place, check in enumerate(entry.checks)}
    return PhotoAnalysis(NO_PHOTO_ID, values, Faces.none(), pixel_sha256="0" * 64)


class TestRows:
    def test_faces_come_back_to_the_last_bit(self) -> None:
        entry = ManifestEntry("ab", "1.jpg", Kind.FACES, "local", 1, ("pan:1", "roll:2"))
        seen = np.random.default_rng(0).random((2, 18), np.float32)
        angles = np.array([[1 / 3, -2 / 3, 3], [np.nan] * 3], np.float32)
        faces = Faces(
            boxes_ltrb=seen[:, :4],
            scores=seen[:, 4],
            points=seen[:, 5:15].reshape(2, 5, 2),
            roll_pan_tilt_degrees=angles,
            embedding=np.linspace(-1, 1, 128, dtype=np.float32),
            traits={Trait.SUNGLASSES: 1 / 3},
        )
        written = PhotoAnalysis(NO_PHOTO_ID, {"pan": 1 / 3, "roll": None}, faces, "cd", fingerprint=bytes(range(256)))
        row = from_fields(to_fields(entry, written))
        assert (row.sha256, row.analyzer, row.analyzer_version, row.checks) == ("ab", "local", 1, ("pan:1", "roll:2"))
        assert (row.analysis.values, row.analysis.pixel_sha256) == ({"pan": 1 / 3, "roll": None}, "cd")
        assert (row.fingerprint_version, row.analysis.fingerprint) == (VERSION, bytes(range(256)))
        found = row.analysis.faces
        assert found is not None
        assert found.traits == {Trait.SUNGLASSES: 1 / 3}
        for name in ("boxes_ltrb", "scores", "points", "roll_pan_tilt_degrees", "embedding"):
            np.testing.assert_array_equal(getattr(found, name), getattr(faces, name))

    def test_a_photo_without_a_face_is_told_from_one_that_nobody_looked_at(self, entries: list[ManifestEntry]) -> None:
        looked, unread = PhotoAnalysis(NO_PHOTO_ID, {}, Faces.none()), PhotoAnalysis(NO_PHOTO_ID, {}, problem="No.")
        found = from_fields(to_fields(entries[0], looked)).analysis
        assert found.faces is not None
        assert len(found.faces) == 0
        assert from_fields(to_fields(entries[0], unread)).analysis.faces is None


class TestTaken:
    def test_every_row_is_counted_by_what_became_of_it(
        self, settings: Settings, catalog: Catalog, dataset: Dataset, entries: list[ManifestEntry], tmp_path: Path
    ) -> None:
        failed = PhotoAnalysis(NO_PHOTO_ID, {}, error="The disk was full.")
        rows = [
            to_fields(entries[0], _analysis(entries[0])),
            to_fields(entries[0], _analysis(entries[0])),
            to_fields(entries[1], failed),
            to_fields(replace(entries[2], sha256="f" * 64), _analysis(entries[2])),
            to_fields(replace(entries[2], analyzer_version=99), _analysis(entries[2])),
            to_fields(replace(entries[3], checks=("size:99",)), _analysis(entries[3])),
            to_fields(replace(entries[4], analyzer="eyes"), _analysis(entries[4])),
            to_fields(replace(entries[4], fingerprint_version=99), _analysis(entries[4])),
        ]
        outcomes = take_in(settings, dataset, write_measurements(tmp_path / "1.parquet", rows))
        assert outcomes == {"taken": 1, "failed": 1, "known": 1, "unknown": 1, "outdated": 4}
        table = load_measurements(catalog, dataset)
        assert table.is_measured.tolist() == [True, False, False, False, False]
        assert table.errors[1] == "The disk was full."
        assert table.pixel_hashes[0] == "0" * 64
        measured = [float(table.values[check.split(":")[0]][0]) for check in entries[0].checks]
        assert np.isnan(measured[0])
        assert measured[1:] == [place / 3 for place in range(1, len(measured))]

    def test_a_second_time_nothing_changes_and_what_failed_is_tried_again(
        self, settings: Settings, dataset: Dataset, entries: list[ManifestEntry], tmp_path: Path
    ) -> None:
        failed = PhotoAnalysis(NO_PHOTO_ID, {}, error="The disk was full.")
        first = [to_fields(entry, _analysis(entry)) for entry in entries[:4]] + [to_fields(entries[4], failed)]
        file = write_measurements(tmp_path / "1.parquet", first)
        assert take_in(settings, dataset, file) == {"taken": 4, "failed": 1}
        assert take_in(settings, dataset, file) == {"known": 4, "failed": 1}
        again = write_measurements(tmp_path / "2.parquet", [to_fields(entries[4], _analysis(entries[4]))])
        assert take_in(settings, dataset, again) == {"taken": 1}
        assert take_in(settings, dataset, file, again) == {"known": 6}

    def test_a_star_stands_for_the_files_of_all_workers(
        self, settings: Settings, dataset: Dataset, entries: list[ManifestEntry], tmp_path: Path
    ) -> None:
        for number, entry in enumerate(entries):
            write_measurements(tmp_path / f"team-{number}.parquet", [to_fields(entry, _analysis(entry))])
        assert take_in(settings, dataset, f"{tmp_path}/team-*.parquet") == {"taken": 5}

    def test_an_empty_file_takes_nothing(self, settings: Settings, dataset: Dataset, tmp_path: Path) -> None:
        assert take_in(settings, dataset, write_measurements(tmp_path / "none.parquet", [])) == {}


class TestRefused:
    @pytest.mark.parametrize(
        ("content", "reason"),
        [(None, "cannot be read as measurements"), (b"not measured", "cannot be read as measurements")],
    )
    def test_a_file_that_is_missing_or_no_parquet_is_told(
        self, settings: Settings, dataset: Dataset, tmp_path: Path, content: bytes | None, reason: str
    ) -> None:
        if content is not None:
            (tmp_path / "1.parquet").write_bytes(content)
        with pytest.raises(BadInput, match=reason):
            take_in(settings, dataset, tmp_path / "1.parquet")

    def test_a_table_of_something_else_is_told_by_the_column_it_lacks(
        self, settings: Settings, dataset: Dataset, tmp_path: Path
    ) -> None:
        parquet.write_table(pa.table({"sha256": ["ab"]}), tmp_path / "1.parquet")
        with pytest.raises(BadInput, match="has no column 'analyzer'"):
            take_in(settings, dataset, tmp_path / "1.parquet")

    def test_measurements_wait_while_the_dataset_is_being_analyzed(
        self, settings: Settings, dataset: Dataset, tmp_path: Path
    ) -> None:
        file = write_measurements(tmp_path / "1.parquet", [])
        with (
            jobs.exclusive(settings, f"analyze-{dataset.id}", "somebody else"),
            pytest.raises(JobBusy, match=r"is being analyzed\. Wait for that to end, or stop it"),
        ):
            take_in(settings, dataset, file)
