"""The real app takes uploads from its own pages and from nobody else, inside their folder, and leaves the disk room."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from engine import jobs, uploads
from engine.catalog import open_catalog
from engine.catalog.datasets import count_dataset, get_dataset, list_datasets
from engine.jobs import JobState
from engine.settings import Settings
from tests.browser.app_process import RunningApp, running_app
from tests.conftest import write_photo
from tests.engine.uploads.frames import MODIFIED, frame

pytestmark = pytest.mark.slow
NUM_BIG_BYTES = 256_000_000
MAX_GROWTH_BYTES = 100e6  # of the app's process while they arrive: a file held in memory would take all of it


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The home of the app; it is started once, so tests use titles of their own."""
    return Settings.from_environment(tmp_path_factory.mktemp("served") / "home", {})


@pytest.fixture(scope="module")
def app(settings: Settings) -> Iterator[RunningApp]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FACET_HOME", str(settings.home))
        with running_app(settings.home.parent / "app.log") as running:
            yield running


@pytest.fixture
def page(app: RunningApp, settings: Settings) -> Iterator[httpx.Client]:
    """What a page of the app sends along."""
    headers = {"X-Facet-Token": uploads.page_token(settings), "Origin": app.url, "Sec-Fetch-Site": "same-origin"}
    with httpx.Client(base_url=app.url, headers=headers, timeout=60) as client:
        yield client


def _begin(page: httpx.Client, title: str, *, num_files: int = 1, num_bytes: int = 100) -> httpx.Response:
    return page.post("/upload", json={"title": title, "source": "upload", "files": num_files, "bytes": num_bytes})


def _begun(page: httpx.Client, title: str) -> str:
    upload_id: str = _begin(page, title).json()["id"]
    return upload_id


def _send(page: httpx.Client, upload_id: str, body: bytes) -> httpx.Response:
    return page.post(f"/upload/{upload_id}/pieces", content=body)


def test_a_folder_arrives_and_is_imported_by_itself(page: httpx.Client, settings: Settings, tmp_path: Path) -> None:
    begun = _begin(page, "family", num_files=3).json()
    assert begun["arrived"] == []
    body = b"".join(
        frame(f"family/{path}", write_photo(tmp_path / f"{seed}.png", seed=seed).read_bytes())
        for seed, path in enumerate(["김/1.png", "김/2.png", "Bo/깊이/3.png"])
    )
    assert _send(page, begun["id"], body).json() == {"arrived": 3, "refused": []}
    asked = {"name": "", "kind": "images", "files": 3, "superfluous": []}
    answer = page.post(f"/upload/{begun['id']}/import", json=asked)
    assert answer.status_code == 200
    job = jobs.wait(jobs.find(settings, answer.json()["job"]))
    assert job.state is JobState.FINISHED, jobs.log_tail(job)
    catalog = open_catalog(settings)
    assert count_dataset(catalog, get_dataset(catalog, "family")).people == {"Bo": 1, "김": 2}
    assert not (settings.uploads_dir / begun["id"]).exists()


def test_what_has_arrived_is_told_when_the_same_is_dropped_again(page: httpx.Client) -> None:
    upload_id = _begun(page, "broken off")
    _send(page, upload_id, frame("Bo/a.jpg", b"one") + frame("Bo/b.zip", b"0123", size=9))
    again = _begin(page, "broken off").json()
    assert again == {"id": upload_id, "arrived": [["Bo/a.jpg", 3, MODIFIED]]}
    asked = {"path": "Bo/b.zip", "size": 9, "modified": MODIFIED}
    assert page.post(f"/upload/{upload_id}/offset", json=asked).json() == {"offset": 4}


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Facet-Token": ""},
        {"X-Facet-Token": "guessed"},
        {"X-Facet-Token": "é".encode().decode("latin-1")},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/upload"),
        ("POST", "/upload/{}/pieces"),
        ("POST", "/upload/{}/offset"),
        ("POST", "/upload/{}/import"),
        ("DELETE", "/upload/{}"),
        ("POST", "/drawing"),
    ],
)
def test_no_other_web_site_can_write_here(
    page: httpx.Client, settings: Settings, headers: dict[str, str], method: str, path: str
) -> None:
    upload_id = _begun(page, "mine")
    body = frame("Bo/evil.jpg", b"evil")
    encoded = {name: value.encode("utf-8") for name, value in headers.items()}
    answer = page.request(method, path.format(upload_id), headers=encoded, content=body)
    assert answer.status_code == 403
    assert answer.json()["error"]
    assert not list(settings.uploads_dir.rglob("evil.jpg"))
    assert (settings.uploads_dir / upload_id).is_dir()


