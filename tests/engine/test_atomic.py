"""Files that are whole or absent."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from engine import atomic


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    atomic.write_json(tmp_path / "new" / "folder" / "a.json", {"이름": "김연아", "n": 1})
    assert atomic.read_json(tmp_path / "new" / "folder" / "a.json") == {"이름": "김연아", "n": 1}


def test_no_file_reads_as_none(tmp_path: Path) -> None:
    assert atomic.read_json(tmp_path / "a.json") is None


def test_a_failure_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    atomic.write_bytes(tmp_path / "a", b"old")

    def fail_half_way() -> None:
        with atomic.replacing(tmp_path / "a") as temporary:
            temporary.write_bytes(b"half")
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        fail_half_way()
    assert (tmp_path / "a").read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["a"]


def test_a_document_that_is_no_json_leaves_the_old_one(tmp_path: Path) -> None:
    atomic.write_json(tmp_path / "a.json", {"n": 1})
    with pytest.raises(TypeError):
        atomic.write_json(tmp_path / "a.json", {"n": object()})
    assert atomic.read_json(tmp_path / "a.json") == {"n": 1}


def test_a_reader_never_sees_half_of_a_file(tmp_path: Path) -> None:
    contents = {letter * 200_000 for letter in (b"a", b"b")}
    atomic.write_bytes(tmp_path / "file", b"a" * 200_000)
    seen: set[bytes] = set()
    is_over = threading.Event()

    def read() -> None:
        while not is_over.is_set():
            seen.add((tmp_path / "file").read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(50):
        for content in contents:
            atomic.write_bytes(tmp_path / "file", content)
    is_over.set()
    reader.join()
    assert seen <= contents
