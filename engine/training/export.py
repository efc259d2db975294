"""Writes a run's best model in formats that other programs run, and proves on real photos that each predicts the same.

LiteRT and SavedModel are written by TensorFlow. Where Keras runs on another backend, a process of its own does it:
``python -m engine.training.export MODEL FORMAT FOLDER SAMPLES.npy`` prints the result as JSON.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import atomic
from engine.errors import ExportError, NotFound
from engine.kinds import Split
from engine.snapshots import Snapshot
from engine.training import best_model
from engine.training.data import read_examples
from models import Architecture

Float32 = NDArray[np.float32]
Predict = Callable[[Float32], Float32]

MAX_DIFFERENCE = 1e-4  # between two probabilities of the same photo; float32 rounding stays far below
NUM_SAMPLES = 16


class ExportFormat(StrEnum):
    """What a model can be written as."""

    KERAS = "keras"
    SAVED_MODEL = "saved_model"
    LITERT = "litert"
    ONNX = "onnx"


PLACES = {  # the file or folder each format is written to
    ExportFormat.KERAS: "model.keras",
    ExportFormat.SAVED_MODEL: "saved_model",
    ExportFormat.LITERT: "model.tflite",
    ExportFormat.ONNX: "model.onnx",
}


@dataclass(frozen=True)
class Export:
    """What was written.

    Attributes:
        path: the file, or the folder of a SavedModel.
        max_difference: largest difference of a probability from Keras' own, over the samples.
    """

    path: Path
    max_difference: float


def export_run(
    run_folder: Path, snapshot: Snapshot, architecture: Architecture, format: ExportFormat, to_folder: Path
) -> Export:
    """Write the run's best model to ``to_folder``, checked on crops of ``snapshot``.

    Raises:
        NotFound: the run has no model yet.
        ExportError: the format cannot be written here, or predicts differently.
    """
    model_file = run_folder / best_model.FILE_NAME
    if not model_file.exists():
        raise NotFound(f"Run '{run_folder.name}' has no model yet. Wait for its first evaluation, or resume it.")
    to_folder.mkdir(parents=True, exist_ok=True)
    return export_model(model_file, format, to_folder, _samples(snapshot, architecture))


def export_light(run_folder: Path, snapshot: Snapshot, architecture: Architecture) -> Export:
    """Write ``model.tflite`` and ``export.json`` into the run's folder: what predictions are made with."""
    export = export_run(run_folder, snapshot, architecture, ExportFormat.LITERT, run_folder)
    facts = {
        "features": architecture.features,
        "kind": snapshot.kind,
        "size": snapshot.size,
        "channels": snapshot.channels,
        "labels": snapshot.labels,
        "max_difference": export.max_difference,
    }
    atomic.write_json(run_folder / "export.json", facts)
    return export


def export_model(model_file: Path, format: ExportFormat, to_folder: Path, samples: Float32) -> Export:
    """Write a Keras file in another format and compare their predictions on ``samples`` (n, *input shape).

    Raises:
        ExportError: the format cannot be written here, or predicts differently.
    """
    import keras

    if keras.backend.backend() != "tensorflow" and format is not ExportFormat.KERAS:
        return _export_with_tensorflow(model_file, format, to_folder, samples)
    path = to_folder / PLACES[format]
    model = keras.saving.load_model(model_file)
    expected = model.predict(samples, verbose=0)  # first: Keras exports only a model that was called
    found = _WRITERS[format](model, model_file, path)(samples)
    difference = float(np.abs(found - expected).max())
    if not difference <= MAX_DIFFERENCE:  # also when it is NaN
        _remove(path, unless=model_file)
        raise ExportError(
            f"The {format} model predicts differently: by {difference:.2g}, expected at most {MAX_DIFFERENCE:g}. "
            "It was not kept; use another format."
        )
    return Export(path, difference)


