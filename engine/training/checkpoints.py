"""Writes and restores everything a run needs to go on: variables, optimizer, random state, step and history.

A checkpoint is ``checkpoints/step-N.npz`` (the variables) with ``step-N.json`` beside it (the facts). The JSON file is
written last, so a checkpoint without one is half and is passed over.
"""

from __future__ import annotations

import errno
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine import atomic
from engine.errors import DiskFull, TrainingError
from engine.metrics import MetricPoint
from engine.training.optimizers import inner_optimizer

if TYPE_CHECKING:
    import keras

NUM_KEPT = 2  # the newest, and one before it in case the newest is damaged
FULL_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # no room, none left to this person, or not for such a file
SPARE_BYTES = 16 << 20  # kept free for logs, curves and the catalog, which need a little to go on
ACCUMULATOR = "gradient_accumulator"  # Keras' name for gradients on their way to a step; zero between two steps


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


def save_checkpoint(run_folder: Path, model: keras.Model, checkpoint: Checkpoint, num_kept: int = NUM_KEPT) -> None:
    """Write a checkpoint of a compiled model, then drop all but the newest.

    Raises:
        DiskFull: there is no room for it; those before are as they were.
    """
    folder = run_folder / "checkpoints"
    arrays = {name: _stored(model, variable) for name, variable in _named_variables(model).items()}
    with needing_room(run_folder, sum(array.nbytes for array in arrays.values())):
        _write(folder, checkpoint, arrays)
    for step in saved_steps(run_folder)[:-num_kept]:
        (folder / f"step-{step}.json").unlink(missing_ok=True)
        (folder / f"step-{step}.npz").unlink(missing_ok=True)


@contextmanager
def needing_room(run_folder: Path, num_bytes: int) -> Iterator[None]:
    """Write about ``num_bytes`` while the block runs.

    Raises:
        DiskFull: there is no room for them.
    """
    steps = saved_steps(run_folder)
    kept = f"The checkpoint of step {steps[-1]} is good" if steps else "No checkpoint was written before"
    sentence = f"The disk is full, so the run paused. {kept}; free some space, then resume."
    if shutil.disk_usage(run_folder).free < num_bytes + SPARE_BYTES:
        raise DiskFull(sentence)
    try:
        yield
    except OSError as error:
        if error.errno in FULL_DISK:
            raise DiskFull(sentence) from error
        raise


def _write(folder: Path, checkpoint: Checkpoint, arrays: dict[str, NDArray[Any]]) -> None:
    with atomic.replacing(folder / f"step-{checkpoint.step}.npz") as temporary, temporary.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)
    atomic.write_json(folder / f"step-{checkpoint.step}.json", asdict(checkpoint))


def saved_steps(run_folder: Path) -> list[int]:
    """Steps with a whole checkpoint, ascending."""
    matches = (re.fullmatch(r"step-(\d+)\.json", file.name) for file in (run_folder / "checkpoints").glob("step-*"))
    return sorted(int(match[1]) for match in matches if match)


def restore_checkpoint(run_folder: Path, model_at: Callable[[int], keras.Model]) -> Checkpoint | None:
    """Bring a compiled model of the same architecture to the newest whole checkpoint; None without one.

    Args:
        model_at: the model that a checkpoint of a step holds.

    Raises:
        TrainingError: the checkpoint belongs to another architecture.
    """
    for step in reversed(saved_steps(run_folder)):
        file = run_folder / "checkpoints" / f"step-{step}.npz"
        try:
            arrays, checkpoint = _read_arrays(file), _read_facts(file.with_suffix(".json"))
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):  # damaged by a crash of the machine
            continue
        _assign(file, model_at(step), arrays)
        return checkpoint
    return None


def _read_arrays(file: Path) -> dict[str, NDArray[Any]]:
    with file.open("rb") as opened, np.load(opened, allow_pickle=False) as stored:  # numpy leaves a damaged file open
        return dict(stored)


def _named_variables(model: keras.Model) -> dict[str, keras.Variable]:
    """Every variable that training changes, by a name that depends only on its place."""
    model.optimizer.build(model.trainable_variables)  # does nothing the second time
    of_optimizer = [each for each in model.optimizer.variables if ACCUMULATOR not in each.path]
    groups = {"model": model.variables, "optimizer": of_optimizer}
    return {f"{group}-{place:04d}": each for group, found in groups.items() for place, each in enumerate(found)}


def _stored(model: keras.Model, variable: keras.Variable) -> NDArray[Any]:
    """A variable's value; the count of calls as steps, which the number of parts may change between two sittings."""
    import keras

    value: NDArray[Any] = np.asarray(keras.ops.convert_to_numpy(variable))
    return value // _parts(model) if variable is _calls(model) else value


def _assign(file: Path, model: keras.Model, arrays: dict[str, NDArray[Any]]) -> None:
    variables = _named_variables(model)
    expected = {name: tuple(variable.shape) for name, variable in variables.items()}
    found = {name: array.shape for name, array in arrays.items()}
    if expected != found:
        raise TrainingError(
            f"{file.name} does not fit the architecture: it holds {len(found)} variables, {len(expected)} were "
            "expected, or their shapes differ. The architecture changed since; start a new run."
        )
    for name, variable in variables.items():
        variable.assign(arrays[name] * _parts(model) if variable is _calls(model) else arrays[name])


def _parts(model: keras.Model) -> int:
    return inner_optimizer(model.optimizer).gradient_accumulation_steps or 1


def _calls(model: keras.Model) -> keras.Variable:
    return inner_optimizer(model.optimizer)._iterations


def _read_facts(file: Path) -> Checkpoint:
    facts: dict[str, Any] = atomic.read_json(file) or {}
    history = tuple(MetricPoint(**point) for point in facts["history"])
    return Checkpoint(step=facts["step"], seconds=facts["seconds"], history=history)
