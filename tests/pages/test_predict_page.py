"""The Predict screen: photos in, answers out, on a model of three colours worked out by hand."""

import io
import os
from pathlib import Path

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from engine.kinds import Kind
from engine.settings import Settings
from engine.snapshots import Snapshot
from engine.training.runs import RunRecord, list_runs
from tests.engine.builders import run_engine
from tests.pages.run_builder import freeze_made, links, open_page, write_model, write_run

PAGE = "7_Predict.py"
LABELS = ["label 0", "label 1", "label 2"]  # the model answers the first for red photos, the last for blue ones
RED, BLUE, GREY = (255, 0, 0), (0, 0, 255), (90, 90, 90)


@pytest.fixture
def snapshot(settings: Settings, people_dir: Path) -> Snapshot:
    """The snapshot ``s1`` of the dataset ``made``."""
    return freeze_made(settings, people_dir)


@pytest.fixture
def run(settings: Settings, snapshot: Snapshot) -> RunRecord:
    """A finished run with a model."""
    written = write_run(settings, snapshot, "run-1")
    write_model(written, snapshot, LABELS)
    return written


def _picture(colour: tuple[int, int, int], form: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(buffer, form)
    return buffer.getvalue()


def _upload(app: AppTest, *photos: bytes) -> AppTest:
    app.main.get("button_group")[0].set_value("Upload photos").run()
    for number, photo in enumerate(photos):
        app.main.file_uploader[0].upload(f"{number}.png", photo, "image/png")
    app.run()
    assert not app.exception
    return app


def _answers(app: AppTest) -> list[str]:
    return [each.value.removeprefix("#### ") for each in app.main.markdown if each.value.startswith("####")]


def test_without_a_model_the_next_step_is_train(settings: Settings, snapshot: Snapshot) -> None:
    write_run(settings, snapshot, "run-1")
    app = open_page(PAGE)
    assert app.info[0].value.startswith("No network has learned 'made' yet.")
    assert links(app) == ["Train a network"]


def test_it_says_whom_the_network_knows_and_that_others_are_misnamed(run: RunRecord) -> None:
    caution = open_page(PAGE).main.caption[0].value
    assert caution.startswith("This network knows only label 0, label 1, label 2.")
    assert caution.endswith("It always names one of them, also for anything else.")


def test_the_best_run_is_chosen_unless_the_url_names_another(
    settings: Settings, snapshot: Snapshot, run: RunRecord
) -> None:
    better = write_run(settings, snapshot, "run-2", [0.875])
    write_model(better, snapshot, LABELS)
    assert open_page(PAGE).selectbox(key="run_choice").value == "run-2"
    assert open_page(PAGE, dataset="made", run="run-1").selectbox(key="run_choice").value == "run-1"


def test_every_uploaded_photo_gets_its_answer_and_a_broken_one_its_reason(run: RunRecord) -> None:
    app = _upload(open_page(PAGE), _picture(RED), b"not a picture", _picture(BLUE))
    assert _answers(app) == ["label 0", "label 2"]
    assert app.main.error[0].value == "**1.png**: The file is not a picture, or is damaged at its beginning."
    bars = app.main.get("html")[1].proto.body
    assert bars.index("label 0") < bars.index("label 1") < bars.index("label 2")


def test_below_one_half_the_network_is_not_sure(run: RunRecord) -> None:
    app = _upload(open_page(PAGE), _picture(GREY))  # a third each
    assert _answers(app) == ["Not sure: perhaps label 0"]


def test_a_webcam_picture_is_answered(run: RunRecord) -> None:
    app = open_page(PAGE)
    assert app.main.info[0].value == "Take a photo: the answer appears here."
    app.main.camera_input[0].upload("webcam.jpg", _picture(BLUE, form="JPEG"), "image/jpeg").run()
    assert _answers(app) == ["label 2"]


def test_a_model_written_anew_is_loaded_anew(run: RunRecord, snapshot: Snapshot) -> None:
    assert _answers(_upload(open_page(PAGE), _picture(RED))) == ["label 0"]
    write_model(run, snapshot, LABELS[::-1])
    later = (run.folder / "model.tflite").stat().st_mtime + 10
    os.utime(run.folder / "model.tflite", (later, later))
    assert _answers(_upload(open_page(PAGE), _picture(RED))) == ["label 2"]


def test_a_damaged_model_is_explained(run: RunRecord) -> None:
    (run.folder / "model.tflite").write_bytes(b"damaged")
    app = _upload(open_page(PAGE), _picture(RED))
    assert "The exported model of run 'run-1' is damaged" in app.error[0].value


def test_a_photo_without_a_face_says_what_to_do(settings: Settings, people_dir: Path, weights: dict[str, Path]) -> None:
    faces = freeze_made(settings, people_dir, Kind.FACES)
    write_model(write_run(settings, faces, "run-1"), faces, LABELS)
    app = _upload(open_page(PAGE), _picture(GREY))
    assert app.main.warning[0].value == "No face was found. Move closer, face the camera, or turn on more light."
    assert _answers(app) == []


@pytest.mark.slow
def test_a_network_trained_here_recognises_an_upload(settings: Settings, snapshot: Snapshot) -> None:
    trained = run_engine("train", "s1", "--model", "digits_cnn", "--steps", "2", "--batch-size", "4")
    assert trained.returncode == 0, trained.stderr
    assert [run.is_exported for run in list_runs(settings)] == [True]
    app = _upload(open_page(PAGE), _picture(RED))
    assert len(_answers(app)) == 1
