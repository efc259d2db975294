"""Starts the real app for a browser test, on a free port and a home of its own, and stops all it started."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

REPOSITORY = Path(__file__).resolve().parents[2]
START_SECONDS = 60.0  # a cold start on a busy two-core machine; an idle one takes under four


@dataclass(frozen=True)
class RunningApp:
    """An app that answers at ``url``; what it prints goes to ``log_file``."""

    url: str
    log_file: Path
    pid: int


@contextmanager
def running_app(log_file: Path, script: Path = REPOSITORY / "streamlit_app.py") -> Iterator[RunningApp]:
    """Serve ``script`` as ``make run`` does, with the environment of the test (its ``FACET_HOME``)."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += ["--server.port", str(port), "--server.headless", "true", "--server.fileWatcherType", "none"]
    with log_file.open("wb") as log:
        process = subprocess.Popen(command, cwd=REPOSITORY, stdout=log, stderr=subprocess.STDOUT)
    try:
        app = RunningApp(f"http://localhost:{port}", log_file, process.pid)
        _wait_until_healthy(app, process)
        yield app
    finally:
        _stop_with_children(process)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_until_healthy(app: RunningApp, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{app.url}/_stcore/health", timeout=2.0).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(f"The app did not answer within {START_SECONDS:.0f} s. It printed:\n{app.log_file.read_text()}")


def _stop_with_children(process: subprocess.Popen[bytes]) -> None:
    """Kill the app and the jobs it started, which would outlive it by design."""
    try:
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for member in family:
        try:
            member.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(family, timeout=10)
    process.wait(timeout=10)
