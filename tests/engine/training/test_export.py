"""Every export predicts what Keras predicts, for one photo and for many."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.errors import ExportError, NotFound
from engine.kinds import Kind, Split
from engine.settings import Settings
from engine.snapshots import Snapshot
from engine.training.device import prepare_backend
from engine.training.export import PLACES, ExportFormat, export_model, export_run
from engine.training.registry import architectures, find_architecture
from tests.engine.training.snapshot_builder import build_snapshot

pytestmark = pytest.mark.slow


@pytest.fixture
def snapshot(settings: Settings) -> Snapshot:
    return build_snapshot(settings, kind=Kind.FACES, size=16)


def untrained_run(settings: Settings, name: str, input_shape: tuple[int, ...]) -> Path:
    """A run folder with a model whose weights are random but whose answers differ from crop to crop."""
    prepare_backend()
    import keras

    folder = settings.runs_dir / "r1"
    folder.mkdir(parents=True)
    keras.utils.set_random_seed(1)
    find_architecture(name).build(input_shape, 3).save(folder / "model.keras")
    return folder


@pytest.mark.parametrize("format", ExportFormat)
@pytest.mark.parametrize("name", ["face_cnn", "sface_head"])
def test_an_export_predicts_what_keras_predicts(
    settings: Settings, snapshot: Snapshot, tmp_path: Path, name: str, format: ExportFormat
) -> None:
    if format is ExportFormat.ONNX:
        pytest.importorskip("tf2onnx", reason="needs requirements-onnx.txt")
    shape = (128,) if name == "sface_head" else (16, 16, 3)
    folder = untrained_run(settings, name, shape)
    export = export_run(folder, snapshot, find_architecture(name), format, tmp_path / "there")
    assert export.path == tmp_path / "there" / PLACES[format]
    assert export.path.exists()
    assert 0 <= export.max_difference <= 1e-4


@pytest.mark.parametrize("name", sorted(architectures()))
def test_the_light_model_takes_any_number_of_photos(settings: Settings, tmp_path: Path, name: str) -> None:
    from ai_edge_litert.interpreter import Interpreter

    shape = find_architecture(name).example_input_shape
    folder = untrained_run(settings, name, shape)
    samples = np.random.default_rng(0).uniform(0, 255, (5, *shape)).astype(np.float32)
    export = export_model(folder / "model.keras", ExportFormat.LITERT, tmp_path, samples)
    interpreter = Interpreter(model_path=str(export.path))
    source, answer = interpreter.get_input_details()[0]["index"], interpreter.get_output_details()[0]["index"]
    answers = []
    for count in (1, 5, 2):
        interpreter.resize_tensor_input(source, (count, *shape))
        interpreter.allocate_tensors()
        interpreter.set_tensor(source, samples[:count])
        interpreter.invoke()
        answers.append(interpreter.get_tensor(answer).copy())
    assert [len(each) for each in answers] == [1, 5, 2]
    assert answers[0] == pytest.approx(answers[1][:1], abs=1e-5)
    assert answers[2] == pytest.approx(answers[1][:2], abs=1e-5)


def test_a_run_without_a_model_says_so(settings: Settings, snapshot: Snapshot, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="Run 'r9' has no model yet"):
        export_run(settings.runs_dir / "r9", snapshot, find_architecture("face_cnn"), ExportFormat.KERAS, tmp_path)


def test_a_missing_package_is_named_with_the_way_to_get_it(
    settings: Settings, snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = untrained_run(settings, "sface_head", (128,))
    monkeypatch.setitem(sys.modules, "tf2onnx", None)  # what Python finds where a package is not installed
    with pytest.raises(ExportError, match=r"package 'tf2onnx'.*requirements-onnx.txt"):
        export_run(folder, snapshot, find_architecture("sface_head"), ExportFormat.ONNX, tmp_path)


def test_another_process_exports_with_tensorflow_for_other_backends(
    settings: Settings, snapshot: Snapshot, tmp_path: Path
) -> None:
    folder = untrained_run(settings, "sface_head", (128,))
    samples_file = tmp_path / "samples.npy"
    np.save(samples_file, snapshot.embeddings(Split.VALIDATION))
    arguments = [str(folder / "model.keras"), "litert", str(tmp_path), str(samples_file)]
    subprocess.run([sys.executable, "-m", "engine.training.export", *arguments], check=True)
    assert (tmp_path / "model.tflite").exists()
