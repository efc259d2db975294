"""What comes through the browser is kept inside its folder, whole or not at all."""

from io import BytesIO
from pathlib import Path

import pytest

from engine.errors import BadInput
from engine.settings import Settings
from engine.uploads import discard, save_file, save_folder


def test_an_uploaded_folder_keeps_its_layout_and_bytes(settings: Settings) -> None:
    folder = save_folder(settings, [("김/a.jpg", BytesIO(b"one")), ("Bo/deep/b.jpg", BytesIO(b"two"))])
    assert (folder / "김" / "a.jpg").read_bytes() == b"one"
    assert (folder / "Bo" / "deep" / "b.jpg").read_bytes() == b"two"


def test_a_korean_name_taken_apart_by_macos_is_put_together(settings: Settings) -> None:
    apart = "\u1100\u1175\u11b7"  # ㄱ, ㅣ, ㅁ
    folder = save_folder(settings, [(f"{apart}/a.jpg", BytesIO(b"one"))])
    assert [child.name for child in folder.iterdir()] == ["김"]


@pytest.mark.parametrize("path", ["../a.jpg", "Bo/../../a.jpg", "/etc/passwd", "..\\a.jpg", ""])
def test_a_path_out_of_the_folder_is_refused_and_nothing_is_kept(settings: Settings, path: str) -> None:
    with pytest.raises(BadInput, match="leads out of the uploaded folder"):
        save_folder(settings, [("Bo/good.jpg", BytesIO(b"good")), (path, BytesIO(b"one"))])
    assert not list(settings.home.rglob("*.jpg"))


def test_a_place_that_cannot_be_written_is_told_and_nothing_is_left(settings: Settings) -> None:
    settings.uploads_dir.write_bytes(b"a file where the folder should be")
    with pytest.raises(BadInput, match="cannot be kept"):
        save_folder(settings, [("Bo/a.jpg", BytesIO(b"one"))])


def test_a_zip_keeps_its_name_without_its_folders(settings: Settings) -> None:
    place = save_file(settings, "C:\\photos\\team.zip".replace("\\", "/"), BytesIO(b"zip"))
    assert place.name == "team.zip"
    assert place.read_bytes() == b"zip"


def test_only_uploads_are_discarded(settings: Settings, tmp_path: Path) -> None:
    own = tmp_path / "own" / "a.jpg"
    own.parent.mkdir()
    own.write_bytes(b"mine")
    place = save_file(settings, "team.zip", BytesIO(b"zip"))
    discard(settings, own)
    discard(settings, place)
    assert own.read_bytes() == b"mine"
    assert list(settings.uploads_dir.iterdir()) == []
