"""What erasing took from under a run: photos that its network has learned from, and still may know."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engine import atomic
from engine.errors import BadInput, NotFound
from engine.prediction.exported import FACTS_FILE
from engine.settings import Settings
from engine.snapshots import open_snapshot
from engine.snapshots.reading import ERASED
from engine.training.config import TrainConfig
from engine.training.evaluation import read_evaluation


def num_learned_and_erased(settings: Settings, config: TrainConfig) -> int:
    """Photos of the snapshot a run was started on that were erased since."""
    note: dict[str, Any] | None = atomic.read_json(settings.snapshots_dir / config.snapshot / ERASED)
    if note is not None:
        return int(note["photos"])
    try:
        return open_snapshot(settings, config.snapshot).num_erased_since(config.snapshot_content_hash)
    except NotFound:  # removed by hand
        return 0


def erased_sentence(settings: Settings, config: TrainConfig) -> str | None:
    """What a person must know about such a run; None when nothing was erased."""
    number = num_learned_and_erased(settings, config)
    if not number:
        return None
    photos = (
        "1 photo that this network learned from was"
        if number == 1
        else (f"{number:,} photos that this network learned from were")
    )
    return f"{photos} erased since. The network may still know them: train a new one, and do not use this one any more."


def learned_labels(settings: Settings, run_folder: Path, config: TrainConfig) -> tuple[str, ...]:
    """The labels a network learned, in the order of its outputs, also when its snapshot has lost some since.

    Raises:
        NotFound: there is no snapshot any more.
        BadInput: photos were erased before the run wrote down what it learned.
    """
    facts: dict[str, Any] | None = atomic.read_json(run_folder / FACTS_FILE)
    if facts is not None:
        return tuple(map(str, facts["labels"]))
    evaluation = read_evaluation(run_folder)
    if evaluation is not None:
        return evaluation.labels
    snapshot = open_snapshot(settings, config.snapshot)
    if snapshot.num_erased_since(config.snapshot_content_hash):
        raise BadInput(
            f"Run '{run_folder.name}' cannot be judged: photos were erased from snapshot '{snapshot.id}' before the "
            "run ended, and with them what its answers mean. Train a new one."
        )
    return snapshot.labels
