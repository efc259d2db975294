"""Photos are served by their hash and nothing else is, over a real socket."""

import hashlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest
import uvicorn
from PIL import Image
from starlette.applications import Starlette

from engine import thumbnails
from engine.settings import Settings
from pages.routes import crop_url, photo_routes, photo_url, thumb_url

SHA256 = hashlib.sha256(b"a photo").hexdigest()
UNKNOWN = hashlib.sha256(b"another photo").hexdigest()
SNAPSHOT_JSON = (
    '{"dataset": "team", "kind": "images", "size": 8, "channels": 3, "labels": ["a", "b"], "seed": 0, '
    '"created": "2026-01-01T00:00:00+00:00", "content_hash": "00", "settings": {}}'
)


@pytest.fixture
def client(settings: Settings) -> Iterator[httpx.Client]:
    """A browser in front of the photo routes of the test's home."""
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=photo_routes(settings)), port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        yield client
    server.should_exit = True
    thread.join()


@pytest.fixture
def crop_file(settings: Settings) -> Path:
    """The crop of ``SHA256`` in a snapshot called ``snap-1``; its thumbnail is there as well."""
    thumbnails.save_thumbnail(settings, SHA256, np.full((40, 60, 3), 128, np.uint8))
    file = settings.snapshots_dir / "snap-1" / "crops" / f"{SHA256}.png"
    file.parent.mkdir(parents=True)
    (settings.snapshots_dir / "snap-1" / "snapshot.json").write_text(SNAPSHOT_JSON)
    Image.new("RGB", (8, 8), (10, 200, 30)).save(file)
    return file


@pytest.mark.usefixtures("crop_file")
def test_a_thumbnail_is_a_jpeg_the_browser_keeps_for_a_day(client: httpx.Client) -> None:
    answer = client.get(thumb_url(SHA256))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.headers["cache-control"] == "private, max-age=86400, immutable"


def test_a_crop_is_served_as_it_was_frozen(client: httpx.Client, crop_file: Path) -> None:
    answer = client.get(crop_url("snap-1", SHA256))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert answer.content == crop_file.read_bytes()


@pytest.mark.usefixtures("crop_file")
@pytest.mark.parametrize(
    "url",
    [
        thumb_url(UNKNOWN),
        photo_url(UNKNOWN),
        crop_url("snap-1", UNKNOWN),
        crop_url("snap-2", SHA256),
    ],
)
def test_a_photo_nobody_knows_is_not_found(client: httpx.Client, url: str) -> None:
    assert client.get(url).status_code == 404


@pytest.mark.usefixtures("crop_file")
@pytest.mark.parametrize(
    "url",
    [
        thumb_url(SHA256.upper()),
        thumb_url(SHA256 + "0"),
        thumb_url(SHA256 + "%0A"),
        thumb_url("..%2f..%2fcatalog.sqlite3"),
        crop_url("SNAP-1", SHA256),
        crop_url("%2e%2e%2fsnapshots%2fsnap-1", SHA256),
        crop_url("snap-1", "..%2f..%2fsnapshot.json"),
    ],
)
def test_an_id_of_another_shape_is_not_found(client: httpx.Client, url: str) -> None:
    assert client.get(url).status_code == 404
