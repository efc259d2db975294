"""One photo is in its dataset at once, under its label and its source."""

import hashlib
from datetime import datetime
from pathlib import Path

import pytest

from engine.additions import AddedPhoto, add_photo, take_back
from engine.catalog import open_catalog
from engine.catalog.datasets import count_dataset, create_dataset, get_dataset, list_datasets
from engine.catalog.origins import Origin, list_origins
from engine.catalog.photos import find_photo
from engine.errors import BadInput, NotFound
from engine.kinds import Kind
from engine.settings import Settings
from tests.conftest import write_photo
from tests.engine.builders import import_photos

NOON = datetime(2026, 3, 1, 12, 0, 5)


def _add(settings: Settings, content: bytes, label: str = "7", name: str = "digits") -> AddedPhoto:
    return add_photo(
        settings,
        open_catalog(settings),
        content,
        dataset_name=name,
        kind=Kind.IMAGES,
        label=label,
        source_name="draw",
        now=NOON,
    )


def _picture(tmp_path: Path, seed: int) -> bytes:
    return write_photo(tmp_path / f"{seed}.png", seed=seed).read_bytes()


def test_a_photo_is_counted_under_its_label_and_found_under_its_time(settings: Settings, tmp_path: Path) -> None:
    assert _add(settings, _picture(tmp_path, 1)).num_of_label == 1
    added = _add(settings, _picture(tmp_path, 2), label=" 7 ")
    assert (added.label, added.num_of_label) == ("7", 2)
    catalog = open_catalog(settings)
    dataset = get_dataset(catalog, "digits")
    photo = find_photo(catalog, dataset, added.sha256)
    assert photo.path.startswith("7/draw 2026-03-01 12-00-05 ")
    assert photo.location is not None
    assert photo.location.is_relative_to(settings.photos_dir)
    assert list_origins(catalog, dataset) == [Origin("draw", "draw", 2)]


def test_the_same_photo_twice_counts_once(settings: Settings, tmp_path: Path) -> None:
    _add(settings, _picture(tmp_path, 1))
    assert _add(settings, _picture(tmp_path, 1)).num_of_label == 1
    assert count_dataset(open_catalog(settings), get_dataset(open_catalog(settings), "digits")).duplicates == 1


@pytest.mark.parametrize("label", ["", "  ", "a\nb", "x" * 101])
def test_a_label_that_cannot_be_used_is_told_and_makes_no_dataset(
    settings: Settings, tmp_path: Path, label: str
) -> None:
    with pytest.raises(BadInput, match="cannot name a class"):
        _add(settings, _picture(tmp_path, 1), label=label)
    assert list_datasets(open_catalog(settings)) == []


def test_a_label_with_a_slash_stays_one_label(settings: Settings, tmp_path: Path) -> None:
    assert _add(settings, _picture(tmp_path, 1), label="and/or").label == "and_or"


def test_a_dataset_of_people_takes_no_drawing(settings: Settings, tmp_path: Path) -> None:
    create_dataset(open_catalog(settings), "team", Kind.FACES, "somewhere")
    with pytest.raises(BadInput, match="exists and is of kind 'faces'"):
        _add(settings, _picture(tmp_path, 1), name="team")


def test_a_photo_that_was_added_is_taken_back_and_its_file_goes(settings: Settings, tmp_path: Path) -> None:
    first, second = (_add(settings, _picture(tmp_path, seed)) for seed in (1, 2))
    catalog = open_catalog(settings)
    dataset = get_dataset(catalog, "digits")
    take_back(settings, catalog, dataset, first.sha256)
    assert [file.stem for file in settings.photos_dir.rglob("*.png")] == [second.sha256]
    assert count_dataset(catalog, dataset).people == {"7": 1}
    with pytest.raises(NotFound, match="has no photo"):
        take_back(settings, catalog, dataset, first.sha256)


def test_a_photo_that_was_imported_is_not_taken_back(settings: Settings, tmp_path: Path, people_dir: Path) -> None:
    dataset = import_photos(settings, people_dir).dataset
    _add(settings, _picture(tmp_path, 77), name="team")
    sha256 = hashlib.sha256((people_dir / "Ann" / "1.png").read_bytes()).hexdigest()
    with pytest.raises(BadInput, match="was imported, not added here"):
        take_back(settings, open_catalog(settings), dataset, sha256)