def test_a_form_of_another_web_site_is_not_answered(app: RunningApp) -> None:
    answer = httpx.post(f"{app.url}/upload", data={"title": "x"}, headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("method", ["PUT", "OPTIONS"])
def test_no_other_method_is_answered(page: httpx.Client, method: str) -> None:
    assert page.request(method, "/upload/" + "0" * 32 + "/pieces").status_code == 405


@pytest.mark.parametrize("upload_id", ["0" * 32, "..%2f..%2fphotos", "A" * 32, ".token"])
def test_an_upload_the_app_did_not_begin_is_not_found(page: httpx.Client, upload_id: str) -> None:
    assert _send(page, upload_id, frame("a.jpg", b"one")).status_code in (400, 404)


@pytest.mark.parametrize("path", ["../../catalog.sqlite3", "/tmp/evil.jpg", "Bo/../../evil.jpg", "C:\\evil.jpg"])
def test_a_path_out_of_the_upload_is_told_and_not_written(page: httpx.Client, settings: Settings, path: str) -> None:
    answer = _send(page, _begun(page, "traversal"), frame(path, b"evil")).json()
    assert [refused["path"] for refused in answer["refused"]] == [path]
    assert not list(settings.home.parent.rglob("evil.jpg"))


def test_more_bytes_than_announced_are_cut_off(page: httpx.Client, settings: Settings) -> None:
    upload_id = _begun(page, "too long")
    answer = _send(page, upload_id, frame("Bo/a.jpg", b"one" + b"\xff" * 5_000_000, size=3, length=3))
    assert answer.status_code == 400
    assert "belong to no file" in answer.json()["error"]
    assert (settings.uploads_dir / upload_id / "files" / "Bo" / "a.jpg").read_bytes() == b"one"


def test_a_body_that_ends_early_is_told_and_what_came_is_kept(page: httpx.Client) -> None:
    upload_id = _begun(page, "cut off")
    answer = _send(page, upload_id, frame("Bo/a.jpg", b"one") + frame("Bo/b.jpg", b"two")[:-1])
    assert answer.status_code == 400
    assert "ended in the middle of a file" in answer.json()["error"]
    assert _begin(page, "cut off").json()["arrived"] == [["Bo/a.jpg", 3, MODIFIED]]


def test_an_upload_larger_than_the_disk_is_refused_with_507(page: httpx.Client) -> None:
    answer = _begin(page, "huge", num_bytes=10**18)
    assert answer.status_code == 507
    assert answer.json()["error"].startswith("The disk is too full: the upload needs 1,000,000,000.0 GB more")


@pytest.mark.parametrize("document", [b"", b"[]", b"{", b'{"title": 1}', b'{"title": "a", "source": "b", "files": -1}'])
def test_a_document_that_cannot_be_understood_is_told(page: httpx.Client, document: bytes) -> None:
    answer = page.post("/upload", content=document)
    assert answer.status_code == 400
    assert "Load it again" in answer.json()["error"]


def test_an_import_before_all_has_arrived_is_refused(page: httpx.Client, settings: Settings) -> None:
    upload_id = _begun(page, "half")
    _send(page, upload_id, frame("Bo/a.jpg", b"one"))
    asked = {"name": "half", "kind": "images", "files": 2, "superfluous": []}
    answer = page.post(f"/upload/{upload_id}/import", json=asked)
    assert (answer.status_code, answer.json()["error"][:29]) == (400, "1 of 2 files have arrived. Up")
    assert "half" not in [dataset.name for dataset in list_datasets(open_catalog(settings))]


def test_an_upload_is_thrown_away(page: httpx.Client, settings: Settings) -> None:
    upload_id = _begun(page, "not wanted")
    _send(page, upload_id, frame("Bo/a.jpg", b"one"))
    assert page.delete(f"/upload/{upload_id}").status_code == 200
    assert not (settings.uploads_dir / upload_id).exists()


def test_a_large_file_does_not_lie_in_memory(app: RunningApp, page: httpx.Client, settings: Settings) -> None:
    process = psutil.Process(app.pid)
    upload_id = _begun(page, "large")
    before = largest = process.memory_info().rss
    start = frame("a.zip", b"", size=NUM_BIG_BYTES, length=NUM_BIG_BYTES)

    def body() -> Iterator[bytes]:
        nonlocal largest
        yield start
        for _ in range(NUM_BIG_BYTES // 1_000_000):
            yield b"\0" * 1_000_000
            largest = max(largest, process.memory_info().rss)

    assert page.post(f"/upload/{upload_id}/pieces", content=body()).json() == {"arrived": 1, "refused": []}
    assert (settings.uploads_dir / upload_id / "files" / "a.zip").stat().st_size == NUM_BIG_BYTES
    assert largest - before < MAX_GROWTH_BYTES
    page.delete(f"/upload/{upload_id}")


def test_a_connection_that_breaks_keeps_what_came(app: RunningApp, page: httpx.Client, settings: Settings) -> None:
    upload_id = _begun(page, "lost")

    def body() -> Iterator[bytes]:
        yield frame("a.zip", b"0" * 3_000_000, size=9_000_000, length=9_000_000)
        raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        page.post(f"/upload/{upload_id}/pieces", content=body())
    asked = {"path": "a.zip", "size": 9_000_000, "modified": MODIFIED}
    deadline = time.monotonic() + 10
    offset = 0
    while not offset and time.monotonic() < deadline:
        offset = page.post(f"/upload/{upload_id}/offset", json=asked).json()["offset"]
    assert 0 < offset <= 3_000_000
