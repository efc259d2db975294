"""A folder dropped into the browser: copied into the store, and removed only when an import has taken it over."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import BadInput, SourceError
from engine.settings import Settings
from engine.sources.upload import inner_root, list_upload
from tests.conftest import PhotoMaker
from tests.engine.builders import import_photos, listed


@pytest.fixture
def upload(settings: Settings, make_photo: PhotoMaker) -> Path:
    folder = settings.uploads_dir / "abc"
    make_photo(folder / "team" / "Ann" / "1.png")
    make_photo(folder / "team" / "Bo" / "1.png", seed=1)
    return folder


def test_the_outer_folder_that_was_dropped_is_passed_through(upload: Path) -> None:
    with listed(list_upload, str(upload)) as listing:
        assert [(file.path, file.label) for file in listing.files] == [("Ann/1.png", "Ann"), ("Bo/1.png", "Bo")]


def test_a_single_persons_folder_is_no_outer_folder(tmp_path: Path, make_photo: PhotoMaker) -> None:
    make_photo(tmp_path / "drop" / "Ann" / "1.png")
    assert inner_root(tmp_path / "drop") == tmp_path / "drop"


def test_photos_are_copied_into_the_store_under_their_hash(settings: Settings, upload: Path) -> None:
    originals = {file.read_bytes() for file in upload.rglob("*.png")}
    result = import_photos(settings, upload, source_name="upload")
    assert result.counts.people == {"Ann": 1, "Bo": 1}
    stored = list(settings.photos_dir.rglob("*.png"))
    assert {file.read_bytes() for file in stored} == originals
    assert all(file.parent.name == file.stem[:2] and len(file.stem) == 64 for file in stored)


def test_an_upload_is_removed_once_its_photos_are_in(settings: Settings, upload: Path) -> None:
    import_photos(settings, upload, source_name="upload")
    assert not upload.exists()
    assert len(list(settings.photos_dir.rglob("*.png"))) == 2


def test_an_upload_whose_import_failed_is_kept(settings: Settings, upload: Path) -> None:
    with pytest.raises(BadInput, match="cannot name a dataset"):
        import_photos(settings, upload, name="", source_name="upload")
    assert len(list(upload.rglob("*.png"))) == 2


def test_an_upload_that_is_gone_is_said_so(settings: Settings) -> None:
    with pytest.raises(SourceError, match=r"is not a folder on this computer\. Expected the folder that was uploaded"):
        import_photos(settings, settings.uploads_dir / "gone", source_name="upload")


def test_a_folder_that_is_no_upload_is_left_where_it_is(settings: Settings, people_dir: Path) -> None:
    import_photos(settings, people_dir, source_name="upload")
    assert len(list(people_dir.rglob("*.png"))) == 5
