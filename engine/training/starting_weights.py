"""Begins a run with the weights of another one, trained on the same people or on others. Imports Keras when called."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import BadInput, NotFound
from engine.training import best_model
from engine.training.config import read_config
from engine.training.evaluation import read_evaluation

if TYPE_CHECKING:
    import keras

Arrays = list[NDArray[Any]]


def check_start(run_folder: Path, architecture: str) -> None:
    """Whether a run of ``architecture`` can begin with the weights of the run in ``run_folder``.

    Raises:
        NotFound: that run has no finished model yet, or is gone.
        BadInput: it trained another architecture.
    """
    learned = read_config(run_folder).architecture
    if learned != architecture:
        raise BadInput(
            f"Run '{run_folder.name}' trained '{learned}', so its weights do not fit '{architecture}'. "
            f"Choose a run of '{architecture}', or train '{learned}'."
        )
    if not (run_folder / best_model.FILE_NAME).exists() or read_evaluation(run_folder) is None:
        raise NotFound(f"Run '{run_folder.name}' has no finished model yet. Wait for its end, or stop it.")


def start_from(model: keras.Model, run_folder: Path, labels: tuple[str, ...]) -> None:
    """Copy the best weights of the run in ``run_folder``; what answers for a label is copied where both know it.

    Raises:
        NotFound, BadInput: as :func:`check_start`; or the crops had another size.
    """
    import keras

    evaluation = read_evaluation(run_folder)
    file = run_folder / best_model.FILE_NAME
    if evaluation is None or not file.exists():
        raise NotFound(f"Run '{run_folder.name}' has no finished model any more. Start from another one.")
    learned = keras.saving.load_model(file, compile=False).get_weights()
    model.set_weights(_carried_over(model.get_weights(), learned, labels, evaluation.labels, run_folder.name))


def _carried_over(
    fresh: Arrays, learned: Arrays, labels: tuple[str, ...], known: tuple[str, ...], run_id: str
) -> Arrays:
    """The learned weights; of the last layer, which has a number per label, those of labels that are known."""
    carried = [
        old if old.shape == new.shape and place < len(fresh) - 2 else _by_label(new, old, labels, known)
        for place, (new, old) in enumerate(zip(fresh, learned, strict=False))
    ]
    if len(fresh) != len(learned) or any(one.shape != new.shape for one, new in zip(carried, fresh, strict=True)):
        raise BadInput(
            f"The weights of run '{run_id}' do not fit: it was trained on crops of another size. "
            "Freeze the dataset with crops of the same size, or begin with random weights."
        )
    return carried


def _by_label(new: NDArray[Any], old: NDArray[Any], labels: tuple[str, ...], known: tuple[str, ...]) -> NDArray[Any]:
    """``new`` with the columns of ``old`` for labels in ``known``; unchanged where these are no weights per label."""
    if new.shape[-1:] != (len(labels),) or old.shape[-1:] != (len(known),) or new.shape[:-1] != old.shape[:-1]:
        return old
    carried = np.array(new)
    for place, label in enumerate(labels):
        if label in known:
            carried[..., place] = old[..., known.index(label)]
    return carried
