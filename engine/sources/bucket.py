"""A bucket or a remote folder (``s3://``, ``gs://``, ``https://``): listed, then only what is missing is downloaded."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from engine.catalog.remote_files import VERSION_NOTE, RemoteFile, list_remote_files
from engine.kinds import Split
from engine.photo_store import PhotoStore
from engine.remote_folders import PAUSES_SECONDS, RemoteEntry, RemoteFolder, Stopped, can_read
from engine.sources import FoundFile, Listing, Source, SourceRequest
from engine.sources._layout import NUM_SIGNATURE_BYTES, require_people, sort_out

NUM_AT_ONCE = 8
NUM_WAITING = 64  # files asked for ahead of the import
MAX_FILE_BYTES = 1 << 30  # no photo is larger
GLANCE_SECONDS = 0.2


@contextmanager
def list_bucket(request: SourceRequest, pauses: Sequence[float] = PAUSES_SECONDS) -> Iterator[Listing]:
    """List a remote folder; its files are downloaded while the import goes through them.

    A file that was downloaded before and has not changed since is taken from the store.

    Args:
        pauses: seconds before each further try to download a file.

    Raises:
        SourceError: it cannot be listed, or holds no photo in a person's folder.
    """
    folder = RemoteFolder(request.text, allow_private=request.options.allow_private)
    entries = {entry.path: entry for entry in folder.list_entries()}
    listing = require_people(sort_out(entries, lambda path: _first_bytes(folder, entries[path]), _found), request.text)
    download = _Download(
        folder=folder,
        entries=entries,
        known=list_remote_files(request.catalog, request.dataset, request.text),
        store=PhotoStore(request.settings),
        is_stopped=request.job.stop_requested,
        pauses=tuple(pauses),
    )
    files = _download_all(download, list(listing.files))
    try:
        yield replace(listing, files=files)
    finally:
        files.close()


def _found(path: str, label: str, split: Split | None) -> FoundFile:
    return FoundFile(path, label, split=split)


def _first_bytes(folder: RemoteFolder, entry: RemoteEntry) -> bytes:
    """The beginning of a file whose name does not say what it is; the others' names are believed."""
    return b"" if PurePosixPath(entry.path).suffix else folder.read_start(entry, NUM_SIGNATURE_BYTES)


@dataclass(frozen=True)
class _Download:
    folder: RemoteFolder
    entries: dict[str, RemoteEntry]
    known: dict[str, RemoteFile]
    store: PhotoStore
    is_stopped: Callable[[], bool]
    pauses: tuple[float, ...]

    def take(self, file: FoundFile) -> FoundFile:
        """The file with its bytes in the store; one that cannot be had says why when it is opened."""
        entry, known = self.entries[file.path], self.known.get(file.path)
        version = self.folder.find_version(entry)
        if known is not None and version == known.version and known.location.is_file():
            return self._found(file, known.location, known.sha256, version)
        if entry.num_bytes is not None and entry.num_bytes > MAX_FILE_BYTES:
            return replace(file, open=partial(_refuse, f"it has {entry.num_bytes:,} bytes, more than any photo"))
        with self.store.incoming() as temporary:
            try:
                self.folder.fetch(entry, temporary, self.is_stopped, self.pauses)
            except OSError as error:
                if error.errno is not None:
                    raise  # our own disk
                return replace(file, open=partial(_refuse, str(error)))
            location, sha256 = self.store.keep_file(temporary, PurePosixPath(file.path).suffix)
        return self._found(file, location, sha256, version)

    def _found(self, file: FoundFile, location: Path, sha256: str, version: str | None) -> FoundFile:
        notes = {VERSION_NOTE: version} if version else None
        return replace(file, location=location, sha256=sha256, notes=notes)


def _download_all(download: _Download, files: Sequence[FoundFile]) -> Generator[FoundFile, None, None]:
    """Several at once, in the order of ``files``; ends early when someone asks to stop."""
    threads = ThreadPoolExecutor(NUM_AT_ONCE, thread_name_prefix="bucket")
    waiting: deque[Future[FoundFile]] = deque()
    coming = iter(files)
    try:
        while True:
            for file in coming:
                waiting.append(threads.submit(download.take, file))
                if len(waiting) >= NUM_WAITING:
                    break
            if not waiting:
                return
            yield _result(waiting.popleft(), download.is_stopped)
    except Stopped:
        return
    finally:
        threads.shutdown(wait=True, cancel_futures=True)


def _result(future: Future[FoundFile], is_stopped: Callable[[], bool]) -> FoundFile:
    while True:
        try:
            return future.result(GLANCE_SECONDS)
        except TimeoutError:
            if is_stopped():
                raise Stopped from None


def _refuse(reason: str) -> BinaryIO:
    raise OSError(reason)


SOURCE = Source(
    name="bucket",
    title="A bucket or remote folder",
    accepts=can_read,
    list_files=list_bucket,
    options=frozenset({"allow_private"}),
)
