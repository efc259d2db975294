"""What runs take of the disk, and how it is given back: the checkpoints of a run, or all of it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from engine.errors import BadInput
from engine.settings import Settings
from engine.training.runs import read_run


@dataclass(frozen=True)
class DiskUse:
    """Bytes that a run takes, ``checkpoints`` being part of ``total``."""

    total: int
    checkpoints: int


def disk_use(run_folder: Path) -> DiskUse:
    """What the run takes now; files that vanish meanwhile count for nothing."""
    sizes = {file: _size(file) for file in run_folder.rglob("*")}
    folder = run_folder / "checkpoints"
    return DiskUse(sum(sizes.values()), sum(size for file, size in sizes.items() if folder in file.parents))


def delete_run(settings: Settings, run_id: str, *, only_checkpoints: bool, is_rehearsal: bool = False) -> int:
    """Delete a run, or only its checkpoints, without which it predicts as before but cannot go on.

    Args:
        is_rehearsal: delete nothing, only say how much it would be.

    Returns:
        The bytes that are free again.

    Raises:
        NotFound: there is no such run.
        BadInput: it is being trained.
    """
    run = read_run(settings, run_id)
    if run.state.is_active:
        raise BadInput(f"Run '{run_id}' is still {run.state}. Stop it first, then delete it.")
    use = disk_use(run.folder)
    if not is_rehearsal:
        shutil.rmtree(run.folder / "checkpoints" if only_checkpoints else run.folder, ignore_errors=only_checkpoints)
    return use.checkpoints if only_checkpoints else use.total


def _size(file: Path) -> int:
    try:
        return file.stat().st_size if file.is_file() else 0
    except FileNotFoundError:
        return 0
