"""Copies are looked for once all photos are measured, remembered, and looked for again when something is new."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import Dataset, get_dataset
from engine.catalog.measurements import save_analyses
from engine.catalog.tables import MeasurementTable
from engine.checks import photo_checks_for
from engine.copies.comparing import compare_photos
from engine.faces.registry import analyzers
from engine.kinds import Kind
from engine.photo_analysis import PhotoAnalysis
from engine.settings import Settings
from engine.verdicts import decide_dataset
from tests.engine.commands.conftest import CommandLine
from tests.engine.copies.pictures import COPIES, draw


@pytest.fixture
def team(settings: Settings, tmp_path: Path, facet: CommandLine) -> str:
    """Ann: a photo, its half-size and its mirrored copy. Bo: the photo in another file, and two of his own."""
    photos = {
        "Ann/small.png": COPIES["half as large"](draw(1)),
        "Ann/photo.png": draw(1),
        "Ann/turned.png": COPIES["mirrored"](draw(1)),
        "Bo/1.png": draw(2),
        "Bo/2.png": draw(3),
        "Bo/again.bmp": draw(1),
    }
    for path, pixels in photos.items():
        (tmp_path / "photos" / path).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(tmp_path / "photos" / path)
    facet.json("import", tmp_path / "photos", "--name", "team", "--kind", "images")
    facet.json("analyze", "team", "--workers", "1")
    return "team"


@pytest.fixture
def catalog(settings: Settings) -> Catalog:
    return open_catalog(settings)


def _table(catalog: Catalog) -> tuple[Dataset, MeasurementTable]:
    dataset = get_dataset(catalog, "team")
    return dataset, decide_dataset(catalog, dataset).table


def _paths(catalog: Catalog) -> list[list[str]]:
    _, table = _table(catalog)
    return [[table.paths[place] for place in group.tolist()] for group in table.standing.copies()]


def test_groups_are_told_best_copy_first_and_all_but_the_best_are_rejected(
    facet: CommandLine, team: str, catalog: Catalog
) -> None:
    assert _paths(catalog) == [["Ann/photo.png", "Bo/again.bmp", "Ann/turned.png", "Ann/small.png"]]
    document = facet.json("groups", team)
    _, table = _table(catalog)
    assert document == {
        "dataset": team,
        "compared": 6,
        "groups": [[table.sha256s[table.paths.index(path)] for path in _paths(catalog)[0]]],
    }
    counts = facet.json("filter", team)
    assert counts["kept"] == 3
    assert (counts["reasons"]["duplicate"], counts["reasons"]["near_duplicate"]) == (1, 2)


def test_a_photo_that_is_measured_anew_is_compared_anew(facet: CommandLine, team: str, catalog: Catalog) -> None:
    dataset, table = _table(catalog)
    turned = table.paths.index("Ann/turned.png")
    values = dict.fromkeys(photo_checks_for(Kind.IMAGES), 1.0)
    other = PhotoAnalysis(int(table.photo_ids[turned]), values, pixel_sha256="other", fingerprint=bytes(range(256)) * 4)
    save_analyses(catalog, analyzers()[dataset.analyzer], photo_checks_for(Kind.IMAGES), [other])

    _, table = _table(catalog)
    assert np.flatnonzero(~table.copies.is_compared).tolist() == [turned]
    assert facet.json("analyze", team)["analyzed"] == 0
    assert _table(catalog)[1].copies.is_compared.all()
    assert _paths(catalog) == [["Ann/photo.png", "Bo/again.bmp", "Ann/small.png"]]


def test_a_search_that_was_stopped_leaves_what_was_known(team: str, catalog: Catalog) -> None:
    dataset, table = _table(catalog)
    before = _paths(catalog)
    assert not compare_photos(catalog, dataset, table, lambda: True)
    assert _paths(catalog) == before


def test_a_photo_whose_fingerprint_is_of_an_older_version_waits_to_be_measured(
    facet: CommandLine, team: str, catalog: Catalog
) -> None:
    with catalog.write() as connection:
        connection.exec_driver_sql("UPDATE fingerprints SET version = 0 WHERE photo_id = 1")
    assert facet.json("analyze", team)["analyzed"] == 1
    with catalog.read() as connection:
        assert connection.exec_driver_sql("SELECT version, count(*) FROM fingerprints GROUP BY 1").all() == [(1, 6)]
