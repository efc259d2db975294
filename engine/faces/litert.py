"""Runs small networks with LiteRT: one input, of several outputs the first."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from engine.faces import FloatArray


class Network:
    """A loaded network; owned by one thread at a time."""

    def __init__(self, model: bytes) -> None:
        from ai_edge_litert.interpreter import Interpreter

        self._interpreter: Any = Interpreter(model_content=model, num_threads=1)  # LiteRT gives it no types
        self._interpreter.allocate_tensors()
        self._input: int = self._interpreter.get_input_details()[0]["index"]
        self._output: int = self._interpreter.get_output_details()[0]["index"]

    def run(self, values: FloatArray) -> FloatArray:
        """What the network answers to ``values``, float32 in the shape it takes."""
        self._interpreter.set_tensor(self._input, values)
        self._interpreter.invoke()
        answer: FloatArray = self._interpreter.get_tensor(self._output)
        return answer


def load_bundled_network(bundle: Path, name: str) -> Network:
    """Load a network out of a MediaPipe ``.task`` file, which is a zip."""
    with zipfile.ZipFile(bundle) as opened:
        return Network(opened.read(name))
