"""Opens the catalog: one SQLite file in WAL mode, so that pages read while jobs write, migrated when it is older."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import filelock
import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from engine.errors import BadInput, CatalogError
from engine.settings import Settings

MIGRATIONS_FOLDER = Path(__file__).parent / "migrations"
HEAD = "0006"  # the newest file in migrations/versions; a test holds the two together
BUSY_SECONDS = 30.0


class Catalog:
    """An open catalog. Cheap to keep; every block of work takes its own connection."""

    def __init__(self, file: Path) -> None:
        self.file = file
        # SQLite opens a file in microseconds; a pool would only keep handles that Windows cannot delete.
        self._engine = sa.create_engine(f"sqlite:///{file}", poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS})
        sa.event.listen(self._engine, "connect", _prepare)
        sa.event.listen(self._engine, "begin", _begin)

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A consistent view of the catalog; never waits for a writer."""
        with self._engine.connect() as connection:
            yield connection

    def revision(self) -> int:
        """How often the catalog was written; as long as it stands, what was read before is still true."""
        with self.read() as connection:
            return int(connection.exec_driver_sql("SELECT value FROM revision").scalar_one())

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction: all of the block is kept, or on an exception none of it.

        Raises:
            CatalogError: the disk is full, the file may not be changed, or another process holds it for too long.
        """
        with self.migrate() as connection:
            connection.exec_driver_sql("UPDATE revision SET value = value + 1")
            yield connection

    def compact(self) -> None:
        """Rewrite the file from what it holds now: deleted rows lie in its free space, and in the log, until then.

        Raises:
            CatalogError: the disk has no room for a second copy, or another process holds the file for too long.
        """
        try:
            with closing(self._engine.raw_connection()) as connection:
                connection.cursor().execute("VACUUM")
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except (sqlite3.OperationalError, sa.exc.OperationalError) as error:
            raise CatalogError(
                f"What was erased is gone from the catalog, but its bytes may still lie in {self.file}, which could "
                f"not be rewritten: {error}. Free some space or wait for other work to end, then erase anything again."
            ) from error

    @contextmanager
    def migrate(self) -> Iterator[sa.Connection]:
        """As :meth:`write`, on a catalog that may not count its writes yet."""
        try:
            with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
                yield connection
        except sa.exc.OperationalError as error:
            raise CatalogError(
                f"The catalog {self.file} cannot be written: {error.orig}. What was saved before is safe. "
                "Free some space or wait for other work to end, then try again."
            ) from error


def fetch_tuples(connection: sa.Connection, query: sa.Select[Any]) -> list[tuple[Any, ...]]:  # columns of any type
    """All rows of a query as the driver gives them: four times as fast as SQLAlchemy's rows, without its types.

    A Boolean comes as 0 or 1.
    """
    cursor = connection.execute(query).cursor
    return [] if cursor is None else list(cursor.fetchall())


def open_catalog(settings: Settings) -> Catalog:
    """Open the catalog of ``FACET_HOME``; made when it is new, migrated when it is older.

    Raises:
        BadInput: the file was written by a newer Facet, is no catalog, or its folder cannot be used.
    """
    try:
        settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)  # these are photos of people
    except OSError as error:
        raise BadInput(
            f"The folder {settings.home} cannot be made ({error.strerror}). Choose another with --home or FACET_HOME."
        ) from error
    catalog = Catalog(settings.catalog_file)
    if _revision(catalog) != HEAD:
        with filelock.FileLock(settings.home / "catalog.lock"):
            _migrate(catalog)
    return catalog


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where _begin says, not where the driver guesses
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    # A writer takes its lock at once: one that reads first and then writes would fail when another wrote between.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _revision(catalog: Catalog) -> str | None:
    try:
        with catalog.read() as connection:
            return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    except sa.exc.OperationalError:
        return None
    except sa.exc.DatabaseError as error:
        raise BadInput(
            f"{catalog.file} is not a Facet catalog or is damaged ({error.orig}). "
            "Move it aside to begin anew, or put back a copy of it."
        ) from error


def _migrate(catalog: Catalog) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS_FOLDER).replace("%", "%%"))
    try:
        with catalog.migrate() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise BadInput(
            f"{catalog.file} was written by a newer version of Facet (its schema is '{_revision(catalog)}', this one "
            f"knows '{HEAD}'). Update Facet, or choose another folder with FACET_HOME."
        ) from error
