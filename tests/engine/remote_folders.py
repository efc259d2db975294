"""Folders on remote storage that tests list: in fsspec's memory, and behind a web server of our own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import uuid4

import fsspec


def put_into_memory(folder: Path) -> str:
    """Copy a folder into fsspec's memory and return its address."""
    memory = fsspec.filesystem("memory")
    root = f"/{uuid4().hex}"
    for file in folder.rglob("*"):
        if file.is_file():
            memory.pipe_file(f"{root}/{file.relative_to(folder).as_posix()}", file.read_bytes())
    return f"memory:/{root}"


class WebFolder(ThreadingHTTPServer):
    """A web server that lists a folder.

    Attributes:
        asked: method and path of every request.
        troubles: a path to how many times it is still answered with 500.
    """

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), partial(_Answer, directory=str(folder)))
        self.asked: list[str] = []
        self.troubles: dict[str, int] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def fetched(self) -> list[str]:
        """Paths of photos that were downloaded."""
        return sorted(line.removeprefix("GET ") for line in self.asked if line.startswith("GET ") and ".png" in line)


class _Answer(SimpleHTTPRequestHandler):
    server: WebFolder

    def do_GET(self) -> None:
        self.server.asked.append(f"GET {self.path}")
        if self.server.troubles.get(self.path, 0):
            self.server.troubles[self.path] -= 1
            self.send_error(HTTPStatus.INTERNAL_SERVER_ERROR)
        else:
            super().do_GET()

    def do_HEAD(self) -> None:
        self.server.asked.append(f"HEAD {self.path}")
        super().do_HEAD()

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@contextmanager
def served(folder: Path) -> Iterator[WebFolder]:
    """Serve a folder while the block runs."""
    with WebFolder(folder) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
