"""The only reader of the environment: where Facet keeps its state and how much of the machine it may use."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """Where everything lives. Make one with :meth:`from_environment`.

    Attributes:
        home: the folder that holds all state (``FACET_HOME``, default ``~/.facet``).
        weights_dir: verified pre-trained files (``FACET_WEIGHTS``, default ``home/weights``).
        num_workers: processes a job may use (``FACET_WORKERS``, default one per usable core).
    """

    home: Path
    weights_dir: Path
    num_workers: int

    @classmethod
    def from_environment(cls, home: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read the settings; an explicit ``home`` wins over ``FACET_HOME``."""
        chosen = home or Path(environ.get("FACET_HOME") or Path.home() / ".facet")
        chosen = chosen.expanduser().absolute()
        weights = environ.get("FACET_WEIGHTS")
        workers = environ.get("FACET_WORKERS", "")
        return cls(
            home=chosen,
            weights_dir=Path(weights).expanduser().absolute() if weights else chosen / "weights",
            num_workers=int(workers) if workers.isdecimal() and int(workers) > 0 else num_usable_cores(),
        )

    @property
    def catalog_file(self) -> Path:
        return self.home / "catalog.sqlite3"

    @property
    def photos_dir(self) -> Path:
        return self.home / "photos"

    @property
    def thumbs_dir(self) -> Path:
        return self.home / "thumbs"

    @property
    def snapshots_dir(self) -> Path:
        return self.home / "snapshots"

    @property
    def jobs_dir(self) -> Path:
        return self.home / "jobs"

    @property
    def runs_dir(self) -> Path:
        return self.home / "runs"

    @property
    def speeds_dir(self) -> Path:
        return self.home / "speeds"

    @property
    def downloads_dir(self) -> Path:
        return self.home / "downloads"

    @property
    def uploads_dir(self) -> Path:
        return self.home / "uploads"

    @property
    def presets_file(self) -> Path:
        return self.home / "presets.json"

    @property
    def lists_dir(self) -> Path:
        return self.home / "lists"


def keras_home(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder in which Keras keeps trained weights it has downloaded (``KERAS_HOME``, default ``~/.keras``)."""
    return Path(environ.get("KERAS_HOME") or "~/.keras").expanduser()


def num_usable_cores() -> int:
    """Cores this process may run on: fewer than the machine has inside a container."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1
