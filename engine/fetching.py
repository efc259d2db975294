"""Fetches one large file from the web, by checksum: resumed where it broke off, tried again, kept only when right."""

from __future__ import annotations

import errno
import hashlib
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine import atomic
from engine.errors import FetchError, WrongBytes

if TYPE_CHECKING:
    import httpx

CONNECT_SECONDS = 5.0  # an unreachable home must not hold up the one that can be reached
READ_SECONDS = 30.0
PAUSES_SECONDS = (1.0, 2.0, 4.0, 8.0)  # between tries that brought nothing new
LONGEST_WAIT_SECONDS = 60.0  # of what a server may ask for
TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
SPARE_BYTES = 64 << 20  # left on the disk for everything else
PARTIAL = ".part"
VALIDATOR = ".part.json"


@dataclass(frozen=True)
class Checksum:
    """What a file's bytes must hash to. ``algorithm`` is a name that :mod:`hashlib` knows."""

    algorithm: str
    digest: str

    def of(self, path: Path) -> str:
        """The digest a file really has."""
        with path.open("rb") as file:
            return hashlib.file_digest(file, self.algorithm).hexdigest()


@dataclass(frozen=True)
class WebFile:
    """A file with the addresses it may be had from, the official one first.

    Attributes:
        name: what it is called on disk.
        num_bytes: its exact size.
    """

    name: str
    urls: tuple[str, ...]
    num_bytes: int
    checksum: Checksum


def is_intact(path: Path, file: WebFile) -> bool:
    """Whether the file lies at ``path`` with the declared bytes."""
    return path.is_file() and path.stat().st_size == file.num_bytes and file.checksum.of(path) == file.checksum.digest


def fetch(
    file: WebFile,
    folder: Path,
    *,
    report: Callable[[int], None] = lambda done: None,
    is_stopped: Callable[[], bool] = lambda: False,
    pauses: Sequence[float] = PAUSES_SECONDS,
) -> Path | None:
    """Fetch a file into ``folder`` and return its place; None when it was stopped before it was whole.

    What has arrived stays beside it, and the next call goes on from there.

    Args:
        report: told how many bytes have arrived.
        pauses: seconds to wait before each further try; a try that brought something new starts them anew.

    Raises:
        WrongBytes: the bytes that arrived are not the declared ones; they are removed.
        FetchError: no address can be reached, or the disk is full.
    """
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / file.name
    if is_intact(place, file):
        report(file.num_bytes)
        return place
    _require_room(folder, file)
    fetching = _Fetching(file, folder / (file.name + PARTIAL), report, is_stopped)
    failures: list[FetchError] = []
    for url in file.urls:
        try:
            return place if _complete(fetching, url, pauses) else None
        except FetchError as error:
            failures.append(error)
    error_type = WrongBytes if any(isinstance(error, WrongBytes) for error in failures) else FetchError
    raise error_type(" ".join(dict.fromkeys(str(error) for error in failures)))


def forget_partial(folder: Path, file: WebFile) -> None:
    """Remove what has arrived of a file that is no longer wanted from the web."""
    partial = folder / (file.name + PARTIAL)
    partial.unlink(missing_ok=True)
    _validator(partial).unlink(missing_ok=True)


@dataclass(frozen=True)
class _Fetching:
    """A file on its way to ``partial``."""

    file: WebFile
    partial: Path
    report: Callable[[int], None]
    is_stopped: Callable[[], bool]


class _BrokenOff(Exception):
    """A try that did not bring the whole file, and may be tried again after ``wait_seconds``."""

    def __init__(self, reason: str, wait_seconds: float = 0.0) -> None:
        super().__init__(reason)
        self.wait_seconds = wait_seconds


def _complete(fetching: _Fetching, url: str, pauses: Sequence[float]) -> bool:
    """Fetch what is missing until the file is whole and right, with pauses between tries; False when stopped."""
    num_failed = 0
    while (before := _size(fetching.partial)) < fetching.file.num_bytes:
        try:
            if not _fetch_piece(fetching, url):
                return False
        except _BrokenOff as error:
            num_failed = 1 if _size(fetching.partial) > before else num_failed + 1
            if num_failed > len(pauses):
                raise FetchError(f"{url} {error}.") from None
            if not _wait(max(pauses[num_failed - 1], error.wait_seconds), fetching.is_stopped):
                return False
    _keep(fetching)
    return True


