"""What a frozen network sees in each crop of a snapshot: computed once, kept in the snapshot's folder.

A file holds one side of the split, a row per crop. Beside it stands how many rows are done, so that a pass over many
photos that was stopped or killed goes on where it was. Erasing photos from a snapshot takes the folder away.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from engine import atomic
from engine.kinds import Split
from engine.snapshots import Snapshot
from engine.snapshots.reading import FEATURES_FOLDER
from engine.training.data import Examples
from engine.training.progress import Report

if TYPE_CHECKING:
    import keras

CHUNK = 32  # crops computed at once, always the same ones: the last bits of a feature depend on its neighbours


class FeaturesStopped(Exception):
    """Someone asked the run to stop; what is computed is kept."""


def body_fingerprint(body: keras.Model) -> str:
    """Names a frozen network by its weights: another base, or other weights, has another."""
    digest = hashlib.sha256()
    for weights in body.get_weights():
        digest.update(np.ascontiguousarray(weights).data)
    return digest.hexdigest()


def frozen_features(
    snapshot: Snapshot,
    split: Split,
    crops: Examples,
    *,
    body: keras.Model,
    report: Report,
    stop_requested: Callable[[], bool],
) -> Examples:
    """Features, (n, features) float32, in place of the crops of one side of a split; from the cache as far as it goes.

    Raises:
        FeaturesStopped: before all were computed.
    """
    key = hashlib.sha256(f"{snapshot.content_hash} {body_fingerprint(body)} {body.input_shape}".encode()).hexdigest()
    file = snapshot.folder / FEATURES_FOLDER / f"{split}-{key[:16]}.npy"
    rows = _open_rows(file, (len(crops), body.output_shape[-1]))
    for first in range(_num_done(file, len(crops)), len(crops), CHUNK):
        report(done=first, total=len(crops), message="Looking at every photo once", unit="photos", rate=None)
        if stop_requested():
            raise FeaturesStopped
        chunk = crops.features[first : first + CHUNK].astype(np.float32)
        rows[first : first + len(chunk)] = body.predict_on_batch(chunk)
        rows.flush()
        atomic.write_json(file.with_suffix(".json"), {"done": first + len(chunk)})
    return Examples(np.array(rows), crops.numbers)


def _open_rows(file: Path, shape: tuple[int, int]) -> np.memmap[Any, np.dtype[np.float32]]:
    """The stored rows, or new ones where there are none of that shape."""
    if file.exists() and _is_whole(file, shape):
        return np.lib.format.open_memmap(file, mode="r+")
    file.parent.mkdir(exist_ok=True)
    file.with_suffix(".json").unlink(missing_ok=True)
    return np.lib.format.open_memmap(file, mode="w+", dtype=np.float32, shape=shape)


def _is_whole(file: Path, shape: tuple[int, int]) -> bool:
    try:
        return np.lib.format.open_memmap(file, mode="r").shape == shape
    except ValueError:  # cut off by a crash of the machine; opened for writing it would be filled up with zeros
        return False


def _num_done(file: Path, most: int) -> int:
    facts: dict[str, Any] | None = atomic.read_json(file.with_suffix(".json"))
    return 0 if facts is None else min(int(facts["done"]), most)
