"""An archive is imported as an archive, anything else as a folder, into the dataset that was asked for."""

import shutil
from pathlib import Path

import pytest

from engine.catalog import open_catalog
from engine.catalog.datasets import create_dataset
from engine.errors import BadInput
from engine.kinds import Kind
from engine.settings import Settings
from engine.uploads.finishing import import_command
from tests.engine.builders import import_photos
from tests.engine.uploads.frames import begun, frame, send


def test_a_folder_is_imported_with_its_labels_and_leaves_nothing_behind(settings: Settings, people_dir: Path) -> None:
    upload = begun(settings, "people")
    for file in sorted(people_dir.rglob("*.png")):
        send(upload, frame(f"people/{file.relative_to(people_dir).as_posix()}", file.read_bytes()))
    command = import_command(settings, upload, "", Kind.IMAGES)
    assert command[2:] == ["--name", "people", "--kind", "images", "--source", "upload"]
    assert import_photos(settings, command[1], source_name="upload").counts.people == {"Ann": 3, "Bo": 2}
    assert not upload.folder.exists()


def test_a_zip_is_read_as_a_zip(settings: Settings, people_dir: Path) -> None:
    archive = Path(shutil.make_archive(str(people_dir.parent / "team"), "zip", people_dir))
    upload = begun(settings, "team.zip")
    send(upload, frame("team.zip", archive.read_bytes()))
    command = import_command(settings, upload, "", Kind.FACES)
    assert command == [
        "import",
        str(upload.files_dir / "team.zip"),
        "--name",
        "team",
        "--kind",
        "faces",
        "--source",
        "zip",
    ]


def test_a_single_photo_is_no_archive(settings: Settings) -> None:
    upload = begun(settings, "a.jpg")
    send(upload, frame("a.jpg", b"one"))
    assert import_command(settings, upload, "team", Kind.FACES)[1] == str(upload.files_dir)


def test_a_dataset_of_another_kind_is_told_before_the_import_starts(settings: Settings) -> None:
    create_dataset(open_catalog(settings), "team", Kind.FACES, "somewhere")
    upload = begun(settings)
    send(upload, frame("Bo/a.jpg", b"one"))
    with pytest.raises(BadInput, match="'team' exists and is of kind 'faces', not 'images'"):
        import_command(settings, upload, "team", Kind.IMAGES)


def test_a_source_nobody_knows_is_told(settings: Settings) -> None:
    upload = begun(settings, source="telepathy")
    send(upload, frame("Bo/a.jpg", b"one"))
    with pytest.raises(BadInput, match="There is no source type 'telepathy'"):
        import_command(settings, upload, "team", Kind.IMAGES)
