"""Reading a list: what is an entry, what is damage, and who is chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.catalog.urls import ListedUrl
from engine.downloads.url_list import DamagedLine, UrlList, choose, looks_like_list, num_hosts, read_list, save_list
from engine.errors import BadInput, SourceError
from engine.settings import Settings

Reader = Callable[[str | bytes], UrlList]
MD5 = "0123456789abcdef0123456789ABCDEF"
ANN = f"Ann\t1\thttp://a.example/1.jpg\t-2,5,30,41\t{MD5}"


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    def reader(text: str | bytes) -> UrlList:
        path = tmp_path / "list.txt"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_list(path)

    return reader


def test_a_line_is_a_person_a_number_an_address_a_rectangle_and_an_md5(read: Reader) -> None:
    found = read(f"# a comment\n#\tperson\timagenum\n\n{ANN}\r\n")
    entry = ListedUrl("Ann", 1, "http://a.example/1.jpg", "a.example", (-2.0, 5.0, 30.0, 41.0), MD5.lower())
    assert found == UrlList((entry,), ())


def test_rectangle_and_md5_may_be_missing(read: Reader) -> None:
    found = read("Ann\t1\thttp://a.example/1.jpg\nAnn\t2\thttp://a.example/2.jpg\t\t\n")
    assert [(entry.rectangle, entry.md5) for entry in found.entries] == [(None, None), (None, None)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("only words", "has 1 parts instead of 5"),
        ("Ann\t1\thttp://a\t1,2,3,4\t\tmore", "has 6 parts instead of 5"),
        ("\t1\thttp://a.example/1.jpg", "names no person ('')"),
        ("Ann\tone\thttp://a.example/1.jpg", "has 'one' where a number should be"),
        ("Ann\t-1\thttp://a.example/1.jpg", "has '-1' where a number should be"),
        (f"Ann\t{'9' * 30}\thttp://a.example/1.jpg", f"has '{'9' * 20}' where a number should be"),
        ("Ann\t1\t/home/ann.jpg", "has '/home/ann.jpg' where an address (http://…) should be"),
        (
            "Ann\t1\thttp://a.example/1.jpg\t1,2,3",
            "has '1,2,3' where a rectangle (left,top,right,bottom) should be",
        ),
        ("Ann\t1\thttp://a.example/1.jpg\t5,5,5,9", "has a rectangle without an area ('5,5,5,9')"),
        ("Ann\t1\thttp://a.example/1.jpg\t\tabc", "has 'abc' where an MD5 (32 hexadecimal digits) should be"),
        (ANN, "repeats number 1 of Ann, as line 1"),
    ],
)
def test_a_damaged_line_is_told_with_its_number_and_the_rest_is_read(read: Reader, line: str, reason: str) -> None:
    found = read(f"{ANN}\n{line}\nBo\t1\thttp://b.example/1.jpg\n")
    assert found.damaged == (DamagedLine(2, reason),)
    assert found.people == {"Ann": 1, "Bo": 1}


def test_an_address_of_another_kind_is_an_entry_that_will_be_refused(read: Reader) -> None:
    found = read("Ann\t1\tfile:///etc/passwd\nAnn\t2\thttp://[bad/1.jpg\n")
    assert [entry.host for entry in found.entries] == ["", ""]


def test_names_in_an_old_encoding_are_read(read: Reader) -> None:
    found = read(
        "\ufeffPenélope\t1\thttp://a.example/1.jpg\n".encode() + "Beyoncé\t1\thttp://a/2.jpg".encode("latin-1")
    )
    assert list(found.people) == ["Penélope", "Beyoncé"]


def test_a_file_without_an_entry_is_refused_with_its_first_damage(read: Reader) -> None:
    with pytest.raises(SourceError, match=r"holds no address of a photo\. Line 1 has 1 parts instead of 5\. Expected"):
        read("nothing here\n")
    with pytest.raises(SourceError, match=r"holds no address of a photo\. Expected lines of person, number, address"):
        read("")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_list(tmp_path / "nothing")


def test_a_list_is_recognised_by_its_lines(tmp_path: Path) -> None:
    def looks(text: str) -> bool:
        path = tmp_path / "some.txt"
        path.write_text(text, encoding="utf-8")
        return looks_like_list(path)

    assert looks(f"# comment\n{ANN}\n")
    assert not looks("Ann/1.jpg,Ann,0\nBo/1.jpg,Bo,1\n")
    assert not looks("Ann\t1\tfile:///etc/passwd\n")
    assert not looks("")
    assert not looks_like_list(tmp_path / "nothing")


def _entries() -> list[ListedUrl]:
    return [
        ListedUrl(name, number, f"http://{name}{number % 2}.example/", f"{name}{number % 2}.example")
        for name in ("Cem", "Ann", "Bo")
        for number in range(4)
    ]


def test_the_first_people_and_the_first_photos_of_each_are_chosen() -> None:
    chosen = choose(_entries(), people=2, per_person=3)
    assert [entry.key for entry in chosen] == [(name, number) for name in ("Cem", "Ann") for number in range(3)]
    assert num_hosts(chosen) == 4


def test_people_are_chosen_by_name() -> None:
    assert {entry.label for entry in choose(_entries(), only=["Bo", "Ann"])} == {"Ann", "Bo"}
    assert {entry.label for entry in choose(_entries(), only=["Bo", "Ann"], people=1)} == {"Ann"}
    assert len(choose(_entries())) == 12


def test_a_choice_that_cannot_be_met_is_refused() -> None:
    with pytest.raises(BadInput, match=r"The list has no 'Zoe'\. It has 3 people: Cem, Ann, Bo"):
        choose(_entries(), only=["Zoe"])
    with pytest.raises(BadInput, match=r"--people is 0\. Expected 1 or more"):
        choose(_entries(), people=0)
    with pytest.raises(BadInput, match=r"--per-person is -1\. Expected 1 or more"):
        choose(_entries(), per_person=-1)


def test_a_dropped_list_is_kept_once_under_its_own_name(settings: Settings) -> None:
    path = save_list(settings, "../../evil\\list.txt", b"text")
    assert path.name == "list.txt"
    assert settings.lists_dir in path.parents
    assert save_list(settings, "list.txt", b"text") == path
    assert path.read_bytes() == b"text"


@pytest.mark.photos
def test_the_list_of_pubfig_is_read_whole(photos_dir: Path) -> None:
    found = read_list(photos_dir / "pubfig" / "dev_urls.txt")
    assert (len(found.entries), len(found.people), len(found.damaged)) == (16336, 60, 0)
