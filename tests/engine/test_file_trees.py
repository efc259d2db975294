"""Folders and archives are gone through alike; damaged and locked ones are told."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

import pytest

from engine.errors import SourceError
from engine.file_trees import is_archive, open_tree
from tests.engine.packed_pictures import rar_archive

FILES = {"set/a/1.jpg": b"one", "set/b/2.jpg": b"two" * 100}


def _make(kind: str, place: Path) -> Path:
    if kind == "folder":
        for path, data in FILES.items():
            (place / path).parent.mkdir(parents=True)
            (place / path).write_bytes(data)
        return place
    archive = place / f"set.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(archive, "w") as opened:
            for path, data in FILES.items():
                opened.writestr(path, data)
    elif kind == "rar":
        archive.write_bytes(rar_archive(FILES))
    else:
        _make("folder", place / "folder")
        with tarfile.open(archive, "w:gz") as packed:
            packed.add(place / "folder" / "set", "./set")
    return archive


@pytest.mark.parametrize("kind", ["folder", "zip", "tgz", "rar"])
def test_every_kind_of_tree_gives_the_same_files(tmp_path: Path, kind: str) -> None:
    place = _make(kind, tmp_path)
    with open_tree(place) as tree:
        assert sorted(tree.paths) == sorted(FILES)
        assert {path: tree.size_of(path) for path in tree.paths} == {"set/a/1.jpg": 3, "set/b/2.jpg": 300}
        read = {}
        for path, open_file in tree.walk(FILES):
            with open_file() as file:
                read[path] = file.read()
        assert read == FILES
        assert tree.read("set/b/2.jpg") == FILES["set/b/2.jpg"]
    assert is_archive(place) == (kind != "folder")


@pytest.mark.parametrize("kind", ["folder", "zip", "tgz", "rar"])
def test_a_file_that_nobody_opens_is_passed_over(tmp_path: Path, kind: str) -> None:
    with open_tree(_make(kind, tmp_path)) as tree:
        assert len([path for path, _ in tree.walk(FILES)]) == 2


def test_behind_a_damaged_file_in_a_rar_the_others_are_read(tmp_path: Path) -> None:
    archive = tmp_path / "set.rar"
    archive.write_bytes(rar_archive(FILES).replace(b"one", b"0ne"))
    with open_tree(archive) as tree:
        read: dict[str, bytes | str] = {}
        for path, open_file in tree.walk(FILES):
            try:
                read[path] = open_file().read()
            except OSError as error:
                read[path] = str(error)
    assert str(read["set/a/1.jpg"]).startswith("damaged inside the RAR archive")
    assert read["set/b/2.jpg"] == FILES["set/b/2.jpg"]


@pytest.mark.parametrize("kind", ["zip", "tgz"])
def test_half_an_archive_is_explained(tmp_path: Path, kind: str) -> None:
    archive = _make(kind, tmp_path)
    archive.write_bytes(archive.read_bytes()[:150])
    with pytest.raises(SourceError, match=r"damaged or not whole|nor an archive"), open_tree(archive):
        pass


def test_what_is_not_there_or_no_archive_is_explained(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"is not there\. Expected a folder or an archive"), open_tree(tmp_path / "x"):
        pass
    (tmp_path / "text").write_text("no archive", encoding="utf-8")
    with pytest.raises(SourceError, match=r"nor an archive\. Expected a zip, tar"), open_tree(tmp_path / "text"):
        pass


def test_a_zip_with_a_password_is_refused(tmp_path: Path) -> None:
    archive = _make("zip", tmp_path)
    data = bytearray(archive.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flag "encrypted" in the first entry of the directory
    archive.write_bytes(bytes(data))
    with pytest.raises(SourceError, match=r"protected by a password"), open_tree(archive):
        pass
