"""Keeps the best weights of a run in memory and writes them as ``model.keras`` when asked."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from engine import atomic
from engine.training.checkpoints import needing_room

if TYPE_CHECKING:
    import keras

FILE_NAME = "model.keras"


class BestModel:
    """The model with the highest accuracy so far.

    Remembering is a copy in memory; the file is written by :meth:`save`, since early in a run every evaluation is a
    new best and writing costs more than a training step.
    """

    def __init__(self, run_folder: Path, model: keras.Model, frozen: Sequence[NDArray[Any]] = ()) -> None:
        """Keep the best of ``model``, whose first weights are ``frozen`` and not among those that are remembered."""
        self._run_folder, self._frozen = run_folder, frozen
        # A copy that is not compiled: the file then holds no optimizer state, a third of the bytes.
        self._blank = type(model).from_config(_in_full_precision(model.get_config()))
        self._unsaved: list[NDArray[Any]] | None = None

    def remember(self, weights: list[NDArray[Any]]) -> None:
        """Take ``weights``, a copy of those that learn in the order of the model's, as the best."""
        self._unsaved = [*self._frozen, *weights]

    def save(self) -> None:
        """Write what was remembered since the last time, whole or not at all.

        Raises:
            DiskFull: there is no room for it.
        """
        if self._unsaved is None:
            return
        self._blank.set_weights(self._unsaved)
        with (
            needing_room(self._run_folder, sum(array.nbytes for array in self._unsaved)),
            tempfile.TemporaryDirectory(dir=self._run_folder, prefix=".best-") as scratch,
        ):
            file = Path(scratch) / FILE_NAME  # Keras insists on the ending
            self._blank.save(file)
            with atomic.replacing(self._run_folder / FILE_NAME) as temporary:
                file.replace(temporary)
        self._unsaved = None


def _in_full_precision(config: Any) -> Any:  # Keras' nested dicts and lists
    """The same network without mixed precision: it predicts the same, and other programs can run it."""
    if isinstance(config, dict):
        return {key: _in_full_precision(value) for key, value in config.items()}
    if isinstance(config, list | tuple):
        return type(config)(_in_full_precision(value) for value in config)
    return "float32" if config in ("mixed_float16", "mixed_bfloat16") else config
