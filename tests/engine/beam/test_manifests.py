"""The list of photos that goes out to other machines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.beam.exporting import export_manifest
from engine.beam.manifests import read_entry, require_same_versions, versions_of
from engine.catalog import open_catalog
from engine.catalog.datasets import Dataset
from engine.checks import photo_checks_for
from engine.errors import BadInput
from engine.kinds import Kind
from engine.settings import Settings
from tests.engine.beam.builders import analyze_here, export_entries
from tests.engine.builders import import_photos


@pytest.fixture
def dataset(settings: Settings, people_dir: Path) -> Dataset:
    """Five pictures, nothing measured."""
    return import_photos(settings, people_dir).dataset


def test_a_line_says_where_the_photo_is_and_what_is_to_be_measured_of_it(
    settings: Settings, dataset: Dataset, people_dir: Path, tmp_path: Path
) -> None:
    first, *others = export_entries(settings, dataset, tmp_path / "team.jsonl")
    assert first.uri == str(people_dir / "Ann" / "1.png")
    assert (first.kind, first.analyzer) == (Kind.IMAGES, "pixels")
    assert "size:1" in first.checks
    assert len({first.sha256, *(entry.sha256 for entry in others)}) == 5
    assert require_same_versions(first).name == "pixels"


def test_photos_that_were_copied_to_a_bucket_are_named_by_their_place_in_the_folder(
    settings: Settings, dataset: Dataset, tmp_path: Path
) -> None:
    entries = export_entries(settings, dataset, tmp_path / "team.jsonl", photos_at="gs://bucket/photos/")
    assert [entry.uri for entry in entries][3:] == ["gs://bucket/photos/Bo/1.png", "gs://bucket/photos/Bo/2.png"]


def test_a_name_with_a_sharp_sign_is_escaped_in_web_addresses_alone(settings: Settings, tmp_path: Path) -> None:
    place = tmp_path / "in" / "Ann Lee" / "1#2.png"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"no picture")
    dataset = import_photos(settings, tmp_path / "in").dataset
    (on_web,) = export_entries(settings, dataset, tmp_path / "1.jsonl", photos_at="https://example.org/photos")
    (in_bucket,) = export_entries(settings, dataset, tmp_path / "2.jsonl", photos_at="s3://bucket")
    assert on_web.uri == "https://example.org/photos/Ann%20Lee/1%232.png"
    assert in_bucket.uri == "s3://bucket/Ann Lee/1#2.png"


def test_photos_that_were_measured_are_listed_only_when_asked_for(
    settings: Settings, dataset: Dataset, tmp_path: Path
) -> None:
    analyze_here(settings, dataset)
    assert export_entries(settings, dataset, tmp_path / "team.jsonl") == []
    assert len(export_entries(settings, dataset, tmp_path / "team.jsonl", everything=True)) == 5


def test_a_manifest_that_cannot_be_written_is_explained(settings: Settings, dataset: Dataset, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadInput, match=r"The manifest cannot be written to .*team\.jsonl .*Choose another place"):
        export_manifest(
            open_catalog(settings),
            dataset,
            tmp_path / "file" / "team.jsonl",
            analyzer_name=None,
            photos_at=None,
            everything=False,
        )


def test_an_analyzer_that_asks_a_service_is_not_for_many_machines(
    settings: Settings, people_dir: Path, tmp_path: Path
) -> None:
    dataset = import_photos(settings, people_dir, kind=Kind.FACES).dataset
    with pytest.raises(BadInput, match="The analyzer 'vision' asks a service"):
        export_manifest(
            open_catalog(settings),
            dataset,
            tmp_path / "team.jsonl",
            analyzer_name="vision",
            photos_at=None,
            everything=False,
        )


@pytest.mark.parametrize("line", ["", "photo.jpg", "{}", '{"kind": "animals"}', "[1]"])
def test_a_line_that_is_no_entry_is_told(line: str) -> None:
    with pytest.raises(BadInput, match="This line is not an entry of a manifest"):
        read_entry(line)


def test_a_copy_of_facet_that_measures_otherwise_refuses_the_manifest(
    settings: Settings, dataset: Dataset, tmp_path: Path
) -> None:
    entry = export_entries(settings, dataset, tmp_path / "team.jsonl")[0]
    for other in (
        replace(entry, analyzer_version=99),
        replace(entry, analyzer="eyes"),
        replace(entry, fingerprint_version=99),
        replace(entry, checks=entry.checks[:-1]),
    ):
        with pytest.raises(BadInput, match="Put the same Facet on the workers"):
            require_same_versions(other)


def test_checks_stand_with_their_versions_in_order_of_name() -> None:
    checks = photo_checks_for(Kind.IMAGES)
    assert versions_of({name: checks[name] for name in ("size", "readable")}) == ("readable:1", "size:1")
