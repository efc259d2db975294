"""A zip of people's folders: names of every origin, and zips that are damaged, protected or made to fill disks."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from engine.errors import SourceError
from engine.settings import Settings
from engine.sources import Listing, find_source
from engine.sources.zip import list_zip
from tests.conftest import PhotoMaker
from tests.engine.builders import import_photos, listed


@pytest.fixture
def picture(tmp_path: Path, make_photo: PhotoMaker) -> bytes:
    return make_photo(tmp_path / "picture.png").read_bytes()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "people.zip"


def _write(archive: Path, members: Mapping[str, bytes], compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(archive, "w", compression) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return archive


def _list(archive: Path) -> Listing:
    with listed(list_zip, str(archive)) as listing:
        return listing


def _labels(archive: Path) -> dict[str, str]:
    return {file.path: file.label for file in _list(archive).files}


def test_folders_of_a_zip_are_people(archive: Path, picture: bytes) -> None:
    _write(archive, {"Ann/1.png": picture, "Bo/old/2.png": picture, "__MACOSX/Ann/._1.png": b"x", "read.me": b"x"})
    assert _labels(archive) == {"Ann/1.png": "Ann", "Bo/old/2.png": "Bo"}
    assert {file.path: file.reason for file in _list(archive).skipped} == {
        "__MACOSX/Ann/._1.png": "hidden file or folder",
        "read.me": "not a picture",
    }


def test_one_outer_folder_around_the_people_is_passed_through(archive: Path, picture: bytes) -> None:
    _write(archive, {"team/Ann/1.png": picture, "team/Bo/1.png": picture, "__MACOSX/team/._Ann": b"x"})
    assert _labels(archive) == {"Ann/1.png": "Ann", "Bo/1.png": "Bo"}


def test_the_only_person_of_a_zip_is_no_outer_folder(archive: Path, picture: bytes) -> None:
    _write(archive, {"Ann/1.png": picture, "Ann/beach/2.png": picture})
    assert set(_labels(archive).values()) == {"Ann"}


def test_names_in_korean_windows_code_page_are_understood(archive: Path, picture: bytes) -> None:
    # Korean Windows writes code page 949 without saying so; zipfile would write UTF-8 with the flag.
    placeholder = "person"
    _write(archive, {f"{placeholder}/1.png": picture})
    archive.write_bytes(archive.read_bytes().replace(b"person", "김연아".encode("cp949")))
    assert _labels(archive) == {"김연아/1.png": "김연아"}


def test_names_in_utf8_are_understood_with_and_without_their_flag(archive: Path, picture: bytes) -> None:
    _write(archive, {"김연아/1.png": picture})
    assert _labels(archive) == {"김연아/1.png": "김연아"}
    _write(archive, {"person/1.png": picture})
    archive.write_bytes(archive.read_bytes().replace(b"person", "가나".encode()))
    assert _labels(archive) == {"가나/1.png": "가나"}


def test_a_zip_made_on_windows_with_backslashes_has_folders(archive: Path, picture: bytes) -> None:
    _write(archive, {"Ann_1.png": picture})
    archive.write_bytes(archive.read_bytes().replace(b"Ann_1.png", b"Ann\\1.png"))
    assert _labels(archive) == {"Ann/1.png": "Ann"}


def test_a_path_that_leads_out_of_the_zip_is_never_followed(settings: Settings, archive: Path, picture: bytes) -> None:
    _write(archive, {"../evil/1.png": picture, "/absolute/2.png": picture, "Ann/3.png": picture + b"x"})
    result = import_photos(settings, archive)
    assert result.counts.people == {"Ann": 1, "absolute": 1}
    assert not (archive.parent / "evil").exists()
    assert [file.parent.parent for file in settings.photos_dir.rglob("*.png")] == [settings.photos_dir] * 2


def test_a_protected_zip_is_refused_with_what_to_do(archive: Path, picture: bytes) -> None:
    _write(archive, {"Ann/1.png": picture})
    data = bytearray(archive.read_bytes())
    directory = data.index(b"PK\x01\x02")
    data[6] |= 1  # general purpose bit 0 of the member: encrypted
    data[directory + 8] |= 1  # and in the directory
    archive.write_bytes(data)
    with pytest.raises(SourceError, match=r"protected by a password\. Unpack it and import the folder"):
        _list(archive)


def test_a_zip_made_to_fill_disks_is_refused(archive: Path) -> None:
    _write(archive, {"Ann/1.png": bytes(1000)}, zipfile.ZIP_DEFLATED)
    data = bytearray(archive.read_bytes())
    size_field = data.index(b"PK\x01\x02") + 24
    data[size_field : size_field + 4] = (250 << 20).to_bytes(4, "little")  # 250 MiB out of a few bytes
    archive.write_bytes(data)
    with pytest.raises(SourceError, match="which no zip of photos does"):
        _list(archive)


def test_what_is_no_zip_is_said_so(archive: Path) -> None:
    archive.write_bytes(b"Dear diary")
    assert find_source(str(archive)).name == "zip"
    with pytest.raises(SourceError, match="cannot be opened as a zip"):
        _list(archive)


def test_a_zip_without_pictures_says_what_was_expected(archive: Path) -> None:
    _write(archive, {"Ann/notes.txt": b"Dear diary"})
    with pytest.raises(SourceError, match=r"'people.zip' holds no pictures \(1 other files\)"):
        _list(archive)


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_member_is_a_row_and_the_others_are_imported(
    settings: Settings, archive: Path, picture: bytes, compression: int
) -> None:
    _write(archive, {"Ann/1.png": picture, "Bo/2.png": picture + b"x"}, compression)
    with zipfile.ZipFile(archive) as file:
        info = file.getinfo("Ann/1.png")
    data = bytearray(archive.read_bytes())
    begin = info.header_offset + 30 + len("Ann/1.png")
    data[begin + 20 : begin + 400] = bytes(380)
    archive.write_bytes(data)
    result = import_photos(settings, archive)
    assert result.counts.people == {"Ann": 0, "Bo": 1}
    assert [file.path for file in result.counts.unreadable] == ["Ann/1.png"]
    assert result.counts.unreadable[0].reason.startswith("The file ")
    assert list(settings.photos_dir.glob(".incoming-*")) == []


def test_a_damaged_member_without_an_extension_is_no_picture(archive: Path, picture: bytes) -> None:
    _write(archive, {"Ann/picture": picture, "Bo/2.png": picture})
    data = archive.read_bytes()
    archive.write_bytes(b"PK\xff\xff" + data[4:])  # its own header, which opening looks at
    assert list(_labels(archive)) == ["Bo/2.png"]


def test_photos_of_a_zip_are_kept_when_the_zip_is_gone(settings: Settings, archive: Path, picture: bytes) -> None:
    _write(archive, {"Ann/1.PNG": picture})
    import_photos(settings, archive)
    archive.unlink()
    stored = [file for file in settings.photos_dir.rglob("*") if file.is_file()]
    assert [file.suffix for file in stored] == [".png"]
    assert stored[0].read_bytes() == picture
    assert stored[0].parent.name == stored[0].name[:2]
