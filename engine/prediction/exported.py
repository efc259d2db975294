"""Opens what a finished run exported: a LiteRT model, and what it must be shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.atomic import read_json
from engine.errors import BadInput, NotFound
from engine.kinds import Kind
from models import Features

FACTS_FILE = "export.json"
MODEL_FILE = "model.tflite"


@dataclass(frozen=True)
class ExportFacts:
    """What a model must be shown, and what its answers mean.

    Attributes:
        features: pixels of the crop, or the face's embedding.
        size: side of the square crop in pixels.
        channels: 3 for colour, 1 for grey.
        labels: a label's integer is its place here.
    """

    features: Features
    kind: Kind
    size: int
    channels: int
    labels: tuple[str, ...]


class ExportedModel:
    """A LiteRT model, loaded; owned by one thread at a time."""

    def __init__(self, facts: ExportFacts, model_file: Path) -> None:
        from ai_edge_litert.interpreter import Interpreter

        self.facts = facts
        # LiteRT gives no types for its interpreter
        self._network: Any = Interpreter(model_content=model_file.read_bytes(), num_threads=1)
        source = self._network.get_input_details()[0]
        self._input: int = source["index"]
        self._network.resize_tensor_input(self._input, [1, *source["shape"][1:]])
        self._network.allocate_tensors()
        self._output: int = self._network.get_output_details()[0]["index"]

    def probabilities(self, features: NDArray[np.generic]) -> NDArray[np.float32]:
        """(classes,) softmax of one example: (size, size, channels) pixels from 0 to 255, or (128,) embedding."""
        self._network.set_tensor(self._input, features[np.newaxis].astype(np.float32))
        self._network.invoke()
        answer: NDArray[np.float32] = self._network.get_tensor(self._output)[0]
        return answer


def open_exported(run_folder: Path) -> ExportedModel:
    """Open the model a run exported.

    Raises:
        NotFound: the run has exported none yet.
        BadInput: its files are damaged.
    """
    facts = read_facts(run_folder)
    try:
        return ExportedModel(facts, run_folder / MODEL_FILE)
    except (ValueError, RuntimeError) as error:  # what LiteRT raises
        raise _damaged(run_folder, error) from error


def read_facts(run_folder: Path) -> ExportFacts:
    """What the model of a run is shown and knows, without loading it.

    Raises:
        NotFound: the run has exported none yet.
        BadInput: its files are damaged.
    """
    try:
        facts = read_json(run_folder / FACTS_FILE)
        if facts is None or not (run_folder / MODEL_FILE).is_file():
            raise NotFound(
                f"Run '{run_folder.name}' has no model to predict with yet. Wait until it has finished, or resume it."
            )
        return _parsed(facts)
    except (KeyError, TypeError, ValueError) as error:  # what JSON and our records raise
        raise _damaged(run_folder, error) from error


def _damaged(run_folder: Path, error: Exception) -> BadInput:
    return BadInput(
        f"The exported model of run '{run_folder.name}' is damaged ({error}). "
        "Resume the run to write it again, or train a new one."
    )


def _parsed(facts: dict[str, Any]) -> ExportFacts:  # whatever JSON holds; checked by the types below
    return ExportFacts(
        features=Features(facts["features"]),
        kind=Kind(facts["kind"]),
        size=int(facts["size"]),
        channels=int(facts["channels"]),
        labels=tuple(str(label) for label in facts["labels"]),
    )
