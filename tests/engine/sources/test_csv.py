"""A CSV list of photos: columns by place or title, lines that name no photo, lists that contradict themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import SourceError
from engine.kinds import Split
from engine.settings import Settings
from engine.sources import FoundFile, Listing, find_source
from engine.sources.csv import list_photos
from tests.engine.builders import hash_tree, import_photos, listed


@pytest.fixture
def list_file(people_dir: Path) -> Path:
    """Where a list of the photos in ``people_dir`` is written."""
    return people_dir / "training_file.txt"


def _list(list_file: Path, text: str, encoding: str = "utf-8") -> Listing:
    list_file.write_bytes(text.encode(encoding))
    with listed(list_photos, str(list_file)) as listing:
        return listing


def _files(listing: Listing) -> list[FoundFile]:
    return list(listing.files)


def _passed_over(listing: Listing) -> dict[str, str]:
    return {file.path: file.reason for file in listing.skipped}


def test_paths_are_seen_from_the_folder_of_the_list(list_file: Path, people_dir: Path) -> None:
    files = _files(_list(list_file, "Ann/1.png,Ann\nBo/1.png,Bo\n"))
    assert [(file.path, file.label, file.notes) for file in files] == [
        ("Ann/1.png", "Ann", None),
        ("Bo/1.png", "Bo", None),
    ]
    assert [file.location for file in files] == [people_dir / "Ann/1.png", people_dir / "Bo/1.png"]


def test_a_third_column_of_numbers_numbers_the_names(list_file: Path) -> None:
    files = _files(_list(list_file, "Ann/1.png,Ann,1\nBo/1.png,Bo,0\n"))
    assert [file.notes for file in files] == [{"number": "1"}, {"number": "0"}]


def test_a_line_of_titles_is_no_photo_and_names_the_columns(list_file: Path) -> None:
    text = "Class;Where;File;Split\nAnn;beach;Ann/1.png;train\nBo;;Bo/1.png;test\n"
    files = _files(_list(list_file, text))
    assert [(file.path, file.label, file.split, file.notes) for file in files] == [
        ("Ann/1.png", "Ann", Split.TRAIN, {"Where": "beach"}),
        ("Bo/1.png", "Bo", Split.TEST, None),
    ]


def test_titles_nobody_knows_leave_the_columns_in_their_places(list_file: Path) -> None:
    files = _files(_list(list_file, "wo,wer,wann\nAnn/1.png,Ann,2024\n"))
    assert [(file.path, file.label, file.notes) for file in files] == [("Ann/1.png", "Ann", {"wann": "2024"})]


def test_columns_without_a_title_are_notes_by_their_place(list_file: Path) -> None:
    files = _files(_list(list_file, "Ann/1.png,Ann,beach,sunny\n"))
    assert files[0].notes == {"column 3": "beach", "column 4": "sunny"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_names_are_read_in_the_encodings_people_save_lists_in(list_file: Path, encoding: str) -> None:
    assert _files(_list(list_file, "Ann\\1.png\t김연아\r\n", encoding))[0].label == "김연아"


def test_quotes_hold_commas_together(list_file: Path, people_dir: Path) -> None:
    (people_dir / "Ann" / "1.png").rename(people_dir / "Ann" / "a, b.png")
    files = _files(_list(list_file, '"Ann/a, b.png","Lee, Ann"\n'))
    assert [(file.path, file.label) for file in files] == [("Ann/a, b.png", "Lee, Ann")]


def test_a_line_that_names_no_photo_is_told_and_the_others_are_read(list_file: Path) -> None:
    listing = _list(
        list_file,
        "Ann/1.png,Ann\n\nAnn/2.png,\n,Bo\nhttp://example.org/1.jpg,Bo\nAnn/1.png,Ann\nAnn/1.png,Bo\nBo/1.png,Bo\n",
    )
    assert [file.path for file in listing.files] == ["Ann/1.png", "Bo/1.png"]
    assert _passed_over(listing) == {
        "line 3": "names nobody for 'Ann/2.png'",
        "line 4": "has no path",
        "line 5": "has a web address instead of a path; such lists are downloaded as a list of web addresses",
        "line 6": "repeats 'Ann/1.png', which line 1 lists",
        "line 7": "repeats 'Ann/1.png', which line 1 lists as Ann, not Bo",
    }


def test_a_photo_that_is_not_there_is_a_row_with_its_reason(settings: Settings, list_file: Path) -> None:
    list_file.write_text("Ann/1.png,Ann\nBo/gone.png,Bo\n", encoding="utf-8")
    counts = import_photos(settings, list_file).counts
    assert counts.people == {"Ann": 1, "Bo": 0}
    assert [(file.path, file.reason[:22]) for file in counts.unreadable] == [("Bo/gone.png", "The file is not there.")]


def test_a_name_with_two_numbers_is_a_contradiction(list_file: Path) -> None:
    with pytest.raises(SourceError, match=r"Ann has the number 0 on line 1 and the number 2 on line 3\. Expected one"):
        _list(list_file, "Ann/1.png,Ann,0\nBo/1.png,Bo,1\nAnn/2.png,Ann,2\nAnn/3.png,Ann,2\n")


def test_a_number_with_two_names_is_a_contradiction(list_file: Path) -> None:
    with pytest.raises(SourceError, match=r"The number 0 has 'Ann' on line 1 and 'Bo' on line 2\."):
        _list(list_file, "Ann/1.png,Ann,0\nBo/1.png,Bo,0\n")


def test_of_many_contradictions_a_few_are_told(list_file: Path) -> None:
    said = enumerate(zip("abcdabcd", "01231230", strict=True))
    lines = [f"Ann/{place}.png,{name},{number}\n" for place, (name, number) in said]
    with pytest.raises(SourceError, match=r"There are 5 more\."):
        _list(list_file, "".join(lines))


def test_a_list_without_a_photo_says_what_was_expected(list_file: Path) -> None:
    with pytest.raises(SourceError, match=r"Line 2 names nobody for 'Ann/1\.png'\. Expected lines such"):
        _list(list_file, "path,name\nAnn/1.png,\n")


def test_an_empty_list_says_what_was_expected(list_file: Path) -> None:
    with pytest.raises(SourceError, match=r"names no photo\. Expected lines such as 'Kim/1\.jpg,Kim'"):
        _list(list_file, "")


@pytest.mark.parametrize(
    ("name", "text", "source"),
    [
        ("list.csv", "path,name\nAnn/1.png,Ann\n", "csv"),
        ("training_file.txt", "Ann/1.png,Ann,0\n", "csv"),
        ("dev_urls.txt", "Ann\t1\thttp://example.org/1.jpg\t1,2,3,4\t" + "0" * 32 + "\n", "pubfig"),
    ],
)
def test_a_list_is_told_from_a_list_of_web_addresses(people_dir: Path, name: str, text: str, source: str) -> None:
    (people_dir / name).write_text(text, encoding="utf-8")
    assert find_source(str(people_dir / name)).name == source


def test_a_text_that_is_no_list_is_not_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ann, how are you?\nI am fine, Bo\n", encoding="utf-8")
    with pytest.raises(SourceError, match="cannot be imported"):
        find_source(str(tmp_path / "letter.txt"))


def test_importing_a_list_again_reads_only_what_changed_and_touches_nothing(
    settings: Settings, list_file: Path, people_dir: Path
) -> None:
    list_file.write_text("Ann/1.png,Ann\nAnn/2.png,Ann\nBo/1.png,Bo\n", encoding="utf-8")
    before = hash_tree(people_dir)
    assert import_photos(settings, list_file).counts.photos == 3
    again = import_photos(settings, list_file)
    assert (again.changes.new, again.changes.changed, again.changes.unchanged) == (0, 0, 3)
    assert hash_tree(people_dir) == before
