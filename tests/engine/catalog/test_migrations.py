"""A catalog written by an older Facet opens with everything in it."""

from __future__ import annotations

import sqlite3

import numpy as np
from alembic import command
from alembic.config import Config

from engine.catalog import Catalog, open_catalog
from engine.catalog.connection import MIGRATIONS_FOLDER
from engine.catalog.datasets import count_dataset, get_dataset
from engine.settings import Settings
from engine.verdicts import decide_dataset

FIRST_ROWS = """
INSERT INTO datasets VALUES (1, 'team', 'images', '/photos', 'pixels', '2026-01-01');
INSERT INTO labels (id, dataset_id, name) VALUES (1, 1, 'Ann'), (2, 1, 'Bo');
INSERT INTO photos (id, sha256, num_bytes, format, mode, width, height) VALUES (1, 'aa', 9, 'PNG', 'RGB', 8, 8);
INSERT INTO files (dataset_id, path, location, label_id, photo_id, is_member)
VALUES (1, 'Ann/1.png', '/photos/Ann/1.png', 1, 1, 1);
"""


def _catalog_of_revision(settings: Settings, revision: str) -> Catalog:
    settings.home.mkdir(parents=True, exist_ok=True)
    catalog = Catalog(settings.catalog_file)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS_FOLDER))
    with catalog.migrate() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    return catalog


def test_a_catalog_of_the_first_schema_keeps_its_labels_and_files(settings: Settings) -> None:
    _catalog_of_revision(settings, "0001")
    with sqlite3.connect(settings.catalog_file) as connection:
        connection.executescript(FIRST_ROWS)
    connection.close()

    catalog = open_catalog(settings)
    dataset = get_dataset(catalog, "team")

    assert count_dataset(catalog, dataset).people == {"Ann": 1, "Bo": 0}
    table = decide_dataset(catalog, dataset).table
    assert table.paths == ("Ann/1.png",)
    assert table.labels.tolist() == ["Ann"]
    assert not table.is_aside.any()
    with catalog.read() as connection_:
        assert connection_.exec_driver_sql("SELECT source FROM files").scalar_one() == "/photos"
        assert connection_.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def test_every_write_counts(settings: Settings) -> None:
    catalog = open_catalog(settings)
    before = catalog.revision()
    with catalog.write():
        pass
    assert catalog.revision() == before + 1


def test_angles_measured_without_their_sign_get_it_from_the_stored_face(settings: Settings) -> None:
    _catalog_of_revision(settings, "0004")
    numbers = np.array([34.0, 7.0, np.nan, 90.0], "<f8").tobytes()
    with sqlite3.connect(settings.catalog_file) as connection:
        connection.executescript("""
            INSERT INTO datasets VALUES (1, 'team', 'faces', '/photos', 'local', '2026-01-01');
            INSERT INTO labels (id, dataset_id, name, source_name) VALUES (1, 1, 'Ann', 'Ann');
            INSERT INTO photos (id, sha256, num_bytes) VALUES (1, 'aa', 9);
            INSERT INTO files (dataset_id, path, label_id, photo_id, is_member, source)
            VALUES (1, '1.png', 1, 1, 1, '/');
        """)
        connection.execute(
            "INSERT INTO analyses (photo_id, analyzer, version, measured, numbers) VALUES (1, 'local', 1, ?, ?)",
            ("pan:1 roll:1 tilt:1 size:1", numbers),
        )
        connection.execute(
            "INSERT INTO faces (photo_id, analyzer, place, box_ltrb, points, score, roll, pan, tilt) "
            "VALUES (1, 'local', 0, x'', x'', 0.9, 7.0, -34.0, NULL), (1, 'local', 1, x'', x'', 0.9, 50, 50, 50)"
        )
    connection.close()

    catalog = open_catalog(settings)
    table = decide_dataset(catalog, get_dataset(catalog, "team")).table

    assert {name: table.values[name].tolist() for name in ("pan", "roll", "size")} == {
        "pan": [-34], "roll": [7], "size": [90]
    }  # fmt: skip
    assert np.isnan(table.values["tilt"]).all()
    assert table.measured == {"pan:2 roll:2 tilt:2 size:1": 1}


def test_numbers_measured_under_the_first_schema_are_still_there(settings: Settings) -> None:
    _catalog_of_revision(settings, "0001")
    with sqlite3.connect(settings.catalog_file) as connection:
        connection.executescript(FIRST_ROWS)
        connection.executescript("""
            INSERT INTO analyses (photo_id, analyzer, version) VALUES (1, 'pixels', 1);
            INSERT INTO measurements (photo_id, analyzer, check_name, version, value)
            VALUES (1, 'pixels', 'size', 1, 8), (1, 'pixels', 'readable', 1, NULL);
        """)
    connection.close()

    catalog = open_catalog(settings)
    table = decide_dataset(catalog, get_dataset(catalog, "team")).table

    assert table.is_measured.tolist() == [True]
    assert table.values["size"].tolist() == [8]
    assert np.isnan(table.values["readable"]).all()
    assert table.measured == {"readable:1 size:1": 1}
