"""Writes and restores everything a run needs to go on: variables, optimizer, random state, step and history.

A checkpoint is ``checkpoints/step-N.npz`` (the variables) with ``step-N.json`` beside it (the facts). The JSON file is
written last, so a checkpoint without one is half and is passed over.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine import atomic
from engine.errors import TrainingError
from engine.metrics import MetricPoint

if TYPE_CHECKING:
    import keras

NUM_KEPT = 2  # the newest, and one before it in case the newest is damaged


@dataclass(frozen=True)
class Checkpoint:
    """Where a run stood.

    Attributes:
        step: batches trained on.
        seconds: training time so far, all sittings together.
        history: every evaluation up to here.
    """

    step: int
    seconds: float
    history: tuple[MetricPoint, ...]


def save_checkpoint(run_folder: Path, model: keras.Model, checkpoint: Checkpoint) -> None:
    """Write a checkpoint of a compiled model, then drop all but the newest two."""
    folder = run_folder / "checkpoints"
    arrays = {name: np.asarray(variable.value) for name, variable in _named_variables(model).items()}
    with atomic.replacing(folder / f"step-{checkpoint.step}.npz") as temporary, temporary.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)
    atomic.write_json(folder / f"step-{checkpoint.step}.json", asdict(checkpoint))
    for step in saved_steps(run_folder)[:-NUM_KEPT]:
        (folder / f"step-{step}.json").unlink(missing_ok=True)
        (folder / f"step-{step}.npz").unlink(missing_ok=True)


def saved_steps(run_folder: Path) -> list[int]:
    """Steps with a whole checkpoint, ascending."""
    matches = (re.fullmatch(r"step-(\d+)\.json", file.name) for file in (run_folder / "checkpoints").glob("step-*"))
    return sorted(int(match[1]) for match in matches if match)


def restore_checkpoint(run_folder: Path, model: keras.Model) -> Checkpoint | None:
    """Bring a compiled model of the same architecture to the newest whole checkpoint; None without one.

    Raises:
        TrainingError: the checkpoint belongs to another architecture.
    """
    for step in reversed(saved_steps(run_folder)):
        file = run_folder / "checkpoints" / f"step-{step}.npz"
        try:
            arrays, checkpoint = _read_arrays(file), _read_facts(file.with_suffix(".json"))
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):  # damaged by a crash of the machine
            continue
        _assign(file, _named_variables(model), arrays)
        return checkpoint
    return None


def _read_arrays(file: Path) -> dict[str, NDArray[Any]]:
    with file.open("rb") as opened, np.load(opened, allow_pickle=False) as stored:  # numpy leaves a damaged file open
        return dict(stored)


def _named_variables(model: keras.Model) -> dict[str, keras.Variable]:
    """Every variable that training changes, by a name that depends only on its place."""
    model.optimizer.build(model.trainable_variables)  # does nothing the second time
    groups = {"model": model.variables, "optimizer": model.optimizer.variables}
    return {f"{group}-{place:04d}": each for group, found in groups.items() for place, each in enumerate(found)}


def _assign(file: Path, variables: dict[str, keras.Variable], arrays: dict[str, NDArray[Any]]) -> None:
    expected = {name: tuple(variable.shape) for name, variable in variables.items()}
    found = {name: array.shape for name, array in arrays.items()}
    if expected != found:
        raise TrainingError(
            f"{file.name} does not fit the architecture: it holds {len(found)} variables, {len(expected)} were "
            "expected, or their shapes differ. The architecture changed since; start a new run."
        )
    for name, variable in variables.items():
        variable.assign(arrays[name])


def _read_facts(file: Path) -> Checkpoint:
    facts: dict[str, Any] = atomic.read_json(file) or {}
    history = tuple(MetricPoint(**point) for point in facts["history"])
    return Checkpoint(step=facts["step"], seconds=facts["seconds"], history=history)
