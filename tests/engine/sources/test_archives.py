"""Archives of people's folders: names of every origin; damaged, protected, leading out, or made to fill disks."""

from __future__ import annotations

import io
import stat
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from engine import file_trees
from engine.errors import SourceError
from engine.kinds import Split
from engine.settings import Settings
from engine.sources import Listing, find_source
from engine.sources._archives import list_archive
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
    with listed(list_archive, str(archive)) as listing:
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


def _write_tar(archive: Path, members: Mapping[str, bytes], mode: str = "w") -> Path:
    with tarfile.open(archive, mode) as file:  # type: ignore[call-overload]  # a mode that a test chose
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
    return archive


@pytest.mark.parametrize(("ending", "mode"), [("tar", "w"), ("tar.gz", "w:gz"), ("tgz", "w:gz"), ("tar.xz", "w:xz")])
def test_a_tar_is_read_like_a_zip(settings: Settings, tmp_path: Path, picture: bytes, ending: str, mode: str) -> None:
    archive = tmp_path / f"people.{ending}"
    _write_tar(archive, {"./team/Ann/1.png": picture, "./team/Bo/2": picture + b"x", "./team/read.me": b"x"}, mode)
    assert find_source(str(archive)).name == "tar"
    assert import_photos(settings, archive).counts.people == {"Ann": 1, "Bo": 1}
    assert {file.path: file.reason for file in _list(archive).skipped} == {"read.me": "not a picture"}


@pytest.mark.parametrize("write", [_write, _write_tar])
@pytest.mark.parametrize("name", ["../evil/1.png", "Ann/../../evil/1.png", "/evil/1.png", "C:\\evil\\1.png"])
def test_an_archive_with_a_path_that_leads_out_of_it_is_refused(
    settings: Settings, archive: Path, picture: bytes, write: Callable[[Path, Mapping[str, bytes]], Path], name: str
) -> None:
    write(archive, {"Ann/3.png": picture, name: picture})
    before = sorted(archive.parent.rglob("*"))
    with pytest.raises(SourceError, match=r"a path that leads out of it.* Nothing was imported"):
        import_photos(settings, archive, source_name="zip")
    assert [file for file in sorted(archive.parent.rglob("*")) if settings.home not in file.parents] == before
    assert list(settings.photos_dir.rglob("*.png")) == []


def test_a_link_in_a_zip_is_refused(archive: Path, picture: bytes) -> None:
    _write(archive, {"Ann/1.png": picture})
    link = zipfile.ZipInfo("Ann/2.png")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(archive, "a") as file:
        file.writestr(link, "/etc/passwd")
    with pytest.raises(SourceError, match=r"holds 'Ann/2\.png', a link to another file"):
        _list(archive)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE])
def test_a_link_in_a_tar_is_refused(archive: Path, picture: bytes, kind: bytes) -> None:
    _write_tar(archive, {"Ann/1.png": picture})
    link = tarfile.TarInfo("Ann/2.png")
    link.type, link.linkname = kind, "Ann/1.png"
    with tarfile.open(archive, "a") as file:
        file.addfile(link)
    with pytest.raises(SourceError, match=r"holds 'Ann/2\.png', a link to another file"):
        _list(archive)


def test_an_archive_of_too_many_files_is_refused(
    archive: Path, picture: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_trees, "MAX_FILES", 2)  # half a million would take half a minute to write
    _write(archive, {"Ann/1.png": picture, "Ann/2.png": picture})
    assert len(_labels(archive)) == 2
    _write(archive, {"Ann/1.png": picture, "Ann/2.png": picture, "Ann/3.png": picture})
    with pytest.raises(SourceError, match=r"holds more than 2 files, more than can be listed\. Split it up"):
        _list(archive)


def test_a_compressed_tar_made_to_fill_disks_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    archive = tmp_path / "people.tar.gz"
    info = tarfile.TarInfo("Ann/1.png")
    info.size = 1 << 40
    with tarfile.open(archive, "w:gz") as file:
        file.addfile(info)  # says that a terabyte follows, of which nothing is there
    with pytest.raises(SourceError, match=r"to 1,099,511,627,776 bytes or more, which no archive of photos does"):
        _list(archive)


def test_an_archive_within_an_archive_is_not_opened(archive: Path, picture: bytes) -> None:
    inner = _write(archive.parent / "inner.zip", {"Bo/1.png": picture}).read_bytes()
    _write(archive, {"Ann/1.png": picture, "Bo/inner.zip": inner})
    assert _labels(archive) == {"Ann/1.png": "Ann"}
    assert {file.path: file.reason for file in _list(archive).skipped} == {"Bo/inner.zip": "not a picture"}


def test_folders_of_a_split_are_sides_and_those_in_them_people(archive: Path, picture: bytes) -> None:
    _write(archive, {"set/train/Ann/1.png": picture, "set/test/Ann/2.png": picture, "set/test/Bo/3.png": picture})
    files = [(file.path, file.label, file.split) for file in _list(archive).files]
    assert files == [
        ("test/Ann/2.png", "Ann", Split.TEST),
        ("test/Bo/3.png", "Bo", Split.TEST),
        ("train/Ann/1.png", "Ann", Split.TRAIN),
    ]


def test_a_single_folder_called_train_is_a_side_and_no_outer_folder(archive: Path, picture: bytes) -> None:
    _write(archive, {"train/Ann/1.png": picture, "train/Bo/2.png": picture})
    assert [(file.label, file.split) for file in _list(archive).files] == [("Ann", Split.TRAIN), ("Bo", Split.TRAIN)]


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
    with pytest.raises(SourceError, match="which no archive of photos does"):
        _list(archive)


def test_what_is_no_zip_is_said_so(archive: Path) -> None:
    archive.write_bytes(b"Dear diary")
    assert find_source(str(archive)).name == "zip"
    with pytest.raises(SourceError, match=r"is neither a folder nor an archive\. Expected a zip, tar or RAR file"):
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
