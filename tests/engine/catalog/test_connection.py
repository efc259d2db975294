"""The catalog's file: made, migrated, shared between processes, and refused when it is not ours."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from engine.catalog import open_catalog
from engine.catalog.connection import HEAD, MIGRATIONS_FOLDER
from engine.catalog.datasets import create_dataset, list_datasets
from engine.catalog.schema import datasets, metadata
from engine.errors import BadInput, CatalogError
from engine.kinds import Kind
from engine.settings import Settings
from tests.engine.builders import REPOSITORY

OPEN_AND_WRITE = """
import sys
from engine.catalog import open_catalog
from engine.catalog.datasets import create_dataset
from engine.kinds import Kind
from engine.settings import Settings

create_dataset(open_catalog(Settings.from_environment()), sys.argv[1], Kind.FACES, "nowhere")
"""


class TestMigrations:
    def test_migrations_lead_to_exactly_the_schema(self, settings: Settings) -> None:
        with open_catalog(settings).read() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, metadata) == []

    def test_the_newest_migration_is_the_one_that_opening_expects(self) -> None:
        assert ScriptDirectory(str(MIGRATIONS_FOLDER)).get_heads() == [HEAD]

    def test_foreign_keys_delete_with_their_dataset(self, settings: Settings) -> None:
        with open_catalog(settings).read() as connection:
            keys = {
                table: {
                    (key["referred_table"], key["options"].get("ondelete"))
                    for key in sa.inspect(connection).get_foreign_keys(table)
                }
                for table in ("limits", "overrides", "labels")
            }
        assert keys["limits"] == {("datasets", "CASCADE")}
        assert ("datasets", "CASCADE") in keys["overrides"] & keys["labels"]

    def test_opening_again_keeps_what_is_there(self, settings: Settings) -> None:
        create_dataset(open_catalog(settings), "team", Kind.FACES, "nowhere")
        assert [dataset.name for dataset in list_datasets(open_catalog(settings))] == ["team"]


class TestRefused:
    @pytest.mark.parametrize("content", [b"Dear diary, today I was no database at all.\n" * 100, b"\x00" * 5000])
    def test_a_file_that_is_no_catalog_is_refused_and_left_alone(self, settings: Settings, content: bytes) -> None:
        settings.catalog_file.write_bytes(content)
        with pytest.raises(BadInput, match=r"is not a Facet catalog or is damaged .* Move it aside"):
            open_catalog(settings)
        assert settings.catalog_file.read_bytes() == content

    def test_a_catalog_of_a_newer_facet_is_refused(self, settings: Settings) -> None:
        with open_catalog(settings).write() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(BadInput, match=r"written by a newer version of Facet \(its schema is '9999'"):
            open_catalog(settings)

    def test_a_home_that_is_a_file_is_said_so(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        settings = Settings.from_environment(tmp_path / "file" / "home", {})
        with pytest.raises(BadInput, match=r"cannot be made .* Choose another with --home or FACET_HOME"):
            open_catalog(settings)

    def test_a_folder_in_the_catalogs_place_is_said_so(self, settings: Settings) -> None:
        settings.catalog_file.mkdir()
        with pytest.raises(CatalogError, match="cannot be written: unable to open database file"):
            open_catalog(settings)


class TestTransactions:
    def test_an_error_in_a_block_keeps_nothing_of_it(self, settings: Settings) -> None:
        catalog = open_catalog(settings)
        row = {"name": "a", "kind": "faces", "source": "", "analyzer": "local", "created": ""}

        def insert_twice() -> None:
            with catalog.write() as connection:
                connection.execute(sa.insert(datasets), [row])
                connection.execute(sa.insert(datasets), [row])

        with pytest.raises(sa.exc.IntegrityError):
            insert_twice()
        assert list_datasets(catalog) == []


class TestProcesses:
    def test_several_processes_may_open_a_fresh_home_at_once(self, settings: Settings) -> None:
        names = [f"dataset {number}" for number in range(4)]
        processes = [
            subprocess.Popen([sys.executable, "-c", OPEN_AND_WRITE, name], cwd=REPOSITORY, stderr=subprocess.PIPE)
            for name in names
        ]
        errors = [process.communicate(timeout=60)[1].decode() for process in processes]
        assert errors == [""] * 4
        assert [dataset.name for dataset in list_datasets(open_catalog(settings))] == names

    def test_reading_does_not_wait_for_a_writer_and_sees_what_was_finished(self, settings: Settings) -> None:
        catalog = open_catalog(settings)
        create_dataset(catalog, "before", Kind.FACES, "nowhere")
        writer = sqlite3.connect(settings.catalog_file, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        writer.execute(
            "INSERT INTO datasets (name, kind, source, analyzer, created) VALUES ('now', 'faces', '', '', '')"
        )
        assert [dataset.name for dataset in list_datasets(catalog)] == ["before"]
        writer.execute("COMMIT")
        writer.close()
        assert [dataset.name for dataset in list_datasets(catalog)] == ["before", "now"]