def _remove(path: Path, unless: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    elif path.absolute() != unless.absolute():
        path.unlink(missing_ok=True)


def _samples(snapshot: Snapshot, architecture: Architecture) -> Float32:
    for split in (Split.VALIDATION, Split.TRAIN):
        if len(snapshot.indices(split)):
            features = read_examples(snapshot, split, architecture.features).features
            return features[:NUM_SAMPLES].astype(np.float32)
    raise ExportError(f"Snapshot '{snapshot.id}' has no photos to check an export on. Freeze the dataset again.")


def _write_keras(model: Any, model_file: Path, path: Path) -> Predict:
    import keras

    if path.absolute() != model_file.absolute():
        shutil.copyfile(model_file, path)
    copy = keras.saving.load_model(path)
    return lambda samples: np.asarray(copy.predict(samples, verbose=0))


def _write_saved_model(model: Any, model_file: Path, path: Path) -> Predict:
    import tensorflow as tf

    model.export(path, format="tf_saved_model", verbose=False)
    loaded = tf.saved_model.load(str(path))
    return lambda samples: np.asarray(loaded.serve(samples))


def _write_litert(model: Any, model_file: Path, path: Path) -> Predict:
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".export-") as scratch:
        file = Path(scratch) / path.name  # Keras insists on the ending
        model.export(file, format="litert", verbose=False)
        with atomic.replacing(path) as temporary:
            file.replace(temporary)
    return _litert_predictor(path)


def _litert_predictor(path: Path) -> Predict:
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_path=str(path))
    source, answer = interpreter.get_input_details()[0]["index"], interpreter.get_output_details()[0]["index"]

    def predict(samples: Float32) -> Float32:
        interpreter.resize_tensor_input(source, samples.shape)
        interpreter.allocate_tensors()
        interpreter.set_tensor(source, samples)
        interpreter.invoke()
        return np.asarray(interpreter.get_tensor(answer), np.float32)

    return predict


def _write_onnx(model: Any, model_file: Path, path: Path) -> Predict:
    try:
        import onnxruntime
        import tf2onnx  # noqa: F401  # what Keras writes ONNX with
    except ImportError as error:
        raise ExportError(
            f"ONNX export needs the package '{error.name}', which is not installed. "
            "Install it with: pip install -r requirements-onnx.txt"
        ) from error
    model.export(path, format="onnx", verbose=False)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return lambda samples: np.asarray(session.run(None, {name: samples})[0])


_WRITERS: dict[ExportFormat, Callable[[Any, Path, Path], Predict]] = {
    ExportFormat.KERAS: _write_keras,
    ExportFormat.SAVED_MODEL: _write_saved_model,
    ExportFormat.LITERT: _write_litert,
    ExportFormat.ONNX: _write_onnx,
}


def _export_with_tensorflow(model_file: Path, format: ExportFormat, to_folder: Path, samples: Float32) -> Export:
    with tempfile.TemporaryDirectory() as scratch:
        samples_file = Path(scratch) / "samples.npy"
        np.save(samples_file, samples)
        arguments = [str(model_file.absolute()), format, str(to_folder.absolute()), str(samples_file)]
        done = subprocess.run(
            [sys.executable, "-m", "engine.training.export", *arguments],
            env=os.environ | {"KERAS_BACKEND": "tensorflow"},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise ExportError(f"TensorFlow could not write the {format} model: {reason}. Expected TensorFlow installed.")
    facts = json.loads(done.stdout.splitlines()[-1])
    return Export(Path(facts["path"]), facts["max_difference"])


def _main(arguments: list[str]) -> None:
    model_file, format, to_folder, samples_file = arguments
    export = export_model(Path(model_file), ExportFormat(format), Path(to_folder), np.load(samples_file))
    sys.stdout.write(json.dumps({"path": str(export.path), "max_difference": export.max_difference}) + "\n")


if __name__ == "__main__":
    _main(sys.argv[1:])
