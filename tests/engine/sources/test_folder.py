"""A folder on this computer: whose photos are whose, what is passed over, and that nothing in it is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import BadInput, SourceError
from engine.kinds import Split
from engine.settings import Settings
from engine.sources import Listing, find_source
from engine.sources.folder import list_folder
from tests.conftest import PhotoMaker
from tests.engine.builders import hash_tree, import_photos, listed


def _list(root: Path) -> Listing:
    with listed(list_folder, str(root)) as listing:
        return listing


def _labels(root: Path) -> dict[str, str]:
    return {file.path: file.label for file in _list(root).files}


def _skipped(root: Path) -> dict[str, str]:
    return {file.path: file.reason for file in _list(root).skipped}


@pytest.mark.parametrize("name", ["김연아", "Ann Lee", "Lee, Ann", 'O\'Neil "Bo"', "Zoë 🙂", "100%"])
def test_any_name_can_be_a_person_and_a_file(tmp_path: Path, make_photo: PhotoMaker, name: str) -> None:
    make_photo(tmp_path / name / f"{name} 1.png")
    assert _labels(tmp_path) == {f"{name}/{name} 1.png": name}


def test_korean_letters_taken_apart_by_macos_are_the_same_person(tmp_path: Path, make_photo: PhotoMaker) -> None:
    make_photo(tmp_path / "\u1100\u1175\u11b7" / "1.png")  # 김 as macOS stores it: three letters
    make_photo(tmp_path / "\uae40" / "2.png")  # 김 as one
    assert set(_labels(tmp_path).values()) == {"\uae40"}


def test_nested_folders_belong_to_the_person(tmp_path: Path, make_photo: PhotoMaker) -> None:
    make_photo(tmp_path / "Ann" / "2024" / "beach" / "1.png")
    make_photo(tmp_path / "Ann" / "2.png")
    assert _labels(tmp_path) == {"Ann/2.png": "Ann", "Ann/2024/beach/1.png": "Ann"}


def test_hidden_things_and_other_files_are_passed_over_with_a_reason(tmp_path: Path, make_photo: PhotoMaker) -> None:
    make_photo(tmp_path / "Ann" / "1.png")
    make_photo(tmp_path / ".git" / "1.png")
    make_photo(tmp_path / "Ann" / ".thumbs" / "1.png")
    make_photo(tmp_path / "__MACOSX" / "Ann" / "1.png")
    (tmp_path / "Ann" / "notes.txt").write_text("Dear diary", encoding="utf-8")
    assert list(_labels(tmp_path)) == ["Ann/1.png"]
    assert _skipped(tmp_path) == {
        ".git/1.png": "hidden file or folder",
        "Ann/.thumbs/1.png": "hidden file or folder",
        "Ann/notes.txt": "not a picture",
        "__MACOSX/Ann/1.png": "hidden file or folder",
    }


def test_a_picture_in_no_persons_folder_is_passed_over(tmp_path: Path, make_photo: PhotoMaker) -> None:
    make_photo(tmp_path / "Ann" / "1.png")
    make_photo(tmp_path / "loose.png")
    assert _skipped(tmp_path) == {"loose.png": "not in a person's folder"}


def test_a_picture_without_an_extension_is_found_by_its_first_bytes(tmp_path: Path, make_photo: PhotoMaker) -> None:
    make_photo(tmp_path / "Ann" / "1.png").rename(tmp_path / "Ann" / "picture")
    make_photo(tmp_path / "Ann" / "2.jpg").rename(tmp_path / "Ann" / "2.jfif")
    assert list(_labels(tmp_path)) == ["Ann/2.jfif", "Ann/picture"]


def test_folders_of_a_split_keep_their_side_and_the_folders_in_them_are_people(
    tmp_path: Path, make_photo: PhotoMaker
) -> None:
    for path in ("train/Ann/1.png", "Validation/Ann/2.png", "test/Bo/old/3.png", "train/loose.png"):
        make_photo(tmp_path / path)
    assert {file.path: (file.label, file.split) for file in _list(tmp_path).files} == {
        "Validation/Ann/2.png": ("Ann", Split.VALIDATION),
        "test/Bo/old/3.png": ("Bo", Split.TEST),
        "train/Ann/1.png": ("Ann", Split.TRAIN),
    }
    assert _skipped(tmp_path) == {"train/loose.png": "not in a person's folder"}


@pytest.mark.parametrize(
    "paths", [("test/1.png", "Ann/1.png"), ("train/1.png", "test/2.png"), ("test/1.png", "test/beach/2.png")]
)
def test_a_person_may_be_called_like_a_side(tmp_path: Path, make_photo: PhotoMaker, paths: tuple[str, str]) -> None:
    for path in paths:
        make_photo(tmp_path / path)
    assert _labels(tmp_path) == {path: path.split("/")[0] for path in paths}


def test_files_come_in_order_of_their_path(tmp_path: Path, make_photo: PhotoMaker) -> None:
    for name in ("Bo/1.png", "Ann/2.png", "Ann/1.png"):
        make_photo(tmp_path / name)
    assert list(_labels(tmp_path)) == ["Ann/1.png", "Ann/2.png", "Bo/1.png"]


def test_an_empty_folder_says_what_was_expected(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"holds no pictures \(0 other files\)\. Expected one sub-folder per person"):
        _list(tmp_path)


def test_a_folder_of_loose_pictures_says_to_sort_them_by_person(tmp_path: Path, make_photo: PhotoMaker) -> None:
    make_photo(tmp_path / "1.png")
    make_photo(tmp_path / "2.png")
    with pytest.raises(SourceError, match="holds 2 pictures but no sub-folder with pictures"):
        _list(tmp_path)


def test_what_is_no_folder_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is not a folder on this computer"):
        _list(tmp_path / "gone")


def test_a_text_that_names_nothing_lists_what_can_be_imported(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Expected a folder with one sub-folder per person, a zip or tar"):
        find_source(str(tmp_path / "gone"))


def test_an_unknown_type_of_source_lists_those_there_are() -> None:
    with pytest.raises(BadInput, match=r"no source type 'tape'\. Expected one of: .*csv, .*folder, .*tar, .*zip"):
        find_source("anything", "tape")


def test_nothing_in_the_folder_is_changed_by_an_import(
    settings: Settings, tmp_path: Path, make_photo: PhotoMaker
) -> None:
    root = tmp_path / "people"
    make_photo(root / "Ann" / "1.jpg")
    make_photo(root / "Bo" / "1.png", seed=1)
    (root / "Bo" / "broken.jpg").write_bytes(b"")
    before = hash_tree(root)
    import_photos(settings, root)
    assert hash_tree(root) == before
    assert not settings.photos_dir.exists()  # read in place, never copied
