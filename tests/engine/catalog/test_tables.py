"""A dataset's table is read anew only where it has changed, and never shows what is no longer so."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import Dataset
from engine.catalog.measurements import save_analyses
from engine.catalog.schema import analyses, files, photos
from engine.catalog.tables import LoadedTable, MeasurementTable, load_table
from engine.checks import checks_for, photo_checks_for
from engine.edits import set_overrides
from engine.edits.photos import move_photos, set_aside
from engine.faces.registry import analyzers
from engine.kinds import Kind, Override
from engine.photo_analysis import PhotoAnalysis
from engine.settings import Settings
from tests.conftest import write_photo
from tests.engine.builders import import_photos, one_face, save_generated_faces

CHECKS = photo_checks_for(Kind.FACES)
NAMES = list(checks_for(Kind.FACES))


@pytest.fixture
def catalog(settings: Settings) -> Catalog:
    return open_catalog(settings)


@pytest.fixture
def dataset(settings: Settings, people_dir: Path) -> Dataset:
    """Ann with three photos and Bo with two; nothing measured."""
    return import_photos(settings, people_dir, kind=Kind.FACES).dataset


def _assert_equal(table: MeasurementTable, other: MeasurementTable) -> None:
    for field in (each for each in fields(MeasurementTable) if each.name != "embeddings"):
        one, two = getattr(table, field.name), getattr(other, field.name)
        if field.name == "copies":
            one, two = vars(one), vars(two)
        if field.name in ("values", "copies"):
            assert one.keys() == two.keys()
            for name in one:
                np.testing.assert_array_equal(one[name], two[name], err_msg=name)
        else:
            np.testing.assert_array_equal(one, two, err_msg=field.name)


def _load_after_change(catalog: Catalog, dataset: Dataset, before: LoadedTable) -> LoadedTable:
    """The table refreshed, which must be the same as one read in whole."""
    now = load_table(catalog, dataset, NAMES, before)
    _assert_equal(now.table, load_table(catalog, dataset, NAMES).table)
    return now


def _analyze_anew(catalog: Catalog, photo_id: int, pan: float) -> None:
    values = dict.fromkeys(CHECKS, 1.0) | {"pan": pan}
    save_analyses(
        catalog, analyzers()["local"], CHECKS, [PhotoAnalysis(photo_id, values, one_face(), pixel_sha256="new")]
    )


def test_an_empty_dataset_is_an_empty_table(settings: Settings, catalog: Catalog, tmp_path: Path) -> None:
    (tmp_path / "photos" / "Ann").mkdir(parents=True)
    write_photo(tmp_path / "photos" / "Ann" / "1.png", (8, 8), seed=1)
    dataset = import_photos(settings, tmp_path / "photos").dataset
    with catalog.write() as connection:
        connection.execute(sa.delete(files))
    loaded = load_table(catalog, dataset, NAMES)
    assert len(loaded.table) == 0
    assert loaded.table.size_wh.shape == (0, 2)
    assert all(len(column) == 0 for column in loaded.table.values.values())


def test_nothing_written_nothing_read(catalog: Catalog, dataset: Dataset) -> None:
    before = load_table(catalog, dataset, NAMES)
    assert load_table(catalog, dataset, NAMES, before) is before


def test_a_write_that_does_not_touch_the_photos_keeps_the_table(catalog: Catalog, dataset: Dataset) -> None:
    before = load_table(catalog, dataset, NAMES)
    with catalog.write():
        pass
    assert load_table(catalog, dataset, NAMES, before).table is before.table


def test_a_decision_by_hand_reads_decisions_alone(catalog: Catalog, dataset: Dataset) -> None:
    save_generated_faces(catalog, dataset)
    before = load_table(catalog, dataset, NAMES)
    set_overrides(catalog, dataset, [before.table.sha256s[2]], Override.REJECT)
    now = _load_after_change(catalog, dataset, before)
    assert now.table.overrides.tolist() == ["", "", "reject", "", ""]
    assert (now.members, now.facts, now.analyses) == (before.members, before.facts, before.analyses)
    assert before.table.overrides.tolist() == [""] * 5  # the old table stays as it was


def test_what_an_analysis_saved_is_read_and_no_other(catalog: Catalog, dataset: Dataset) -> None:
    save_generated_faces(catalog, dataset)
    before = load_table(catalog, dataset, NAMES)
    _analyze_anew(catalog, 4, pan=33.0)
    now = _load_after_change(catalog, dataset, before)
    assert now.table.values["pan"].tolist() == [0, 0, 0, 33, 0]
    assert now.table.pixel_hashes[3] == "new"
    assert before.table.values["pan"].tolist() == [0] * 5
    assert (now.members, now.facts, now.overrides) == (before.members, before.facts, before.overrides)


def test_an_analysis_that_fails_takes_its_numbers_away(catalog: Catalog, dataset: Dataset) -> None:
    save_generated_faces(catalog, dataset)
    before = load_table(catalog, dataset, NAMES)
    save_analyses(catalog, analyzers()["local"], CHECKS, [PhotoAnalysis(2, {}, error="The file is gone.")])
    now = _load_after_change(catalog, dataset, before)
    assert now.table.is_measured.tolist() == [True, False, True, True, True]
    assert now.table.errors[1] == "The file is gone."
    assert np.isnan(now.table.values["pan"][1])


def test_embeddings_stay_the_same_until_photos_labels_or_analyses_change(catalog: Catalog, dataset: Dataset) -> None:
    save_generated_faces(catalog, dataset)
    before = load_table(catalog, dataset, NAMES)
    set_overrides(catalog, dataset, [before.table.sha256s[2]], Override.REJECT)
    decided = load_table(catalog, dataset, NAMES, before)
    assert decided.table is not before.table
    assert decided.table.embeddings is before.table.embeddings
    _analyze_anew(catalog, 4, pan=33.0)
    analyzed = load_table(catalog, dataset, NAMES, decided)
    assert analyzed.table.embeddings is not decided.table.embeddings
    move_photos(catalog, dataset, [before.table.sha256s[0]], "Bo")
    moved = load_table(catalog, dataset, NAMES, analyzed)
    assert moved.table.embeddings is not analyzed.table.embeddings


def test_photos_set_aside_or_without_a_face_are_not_among_the_embedded(catalog: Catalog, dataset: Dataset) -> None:
    save_generated_faces(catalog, dataset)
    table = load_table(catalog, dataset, NAMES).table
    set_aside(catalog, dataset, [table.sha256s[1]])
    save_analyses(catalog, analyzers()["local"], CHECKS, [PhotoAnalysis(4, {})])
    places, vectors = load_table(catalog, dataset, NAMES).table.read_embedded()
    assert places.tolist() == [0, 2, 4]
    assert vectors.shape == (3, 128)


def test_moved_photos_are_under_their_new_name(catalog: Catalog, dataset: Dataset) -> None:
    save_generated_faces(catalog, dataset)
    before = load_table(catalog, dataset, NAMES)
    move_photos(catalog, dataset, [before.table.sha256s[0]], "Bo")
    now = _load_after_change(catalog, dataset, before)
    assert now.table.labels.tolist() == ["Bo", "Ann", "Ann", "Bo", "Bo"]
    assert now.analyses is before.analyses


def test_photos_that_join_are_there(settings: Settings, catalog: Catalog, dataset: Dataset, people_dir: Path) -> None:
    save_generated_faces(catalog, dataset)
    before = load_table(catalog, dataset, NAMES)
    write_photo(people_dir / "Bo" / "new.png", (48, 32), seed=99)
    import_photos(settings, people_dir, kind=Kind.FACES)
    now = _load_after_change(catalog, dataset, before)
    assert now.table.paths[-1] == "Bo/new.png"
    assert now.table.size_wh[-1].tolist() == [48, 32]
    assert now.table.is_measured.tolist() == [True] * 5 + [False]


def test_a_number_given_to_another_photo_is_not_taken_for_the_old_one(catalog: Catalog, dataset: Dataset) -> None:
    save_generated_faces(catalog, dataset)
    before = load_table(catalog, dataset, NAMES)
    with catalog.write() as connection:
        connection.execute(sa.update(files).where(files.c.photo_id == 5).values(photo_id=None))
        connection.execute(sa.delete(photos).where(photos.c.id == 5))
        connection.execute(sa.insert(photos), [{"id": 5, "sha256": "other", "num_bytes": 7}])
        connection.execute(sa.update(files).where(files.c.photo_id.is_(None)).values(photo_id=5))
    now = _load_after_change(catalog, dataset, before)
    assert now.table.sha256s[4] == "other"
    assert not now.table.is_measured[4]


def test_photos_measured_before_a_check_was_added_have_no_number_for_it(catalog: Catalog, dataset: Dataset) -> None:
    older = {name: check for name, check in CHECKS.items() if name != "brightness"}
    values = dict.fromkeys(older, 2.0)
    save_analyses(catalog, analyzers()["local"], older, [PhotoAnalysis(1, values)])
    _analyze_anew(catalog, 2, pan=3.0)
    table = load_table(catalog, dataset, NAMES).table
    assert np.isnan(table.values["brightness"]).tolist() == [True, False, True, True, True]
    assert table.values["size"][:2].tolist() == [2, 1]
    assert sorted(table.measured.values()) == [1, 1]


def test_an_analysis_of_more_photos_than_one_statement_takes_is_stored(catalog: Catalog, dataset: Dataset) -> None:
    batch = [PhotoAnalysis(number, dict.fromkeys(CHECKS, 1.0)) for number in (1, 2, 3)]
    with catalog.write() as connection:
        rows = [{"id": number, "sha256": f"{number}", "num_bytes": 1} for number in range(10, 1300)]
        connection.execute(sa.insert(photos), rows)
    batch += [PhotoAnalysis(number, dict.fromkeys(CHECKS, 1.0), one_face()) for number in range(10, 1300)]
    save_analyses(catalog, analyzers()["local"], CHECKS, batch)
    with catalog.read() as connection_:
        assert connection_.execute(sa.select(sa.func.count()).select_from(analyses)).scalar_one() == 1293
