"""What a run was made with, kept in its folder: versions of Python, packages and Facet, and the machine."""

from __future__ import annotations

import importlib.metadata
import platform
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import engine
from engine import atomic

PACKAGES = ("keras", "tensorflow", "jax", "torch", "numpy", "opencv-python-headless", "pillow")
GIT_SECONDS = 5.0


def write_environment(run_folder: Path) -> None:
    """Write ``environment.json``; a later sitting keeps what earlier ones wrote beside its own."""
    earlier: dict[str, Any] = atomic.read_json(run_folder / "environment.json") or {"sittings": []}
    now = describe_environment()
    sittings = earlier["sittings"]
    if not sittings or sittings[-1] != now:
        atomic.write_json(run_folder / "environment.json", {"sittings": [*sittings, now]})


def read_environment(run_folder: Path) -> list[dict[str, Any]]:
    """What each sitting of the run ran on, where it differed from the one before."""
    facts: dict[str, Any] = atomic.read_json(run_folder / "environment.json") or {"sittings": []}
    sittings: list[dict[str, Any]] = facts["sittings"]
    return sittings


def describe_environment() -> dict[str, object]:
    """Versions as they are in this process."""
    versions = {}
    for package in PACKAGES:
        with suppress(importlib.metadata.PackageNotFoundError):
            versions[package] = importlib.metadata.version(package)
    return {
        "python": platform.python_version(),
        "system": platform.platform(),
        "packages": versions,
        "code": _code_version(),
    }


def _code_version() -> str | None:
    """The commit this code is at, with ``+`` when files were changed since; None outside a git repository."""
    folder = Path(engine.__file__).parent.parent
    if not (folder / ".git").exists():
        return None
    words = ["git", "-C", str(folder), "describe", "--always", "--abbrev=40", "--exclude=*", "--dirty=+"]
    with suppress(OSError, subprocess.SubprocessError):
        return subprocess.run(words, capture_output=True, text=True, timeout=GIT_SECONDS, check=True).stdout.strip()
    return None
