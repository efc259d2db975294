"""What tests of measuring elsewhere share: a dataset's manifest, files of measurements, all that a catalog stores."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import sqlalchemy as sa
from pyarrow import parquet

from engine import jobs
from engine.analysis import analyze_dataset
from engine.beam.exporting import export_manifest
from engine.beam.importing import Outcome, import_measurements
from engine.beam.manifests import ManifestEntry, read_entry
from engine.beam.measurement_files import Fields, schema
from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import Dataset
from engine.catalog.schema import metadata
from engine.settings import Settings

MEASURED = ("photos", "analyses", "faces", "fingerprints")  # the tables an analysis writes


def export_entries(
    settings: Settings, dataset: Dataset, to: Path, *, photos_at: str | None = None, everything: bool = False
) -> list[ManifestEntry]:
    """Export a manifest and read it back."""
    catalog = open_catalog(settings)
    count = export_manifest(catalog, dataset, to, analyzer_name=None, photos_at=photos_at, everything=everything)
    entries = [read_entry(line) for line in to.read_text(encoding="utf-8").splitlines()]
    assert len(entries) == count
    return entries


def write_measurements(to: Path, rows: Sequence[Fields]) -> Path:
    """A file of measurements."""
    parquet.write_table(pa.Table.from_pylist(list(rows), schema()), to)
    return to


def take_in(settings: Settings, dataset: Dataset, *files: Path | str) -> dict[str, int]:
    """Import files of measurements; the outcomes that occurred."""
    with jobs.running(jobs.new_folder(settings.jobs_dir, "import-measurements"), ["import-measurements"]) as job:
        outcomes = import_measurements(settings, open_catalog(settings), dataset, list(map(str, files)), job)
    assert list(outcomes) == list(Outcome)
    return {str(outcome): count for outcome, count in outcomes.items() if count}


def analyze_here(settings: Settings, dataset: Dataset) -> None:
    """The local run."""
    with jobs.running(jobs.new_folder(settings.jobs_dir, "analyze"), ["analyze", dataset.name]) as job:
        analyze_dataset(settings, open_catalog(settings), dataset, analyzer_name=None, num_workers=2, job=job)


def all_that_is_measured(catalog: Catalog) -> dict[str, list[tuple[object, ...]]]:
    """Every row an analysis writes, by table; without the count of writes, which differs between catalogs."""
    found = {}
    with catalog.read() as connection:
        for name in MEASURED:
            if name in metadata.tables:
                table = metadata.tables[name]
                columns = [column for column in table.columns if column.name != "revision"]
                rows = connection.execute(sa.select(*columns).order_by(*table.primary_key))
                found[name] = [tuple(row) for row in rows]
    return found
