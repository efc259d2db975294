"""What is on disk of an upload, to go on with it after a reload, to import it, or to throw it away.

The folder of an upload holds ``upload.json`` (what was announced), ``files/`` (what arrived whole), ``parts/`` (what
arrived in part) and ``arrived.jsonl`` (a line ``[path, size, modified]`` for each file in ``files/``, as the browser
named it).
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from engine import atomic, jobs
from engine.errors import BadInput, DiskFull, NotFound
from engine.settings import Settings
from engine.uploads.names import safe_parts

RESERVE_BYTES = 1 << 30  # stays free, so that the catalog and the system go on working
KEEP_DAYS = 7.0
ID = re.compile(r"[0-9a-f]{32}")
MAX_FILES = 1_000_000
NUM_JOURNALS_REMEMBERED = 16


@dataclass(frozen=True)
class Upload:
    """One upload, whole or not.

    Attributes:
        id: cannot be guessed.
        title: what was dropped, such as the folder's name.
        source: the name of the source that reads it: ``upload``, ``webcam``.
        job: the import that takes it over; None before it was started.
        changed: when something last arrived, seconds since 1970.
    """

    id: str
    folder: Path
    title: str
    source: str
    num_files: int
    num_bytes: int
    job: str | None
    changed: float

    @property
    def files_dir(self) -> Path:
        return self.folder / "files"

    @property
    def parts_dir(self) -> Path:
        return self.folder / "parts"

    @property
    def journal(self) -> Path:
        return self.folder / "arrived.jsonl"


@dataclass(frozen=True)
class Arrived:
    """A file that arrived whole. ``path`` is the browser's; ``modified`` is milliseconds since 1970."""

    path: str
    size: int
    modified: int


def begin(settings: Settings, title: str, *, source: str, num_files: int, num_bytes: int, reserve: int) -> Upload:
    """Make room for an upload, or find the one of the same title that was broken off.

    Raises:
        BadInput: it holds no file, or too many.
        DiskFull: it does not fit beside ``reserve`` bytes.
    """
    if not 0 < num_files <= MAX_FILES or num_bytes < 0:
        raise BadInput(f"An upload of {num_files:,} files cannot be taken. Expected 1 to {MAX_FILES:,}.")
    settings.uploads_dir.mkdir(parents=True, exist_ok=True)
    found = next((each for each in list_open(settings) if each.title == title and each.source == source), None)
    there = count_arrived(found)[1] if found else 0
    require_room(settings.uploads_dir, num_bytes - there, reserve)
    folder = found.folder if found else settings.uploads_dir / secrets.token_hex(16)
    folder.mkdir(exist_ok=True)
    _write(folder, {"title": title, "source": source, "files": num_files, "bytes": num_bytes, "job": None})
    return open_upload(settings, folder.name)


def require_room(folder: Path, num_bytes: int, reserve: int) -> None:
    """Check the disk.

    Raises:
        DiskFull: less than ``reserve`` bytes would be left.
    """
    free = shutil.disk_usage(folder).free
    if num_bytes > free - reserve:
        raise DiskFull(
            f"The disk is too full: the upload needs {_size(max(0, num_bytes))} more, {_size(free)} are free, and "
            f"{_size(reserve)} of them stay free. What has arrived is kept: make room, then upload the same again."
        )


def open_upload(settings: Settings, upload_id: str) -> Upload:
    """Find an upload.

    Raises:
        NotFound: there is none of that id.
    """
    folder = settings.uploads_dir / upload_id
    record = atomic.read_json(folder / "upload.json") if ID.fullmatch(upload_id) else None
    if record is None:
        raise NotFound("This upload is no longer there. Load the page again, and drop the photos once more.")
    changed = max((file.stat().st_mtime for file in (folder, folder / "arrived.jsonl") if file.exists()), default=0.0)
    job = record["job"]
    return Upload(
        id=upload_id,
        folder=folder,
        title=str(record["title"]),
        source=str(record["source"]),
        num_files=int(str(record["files"])),
        num_bytes=int(str(record["bytes"])),
        job=str(job) if job else None,
        changed=changed,
    )


