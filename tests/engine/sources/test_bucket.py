"""Buckets and remote folders: listed, downloaded once, tried again; what cannot be had is a row."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import fsspec
import pytest

from engine import jobs
from engine.catalog import open_catalog
from engine.errors import SourceError
from engine.importing import ImportResult, import_source
from engine.kinds import Kind
from engine.remote_folders import missing_packages
from engine.settings import Settings
from engine.sources import SourceOptions, find_source
from engine.sources.bucket import list_bucket
from tests.engine.builders import listed
from tests.engine.remote_folders import WebFolder, put_into_memory, served

ALLOWED = SourceOptions(allow_private=True)


def _import(settings: Settings, address: str) -> ImportResult:
    folder = jobs.new_folder(settings.jobs_dir, "import")
    with jobs.running(folder, ["import", address]) as job:
        return import_source(
            settings,
            open_catalog(settings),
            address,
            name="team",
            kind=Kind.IMAGES,
            source_name=None,
            job=job,
            options=ALLOWED,
        )


@pytest.fixture
def web(people_dir: Path) -> Iterator[WebFolder]:
    with served(people_dir) as server:
        yield server


@pytest.mark.parametrize("address", ["s3://photos/team", "gs://photos", "https://server/people/", "memory://x"])
def test_an_address_names_a_bucket(address: str) -> None:
    assert find_source(address).name == "bucket"


def test_a_web_folder_is_imported_with_class_folders_as_labels(settings: Settings, web: WebFolder) -> None:
    result = _import(settings, web.address)
    assert result.counts.people == {"Ann": 3, "Bo": 2}
    assert web.fetched() == ["/Ann/1.png", "/Ann/2.png", "/Ann/3.png", "/Bo/1.png", "/Bo/2.png"]


def test_importing_again_downloads_only_what_is_new_or_changed(
    settings: Settings, web: WebFolder, people_dir: Path, make_photo: Callable[..., Path]
) -> None:
    _import(settings, web.address)
    web.asked.clear()
    make_photo(people_dir / "Bo" / "3.png", seed=7)
    make_photo(people_dir / "Ann" / "1.png", seed=8)
    later = time.time() + 60
    os.utime(people_dir / "Ann" / "1.png", (later, later))
    result = _import(settings, web.address)
    assert result.counts.people == {"Ann": 3, "Bo": 3}
    assert web.fetched() == ["/Ann/1.png", "/Bo/3.png"]


def test_a_server_that_stumbles_is_asked_again(settings: Settings, web: WebFolder) -> None:
    web.troubles["/Ann/2.png"] = 2
    with listed(
        lambda request: list_bucket(request, pauses=(0.0, 0.0)), web.address, settings=settings, options=ALLOWED
    ) as listing:
        files = list(listing.files)
    assert all(file.location is not None and file.location.is_file() for file in files)
    assert web.fetched().count("/Ann/2.png") == 3


def test_a_file_that_cannot_be_had_is_a_row_with_the_reason(settings: Settings, web: WebFolder) -> None:
    web.troubles["/Ann/2.png"] = 99
    with listed(
        lambda request: list_bucket(request, pauses=()), web.address, settings=settings, options=ALLOWED
    ) as listing:
        files = {file.path: file for file in listing.files}
    refused = files["Ann/2.png"]
    assert refused.open is not None
    with pytest.raises(OSError, match=r"it cannot be downloaded: 500"):
        refused.open()
    assert files["Ann/1.png"].location is not None


def test_a_server_in_ones_own_network_is_not_asked_unless_allowed(settings: Settings, web: WebFolder) -> None:
    with (
        pytest.raises(SourceError, match=r"127\.0\.0\.1 leads to this computer itself.*--allow-private"),
        listed(list_bucket, web.address, settings=settings),
    ):
        pass
    assert web.asked == []


def test_names_with_spaces_and_umlauts_are_read_as_they_are(
    settings: Settings, web: WebFolder, people_dir: Path, make_photo: Callable[..., Path]
) -> None:
    make_photo(people_dir / "Jörg Müller" / "first day.png", seed=9)
    result = _import(settings, web.address)
    assert result.counts.people == {"Ann": 3, "Bo": 2, "Jörg Müller": 1}


def test_a_photo_without_an_extension_is_found_by_its_first_bytes(settings: Settings, people_dir: Path) -> None:
    (people_dir / "Bo" / "2.png").rename(people_dir / "Bo" / "second")
    (people_dir / "Bo" / "notes").write_text("no picture", encoding="utf-8")
    result = _import(settings, put_into_memory(people_dir))
    assert result.counts.people == {"Ann": 3, "Bo": 2}
    assert [file.path for file in result.skipped] == ["Bo/notes"]


def test_a_file_that_grew_in_memory_is_downloaded_again(settings: Settings, people_dir: Path) -> None:
    address = put_into_memory(people_dir)
    first = _import(settings, address)
    changed = (people_dir / "Bo" / "1.png").read_bytes() + b"more"
    fsspec.filesystem("memory").pipe_file(f"{address.removeprefix('memory:/')}/Ann/3.png", changed)
    second = _import(settings, address)
    assert first.counts.photos == second.counts.photos == 5
    assert len(list(settings.photos_dir.rglob("*.png"))) == 6


def test_stopping_ends_the_downloads_and_keeps_what_came(settings: Settings, people_dir: Path) -> None:
    folder = jobs.new_folder(settings.jobs_dir, "import")
    with jobs.running(folder, ["import", "memory"]) as job:
        (folder / "stop").touch()
        result = import_source(
            settings,
            open_catalog(settings),
            put_into_memory(people_dir),
            name="team",
            kind=Kind.IMAGES,
            source_name=None,
            job=job,
        )
    assert result.was_stopped
    assert list(settings.photos_dir.glob(".incoming-*")) == []


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("memory://nowhere-at-all", r"is not there, or is empty|holds no pictures"),
        ("https://127.0.0.1:9/people/", r"cannot be listed: .*127\.0\.0\.1"),
    ],
)
def test_a_folder_that_cannot_be_listed_is_explained(settings: Settings, address: str, message: str) -> None:
    with pytest.raises(SourceError, match=message), listed(list_bucket, address, settings=settings, options=ALLOWED):
        pass


def test_nothing_is_missing_where_the_extra_requirements_are_installed() -> None:
    assert missing_packages() == {}


@pytest.fixture
def bucket(people_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket on a real S3 server of our own, holding ``people_dir``."""
    moto = pytest.importorskip("moto.server", reason="needs requirements-dev.txt")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    storage = fsspec.filesystem("s3", skip_instance_cache=True)
    name = f"photos-{uuid4().hex}"
    storage.mkdir(name)
    for file in people_dir.rglob("*.png"):
        storage.pipe_file(f"{name}/team/{file.relative_to(people_dir).as_posix()}", file.read_bytes())
    yield f"s3://{name}/team"
    server.stop()


def test_a_bucket_on_s3_is_imported_once_and_then_only_listed(settings: Settings, bucket: str) -> None:
    first = _import(settings, bucket)
    assert first.counts.people == {"Ann": 3, "Bo": 2}
    before = {file: file.stat().st_mtime_ns for file in settings.photos_dir.rglob("*.png")}
    again = _import(settings, bucket)
    assert again.counts == first.counts
    assert {file: file.stat().st_mtime_ns for file in settings.photos_dir.rglob("*.png")} == before


def test_a_bucket_that_is_not_there_is_explained(settings: Settings, bucket: str) -> None:
    with pytest.raises(SourceError, match=r"'s3://nothing/here'"), listed(list_bucket, "s3://nothing/here"):
        pass
