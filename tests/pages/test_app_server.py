"""The app as it is started: it answers this computer under its own names and nobody else."""

import hashlib
from collections.abc import Iterator

import httpx
import numpy as np
import psutil
import pytest

from engine import thumbnails
from engine.settings import Settings
from pages.routes import thumb_url
from tests.browser.app_process import RunningApp, running_app

pytestmark = pytest.mark.slow
SHA256 = hashlib.sha256(b"a photo").hexdigest()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The real app with one thumbnail."""
    folder = tmp_path_factory.mktemp("served")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FACET_HOME", str(folder / "home"))
        settings = Settings.from_environment(folder / "home")
        thumbnails.save_thumbnail(settings, SHA256, np.full((40, 60, 3), 128, np.uint8))
        with running_app(folder / "app.log") as running:
            yield running


def _status(app: RunningApp, path: str, host: str) -> int:
    return httpx.get(app.url + path, headers={"Host": host}).status_code


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1:8501", "[::1]:8501", "LOCALHOST"])
def test_this_computer_gets_pages_and_photos(app: RunningApp, host: str) -> None:
    assert _status(app, "/", host) == 200
    assert _status(app, thumb_url(SHA256), host) == 200


@pytest.mark.parametrize("host", ["evil.example:8501", "localhost.evil.example", "192.168.1.7:8501"])
def test_a_name_that_only_points_here_gets_neither(app: RunningApp, host: str) -> None:
    assert _status(app, "/", host) == 400
    assert _status(app, thumb_url(SHA256), host) == 400


def test_a_path_out_of_the_routes_is_refused(app: RunningApp) -> None:
    assert _status(app, "/thumb/..%2f..%2fetc%2fpasswd", "localhost") == 400


def test_the_app_listens_on_the_loopback_only(app: RunningApp) -> None:
    listening = [c.laddr.ip for c in psutil.Process(app.pid).net_connections() if c.status == psutil.CONN_LISTEN]
    assert listening
    assert set(listening) <= {"127.0.0.1", "::1"}
