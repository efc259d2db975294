"""Finds the Chromium that browser tests drive; run as a script, installs one where that needs no question."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
FIXED_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
HOW_TO_INSTALL = (
    "error: the browser tests need Chromium or Chrome, and none was found. Install it and run 'make test' again:\n"
    "  Debian, Ubuntu  sudo apt install chromium\n"
    "  Fedora          sudo dnf install chromium\n"
    "  macOS           brew install --cask chromium\n"
    "  Windows         winget install Google.Chrome\n"
    f"or let Playwright fetch its own: {sys.executable} -m playwright install --with-deps chromium\n"
)


def find_chromium() -> Path | None:
    """The browser to drive: ``FACET_TEST_CHROMIUM``, an installed one, or Playwright's own; None when there is none."""
    return next((Path(place) for place in _places() if place and Path(place).is_file()), None)


def _places() -> Iterator[str | None]:
    yield os.environ.get("FACET_TEST_CHROMIUM")
    yield from (shutil.which(command) for command in COMMANDS)
    yield from FIXED_PLACES
    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def _apt_get() -> list[str] | None:
    """The command line that runs apt-get without asking for a password, or None where there is none."""
    apt_get = shutil.which("apt-get")
    if apt_get is None:
        return None
    if os.geteuid() == 0:
        return [apt_get]
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n", apt_get]
    return None


def main() -> int:
    """Make sure there is a browser; 0 when there is, 1 after saying how to get one."""
    if find_chromium():
        return 0
    apt_get = _apt_get()
    if apt_get:
        sys.stderr.write("Installing Chromium for the browser tests.\n")
        subprocess.run([*apt_get, "-qq", "update"], check=False)
        install = [*apt_get, "-qq", "-y", "--no-install-recommends", "install", "chromium"]
        subprocess.run(install, check=False, stdout=subprocess.DEVNULL)
    if find_chromium():
        return 0
    sys.stderr.write(HOW_TO_INSTALL)
    return 1


if __name__ == "__main__":
    sys.exit(main())
