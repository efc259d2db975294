"""Large files come from a web server that breaks off, refuses, stalls and changes; only the right bytes are kept."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from engine.errors import FetchError, WrongBytes
from engine.fetching import Checksum, WebFile, fetch, forget_partial

CONTENT = bytes(range(256)) * 1024  # 262,144 bytes
NOWHERE = "http://127.0.0.1:9/tiny.bin"  # the discard port: nothing listens there


@dataclass
class Behaviour:
    """What the server does: break off after so many bytes, answer so (each in turn), know ranges, name versions."""

    break_off_after: list[int] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    knows_ranges: bool = True
    etag: str = '"one"'
    content: bytes = CONTENT


class Home(ThreadingHTTPServer):
    """An official home on this machine; remembers the Range of every request."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.behaviour = Behaviour()
        self.ranges: list[str | None] = []

    def file(self, *, name: str = "tiny.bin", content: bytes = CONTENT) -> WebFile:
        url = f"http://127.0.0.1:{self.server_address[1]}/{name}"
        return WebFile(name, (url,), len(content), Checksum("sha256", hashlib.sha256(content).hexdigest()))


class _Answer(BaseHTTPRequestHandler):
    server: Home

    def do_GET(self) -> None:
        behaviour = self.server.behaviour
        asked = self.headers.get("Range")
        self.server.ranges.append(asked)
        if behaviour.statuses:
            self.send_error(behaviour.statuses.pop(0))
            return
        is_same = self.headers.get("If-Range") == behaviour.etag
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and behaviour.knows_ranges and is_same else 0
        body = behaviour.content[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", behaviour.etag)
        self.end_headers()
        if behaviour.break_off_after:
            body = body[: behaviour.break_off_after.pop(0)]
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def home() -> Iterator[Home]:
    with Home() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_file_arrives_whole_and_progress_ends_at_its_size(home: Home, tmp_path: Path) -> None:
    told: list[int] = []
    place = fetch(home.file(), tmp_path, report=told.append)
    assert place is not None
    assert place.read_bytes() == CONTENT
    assert told[-1] == len(CONTENT)
    assert told == sorted(told)
    assert [file.name for file in tmp_path.iterdir()] == ["tiny.bin"]


def test_a_file_that_is_there_is_not_fetched_again(home: Home, tmp_path: Path) -> None:
    fetch(home.file(), tmp_path)
    fetch(home.file(), tmp_path)
    assert home.ranges == [None]


def test_a_broken_connection_goes_on_where_it_broke_off(home: Home, tmp_path: Path) -> None:
    home.behaviour.break_off_after = [100_000, 100_000]
    place = fetch(home.file(), tmp_path, pauses=(0.0,))
    assert place is not None
    assert place.read_bytes() == CONTENT
    assert home.ranges == [None, "bytes=100000-", "bytes=200000-"]


def test_a_server_without_ranges_sends_the_whole_again(home: Home, tmp_path: Path) -> None:
    home.behaviour.break_off_after = [100_000]
    home.behaviour.knows_ranges = False
    place = fetch(home.file(), tmp_path, pauses=(0.0,))
    assert place is not None
    assert place.read_bytes() == CONTENT


def test_a_file_that_changed_meanwhile_is_fetched_from_its_beginning(home: Home, tmp_path: Path) -> None:
    home.behaviour.break_off_after = [100_000]
    home.behaviour.content = b"x" * len(CONTENT)
    with pytest.raises(FetchError):
        fetch(home.file(), tmp_path, pauses=())
    home.behaviour = Behaviour(etag='"two"')
    place = fetch(home.file(), tmp_path)
    assert place is not None
    assert place.read_bytes() == CONTENT


def test_stopping_keeps_what_came_and_the_next_time_goes_on_from_there(home: Home, tmp_path: Path) -> None:
    told: list[int] = []
    assert fetch(home.file(), tmp_path, report=told.append, is_stopped=lambda: len(told) >= 2) is None
    kept = (tmp_path / "tiny.bin.part").stat().st_size
    assert 0 < kept < len(CONTENT)
    place = fetch(home.file(), tmp_path)
    assert place is not None
    assert place.read_bytes() == CONTENT
    assert home.ranges == [None, f"bytes={kept}-"]


def test_a_server_that_is_busy_is_asked_again(home: Home, tmp_path: Path) -> None:
    home.behaviour.statuses = [503, 429]
    assert fetch(home.file(), tmp_path, pauses=(0.0, 0.0)) is not None
    assert len(home.ranges) == 3


def test_a_server_that_stays_busy_is_given_up(home: Home, tmp_path: Path) -> None:
    home.behaviour.statuses = [503] * 3
    with pytest.raises(FetchError, match=r"/tiny.bin answers 503\."):
        fetch(home.file(), tmp_path, pauses=(0.0, 0.0))


def test_a_refusal_is_final_and_the_next_address_is_asked(home: Home, tmp_path: Path) -> None:
    home.behaviour.statuses = [404]
    file = home.file()
    twice = WebFile(file.name, (*file.urls, *file.urls), file.num_bytes, file.checksum)
    assert fetch(twice, tmp_path, pauses=(0.0,)) is not None
    assert len(home.ranges) == 2


def test_wrong_bytes_are_refused_and_removed(home: Home, tmp_path: Path) -> None:
    home.behaviour.content = CONTENT[::-1]
    with pytest.raises(WrongBytes, match=r"'tiny.bin' arrived with 262,144 bytes and the checksum .* it was not kept"):
        fetch(home.file(), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_another_size_is_refused_before_it_is_fetched(home: Home, tmp_path: Path) -> None:
    home.behaviour.content = CONTENT + b"more"
    with pytest.raises(WrongBytes, match=r"holds 262,148 bytes, expected 262,144: it is not the same file"):
        fetch(home.file(), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_address_that_cannot_be_reached_is_named(tmp_path: Path) -> None:
    file = WebFile("tiny.bin", (NOWHERE,), 10, Checksum("sha256", "0" * 64))
    with pytest.raises(FetchError, match=r"http://127\.0\.0\.1:9/tiny\.bin cannot be read"):
        fetch(file, tmp_path, pauses=())


def test_a_file_larger_than_the_disk_is_refused_before_it_is_fetched(home: Home, tmp_path: Path) -> None:
    file = WebFile("vast.bin", home.file().urls, 1 << 60, Checksum("sha256", "0" * 64))
    with pytest.raises(FetchError, match=r"'vast.bin' needs 1,152,921,504,607 MB and the disk of .* MB left"):
        fetch(file, tmp_path)
    assert home.ranges == []


def test_what_came_of_a_file_can_be_forgotten(home: Home, tmp_path: Path) -> None:
    home.behaviour.break_off_after = [1000]
    with pytest.raises(FetchError, match=r"cannot be read|sent 1,000 of 262,144 bytes"):
        fetch(home.file(), tmp_path, pauses=())
    forget_partial(tmp_path, home.file())
    assert list(tmp_path.iterdir()) == []
