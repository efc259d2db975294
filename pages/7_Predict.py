"""Predict: a webcam picture or uploaded photos, and whom the trained network sees in them."""

from urllib.parse import urlsplit

import streamlit as st

from engine.errors import UnreadablePhoto
from engine.kinds import Kind
from engine.prediction.exported import read_facts
from engine.settings import Settings
from engine.training.erased import erased_sentence
from pages.widgets.dataset_in_view import dataset_in_view, next_step
from pages.widgets.plain_text import plain_text
from pages.widgets.recognised_photo import recognised_photo
from pages.widgets.recogniser import Recogniser, open_recogniser
from pages.widgets.run_picker import run_picker
from pages.widgets.runs_in_view import runs_of_dataset

WEBCAM, UPLOAD = "Webcam", "Upload photos"
THIS_COMPUTER = {"localhost", "127.0.0.1", "::1"}


def camera_is_allowed() -> bool:
    """Browsers lend the camera only to this computer's own pages and over HTTPS."""
    address = urlsplit(st.context.url or "http://localhost")
    return address.scheme == "https" or address.hostname in THIS_COMPUTER


def draw_answer(recogniser: Recogniser, kind: Kind, name: str, photo: bytes, *, side_by_side: bool) -> None:
    """One photo with its answer, or the reason why it cannot be read."""
    try:
        recognition = recogniser.recognise(photo)
    except UnreadablePhoto as error:
        st.error(f"**{plain_text(name)}**: {error}")
    else:
        recognised_photo(recognition, kind, name=name, side_by_side=side_by_side)


def draw_webcam(recogniser: Recogniser, kind: Kind) -> None:
    """The camera, and beside it what was seen in the picture taken."""
    if not camera_is_allowed():
        st.warning(
            "The browser does not lend its camera to this address. Open Facet at http://localhost on the "
            "computer it runs on, or serve it over HTTPS. Uploading a photo always works."
        )
        return
    camera, answer = st.columns([2, 3], gap="large")
    picture = camera.camera_input("Look at the camera", resolution="720p", key="predict_camera")
    camera.caption("If no picture appears, allow the camera beside the browser's address, or upload a photo instead.")
    with answer:
        if picture is not None:
            draw_answer(recogniser, kind, "Webcam picture", picture.getvalue(), side_by_side=False)
        else:
            st.info("Take a photo: the answer appears here.")


def draw_upload(recogniser: Recogniser, kind: Kind) -> None:
    """Files, and below them what was seen in each."""
    for file in st.file_uploader("Photos", accept_multiple_files=True, key="predict_files"):
        draw_answer(recogniser, kind, file.name, file.getvalue(), side_by_side=True)


settings = Settings.from_environment()
st.title("Predict")
if found := dataset_in_view(settings):
    _, dataset = found
    runs = [run for run in runs_of_dataset(settings, dataset.name) if run.is_exported]
    if runs:
        run = run_picker(runs)
        recogniser = open_recogniser(settings, run)
        model = read_facts(run.folder)
        if notice := erased_sentence(settings, run.config):
            st.warning(notice)
        known = plain_text(", ".join(model.labels))
        others = "a stranger" if model.kind is Kind.FACES else "anything else"
        st.caption(f"This network knows only {known}. It always names one of them, also for {others}.")
        ways = {WEBCAM: draw_webcam, UPLOAD: draw_upload}
        way = st.segmented_control("Where is the photo?", list(ways), default=WEBCAM, required=True)
        ways[way](recogniser, model.kind)
    else:
        st.info(f"No network has learned '{dataset.name}' yet. Train one; once it has finished, it can be tried here.")
        next_step("Train a network", "5_Train.py")