def _fetch_piece(fetching: _Fetching, url: str) -> bool:
    """Ask for what is missing and append it, or the whole anew; False when stopped."""
    import httpx

    partial = fetching.partial
    timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
    try:
        with httpx.stream("GET", url, headers=_headers(partial), follow_redirects=True, timeout=timeout) as response:
            start = _start(response, url, fetching)
            atomic.write_json(_validator(partial), _version(response))
            with partial.open("r+b" if start else "wb") as target:
                target.seek(start)
                for piece in response.iter_raw():
                    if fetching.is_stopped():
                        return False
                    target.write(piece)
                    fetching.report(target.tell())
    except httpx.HTTPError as error:
        raise _BrokenOff(f"cannot be read: {error or type(error).__name__}") from error
    except OSError as error:
        raise _full_disk(error, fetching) from error
    if _size(partial) < fetching.file.num_bytes:
        raise _BrokenOff(f"sent {_size(partial):,} of {fetching.file.num_bytes:,} bytes")
    return True


def _headers(partial: Path) -> dict[str, str]:
    """Ask for the rest, if the file on the server is still the one the beginning came from."""
    plain = {"Accept-Encoding": "identity"}
    version = atomic.read_json(_validator(partial)) or {}
    validator = version.get("etag") or version.get("modified")
    if not _size(partial) or not validator:
        return plain
    return {**plain, "Range": f"bytes={_size(partial)}-", "If-Range": str(validator)}


def _start(response: httpx.Response, url: str, fetching: _Fetching) -> int:
    """Where in the file the answer begins.

    Raises:
        _BrokenOff: the server asks to come again.
        FetchError: it refuses, or has a file of another size.
    """
    status, expected = response.status_code, fetching.file.num_bytes
    if status in TRY_AGAIN:
        wait = response.headers.get("Retry-After", "")
        raise _BrokenOff(f"answers {status}", min(float(wait), LONGEST_WAIT_SECONDS) if wait.isdecimal() else 0.0)
    if status not in (200, 206):
        raise FetchError(f"{url} answers {status}.")
    start = _size(fetching.partial) if status == 206 else 0
    length = response.headers.get("Content-Length", "")
    if length.isdecimal() and start + int(length) != expected:
        forget_partial(fetching.partial.parent, fetching.file)
        raise WrongBytes(f"{url} holds {start + int(length):,} bytes, expected {expected:,}: it is not the same file.")
    return start


def _version(response: httpx.Response) -> dict[str, str | None]:
    etag = response.headers.get("ETag")
    strong = etag if etag and not etag.startswith("W/") else None  # a weak one does not vouch for every byte
    return {"etag": strong, "modified": response.headers.get("Last-Modified")}


def _keep(fetching: _Fetching) -> None:
    file, partial = fetching.file, fetching.partial
    num_bytes, digest = _size(partial), file.checksum.of(partial)
    _validator(partial).unlink(missing_ok=True)
    if digest != file.checksum.digest:
        partial.unlink()
        raise WrongBytes(
            f"'{file.name}' arrived with {num_bytes:,} bytes and the checksum {digest[:12]}…, expected "
            f"{file.num_bytes:,} bytes with {file.checksum.digest[:12]}…; it was not kept."
        )
    partial.replace(partial.with_name(file.name))


def _wait(seconds: float, is_stopped: Callable[[], bool]) -> bool:
    """Sleep, looking up now and then; False when stopped meanwhile."""
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        if is_stopped():
            return False
        time.sleep(min(0.2, left))
    return True


def _require_room(folder: Path, file: WebFile) -> None:
    missing = file.num_bytes - _size(folder / (file.name + PARTIAL))
    free = shutil.disk_usage(folder).free
    if free < missing + SPARE_BYTES:
        raise FetchError(
            f"'{file.name}' needs {missing / 1e6:,.0f} MB and the disk of {folder} has {free / 1e6:,.0f} MB left. "
            "Free some space, or choose another disk with FACET_HOME, then try again."
        )


def _full_disk(error: OSError, fetching: _Fetching) -> FetchError:
    name, folder = fetching.file.name, fetching.partial.parent
    if error.errno == errno.ENOSPC:
        return FetchError(
            f"The disk of {folder} is full, and '{name}' has not arrived whole. What has arrived is kept; "
            "free some space, then try again: it goes on from there."
        )
    return FetchError(f"'{name}' cannot be written in {folder} ({error.strerror or error}).")


def _validator(partial: Path) -> Path:
    return partial.with_name(partial.name.removesuffix(PARTIAL) + VALIDATOR)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