def list_open(settings: Settings) -> list[Upload]:
    """Uploads that no import has taken over, the latest first."""
    folders = settings.uploads_dir.iterdir() if settings.uploads_dir.is_dir() else []
    uploads = [open_upload(settings, folder.name) for folder in folders if (folder / "upload.json").is_file()]
    return sorted((each for each in uploads if not _is_taken(settings, each)), key=lambda each: -each.changed)


def hand_over(upload: Upload, job_id: str) -> None:
    """Remember which import takes the upload over."""
    record = atomic.read_json(upload.folder / "upload.json") or {}
    _write(upload.folder, {**record, "job": job_id})


def read_arrived(upload: Upload) -> dict[str, Arrived]:
    """What arrived whole, by the browser's path."""
    try:
        status = upload.journal.stat()
    except FileNotFoundError:
        return {}
    return {file.path: file for file in _read_journal(upload.journal, status.st_size, status.st_mtime_ns)}


def count_arrived(upload: Upload) -> tuple[int, int]:
    """How many files arrived whole, and their bytes together."""
    arrived = read_arrived(upload).values()
    return len(arrived), sum(file.size for file in arrived)


def note_arrived(upload: Upload, files: Sequence[Arrived]) -> None:
    """Add to the journal: one write, so that requests at the same time do not mix their lines."""
    lines = "".join(f"{json.dumps([file.path, file.size, file.modified])}\n" for file in files)
    with upload.journal.open("ab", buffering=0) as journal:
        journal.write(lines.encode())


def complete(upload: Upload, *, num_files: int, superfluous: Iterable[str]) -> None:
    """Make sure that exactly what the person dropped last is there.

    Args:
        num_files: how many files the browser sent, now and before.
        superfluous: files of an earlier try that are not in what was dropped now.

    Raises:
        BadInput: something is missing.
    """
    left = read_arrived(upload)
    for path in set(superfluous) & set(left):
        upload.files_dir.joinpath(*safe_parts(path)).unlink(missing_ok=True)
        del left[path]
    if len(left) != num_files:
        raise BadInput(f"{len(left):,} of {num_files:,} files have arrived. Upload the same again to send the rest.")
    shutil.rmtree(upload.parts_dir, ignore_errors=True)


def remove(settings: Settings, upload_id: str) -> None:
    """Throw an upload away."""
    if ID.fullmatch(upload_id):
        shutil.rmtree(settings.uploads_dir / upload_id, ignore_errors=True)


def remove_abandoned(settings: Settings) -> None:
    """Throw away what nobody went on with for a week."""
    for upload in list_open(settings):
        if time.time() - upload.changed > KEEP_DAYS * 24 * 3600:
            remove(settings, upload.id)


def discard(settings: Settings, place: Path) -> None:
    """Remove an upload that an import has taken over; anything that is no upload is left alone."""
    if settings.uploads_dir in place.absolute().parents:
        top = settings.uploads_dir / place.absolute().relative_to(settings.uploads_dir).parts[0]
        shutil.rmtree(top, ignore_errors=True)


def _is_taken(settings: Settings, upload: Upload) -> bool:
    """An import that failed or was stopped gives its upload back, to be looked at and removed."""
    if upload.job is None:
        return False
    try:
        return jobs.find(settings, upload.job).state.is_active
    except NotFound:
        return False


@lru_cache(maxsize=NUM_JOURNALS_REMEMBERED)
def _read_journal(journal: Path, size: int, modified_ns: int) -> tuple[Arrived, ...]:
    """Size and time are the cache's key only. The last line may be torn by a power cut."""
    arrived = []
    for line in journal.read_text(encoding="utf-8").splitlines():
        try:
            arrived.append(Arrived(*json.loads(line)))
        except (ValueError, TypeError):
            continue
    return tuple(arrived)


def _write(folder: Path, record: dict[str, object]) -> None:
    atomic.write_json(folder / "upload.json", record)


def _size(num_bytes: int) -> str:
    return f"{num_bytes / 1e9:,.1f} GB" if num_bytes >= 1e8 else f"{num_bytes / 1e6:,.1f} MB"
