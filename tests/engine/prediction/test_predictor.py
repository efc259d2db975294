"""An exported model answers for each face, or for the whole photo; the model's answers are worked out by hand."""

from __future__ import annotations

import math
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from engine.errors import BadInput, NotFound
from engine.faces.local import load
from engine.photo_files import read_pixels
from engine.prediction import load_predictor
from engine.settings import Settings
from engine.snapshots.cropping import crop_face
from tests.engine.prediction.tiny_model import COLOUR_SHARE, write_run

REPOSITORY = Path(__file__).resolve().parents[3]


def _flat(colour: tuple[int, int, int], size_wh: tuple[int, int] = (30, 20)) -> np.ndarray:
    return np.full((size_wh[1], size_wh[0], 3), colour, np.uint8)


def _softmax(numbers: np.ndarray) -> list[float]:
    powers = [math.exp(number - max(numbers)) for number in numbers]
    return [power / sum(powers) for power in powers]


def test_a_whole_photo_is_one_answer_with_the_likeliest_label_first(settings: Settings) -> None:
    write_run(settings.runs_dir, "colours", kind="images")
    (answer,) = load_predictor(settings, "colours").predict(_flat((10, 0, 20)))
    assert answer.box_ltrb == (0, 0, 30, 20)
    assert [label for label, _ in answer.probabilities] == ["blue", "red", "green"]
    # a tenth of the colours is 1, 0 and 2; e² = 7.389, e¹ = 2.718, e⁰ = 1; their sum 11.107
    assert [share for _, share in answer.probabilities] == pytest.approx([0.6652, 0.2447, 0.0900], abs=1e-4)
    assert (answer.label, answer.probability) == answer.probabilities[0]


def test_equal_probabilities_keep_the_order_of_the_labels(settings: Settings) -> None:
    write_run(settings.runs_dir, "colours", kind="images")
    (answer,) = load_predictor(settings, "colours").predict(_flat((7, 7, 7)))
    assert [label for label, _ in answer.probabilities] == ["red", "green", "blue"]


def test_a_photo_without_a_face_has_no_answer(settings: Settings, weights: dict[str, Path]) -> None:
    write_run(settings.runs_dir, "people", kind="faces")
    assert load_predictor(settings, "people").predict(_flat((90, 120, 90))) == ()


def test_an_unknown_run_is_named(settings: Settings) -> None:
    with pytest.raises(NotFound, match="There is no run 'nobody'"):
        load_predictor(settings, "nobody")


def test_a_run_without_a_model_says_what_to_do(settings: Settings) -> None:
    (write_run(settings.runs_dir, "young", kind="images") / "export.json").unlink()
    with pytest.raises(NotFound, match=r"Run 'young' has no model to predict with yet\. Wait until it has finished"):
        load_predictor(settings, "young")


@pytest.mark.parametrize(
    ("file", "content"),
    [("export.json", "{"), ("export.json", '{"kind": "images"}'), ("model.tflite", ""), ("model.tflite", "no model")],
)
def test_a_damaged_export_is_said_so(settings: Settings, file: str, content: str) -> None:
    (write_run(settings.runs_dir, "broken", kind="images") / file).write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match=r"The exported model of run 'broken' is damaged .*Resume the run"):
        load_predictor(settings, "broken")


def test_threads_share_a_predictor_and_get_their_own_answers(settings: Settings) -> None:
    write_run(settings.runs_dir, "colours", kind="images")
    predictor = load_predictor(settings, "colours")
    photos = {"red": _flat((9, 0, 0)), "green": _flat((0, 9, 0)), "blue": _flat((0, 0, 9))}
    wanted = list(photos) * 40
    with ThreadPoolExecutor(4) as threads:
        answers = threads.map(lambda name: predictor.predict(photos[name])[0].label, wanted)
    assert list(answers) == wanted


@pytest.mark.photos
def test_every_face_is_answered_from_the_crop_a_snapshot_would_hold(
    settings: Settings, weights: dict[str, Path], photos_dir: Path
) -> None:
    write_run(settings.runs_dir, "people", kind="faces", size=96)
    pixels = read_pixels(photos_dir / "odd_files" / "multi_face" / "011_3.jpg")
    answers = load_predictor(settings, "people").predict(pixels)
    faces = load(settings).find(pixels)
    assert len(answers) == 3
    for answer, box in zip(answers, faces.boxes_ltrb, strict=True):
        left, top, right, bottom = answer.box_ltrb
        assert (left, top) == (math.floor(box[0]), math.floor(box[1]))
        assert (right, bottom) == (math.ceil(box[2]), math.ceil(box[3]))
        shares = dict(answer.probabilities)
        expected = _softmax(COLOUR_SHARE * crop_face(pixels, box, 96).mean(axis=(0, 1)))
        assert [shares[label] for label in ("red", "green", "blue")] == pytest.approx(expected, abs=1e-3)


@pytest.mark.photos
def test_a_model_of_embeddings_sees_the_embedding_the_analysis_stored(
    settings: Settings, weights: dict[str, Path], photos_dir: Path
) -> None:
    write_run(settings.runs_dir, "people", kind="faces", features="embedding")
    pixels = read_pixels(sorted((photos_dir / "lfw62").glob("*/*"))[0])
    (answer,) = load_predictor(settings, "people").predict(pixels)
    embedding = load(settings).find(pixels).embedding
    assert embedding is not None
    shares = dict(answer.probabilities)
    assert [shares[label] for label in ("red", "green", "blue")] == pytest.approx(_softmax(embedding[:3]), abs=1e-6)


@pytest.mark.slow
def test_a_network_written_by_keras_answers_as_keras_does(settings: Settings) -> None:
    folder = write_run(settings.runs_dir, "digits", kind="images", size=12)
    _export_with_keras(folder)
    photo = np.random.default_rng(0).integers(0, 256, (12, 12, 3), dtype=np.uint8)
    (answer,) = load_predictor(settings, "digits").predict(photo)
    expected = np.load(folder / "expected.npy")
    shares = dict(answer.probabilities)
    assert [shares[label] for label in ("red", "green", "blue")] == pytest.approx(expected.tolist(), abs=1e-4)


def _export_with_keras(folder: Path) -> None:
    """Put a real architecture of three labels in place of the tiny model, in a process of its own: Keras is heavy."""
    script = (
        "import sys; from pathlib import Path; import numpy as np; "
        "from engine.training.device import prepare_backend; prepare_backend(); "
        "from engine.training.export import ExportFormat, export_model; from models.digits_cnn import build; "
        "folder = Path(sys.argv[1]); model = build((12, 12, 3), 3); model.save(folder / 'model.keras'); "
        "photo = np.random.default_rng(0).integers(0, 256, (12, 12, 3), dtype=np.uint8)[None].astype(np.float32); "
        "export_model(folder / 'model.keras', ExportFormat.LITERT, folder, photo); "
        "np.save(folder / 'expected.npy', model.predict(photo, verbose=0)[0])"
    )
    command = [sys.executable, "-c", script, str(folder)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr


def test_predicting_loads_neither_tensorflow_nor_the_landmarks(settings: Settings, weights: dict[str, Path]) -> None:
    write_run(settings.runs_dir, "people", kind="faces", features="embedding")
    script = (
        "import sys; import numpy as np; from engine.prediction import load_predictor; "
        "from engine.settings import Settings; "
        "load_predictor(Settings.from_environment(), 'people').predict(np.zeros((99, 99, 3), np.uint8)); "
        "print(sorted({'tensorflow', 'keras', 'engine.faces.landmarks', 'streamlit'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", script]
    told = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=True)
    assert told.stdout.strip() == "[]"
