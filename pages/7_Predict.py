"""Predict: a webcam picture or uploaded photos, and whom the trained network sees in them."""

from urllib.parse import urlsplit

import streamlit as st

from engine.errors import UnreadablePhoto
from engine.settings import Settings
from pages.widgets.dataset_in_view import dataset_in_view, next_step
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


def take_photos() -> list[tuple[str, bytes]]:
    """Photos from the webcam or from files, with their names."""
    ways = [WEBCAM, UPLOAD]
    way = st.segmented_control("Where is the photo?", ways, default=WEBCAM, required=True, label_visibility="collapsed")
    if way == UPLOAD:
        files = st.file_uploader("Photos", accept_multiple_files=True, key="predict_files")
        return [(file.name, file.getvalue()) for file in files]
    if not camera_is_allowed():
        st.warning(
            "The browser does not lend its camera to this address. Open Facet at http://localhost on the "
            "computer it runs on, or serve it over HTTPS. Uploading a photo always works."
        )
        return []
    st.caption("If no picture appears, allow the camera beside the browser's address, or upload a photo instead.")
    picture = st.camera_input("Look at the camera", resolution="720p", key="predict_camera", width=640)
    return [("Webcam picture", picture.getvalue())] if picture else []


def draw_answers(recogniser: Recogniser, photos: list[tuple[str, bytes]]) -> None:
    """Every photo with its answer; a broken one with its reason."""
    with st.spinner("Loading the network…"):
        facts = recogniser.predictor().facts
    st.caption(f"This network knows only {', '.join(facts.labels)}. It always names one of them, also for a stranger.")
    for name, data in photos:
        try:
            recognised_photo(recogniser.recognise(data), facts.kind, name=name)
        except UnreadablePhoto as error:
            st.error(f"**{name}**: {error}")


settings = Settings.from_environment()
st.title("Predict")
if found := dataset_in_view(settings):
    _, dataset = found
    runs = [run for run in runs_of_dataset(settings, dataset.name) if run.is_exported]
    if runs:
        recogniser = open_recogniser(settings, run_picker(runs))
        draw_answers(recogniser, take_photos())
    else:
        st.info(
            f"No network has learned '{dataset.name}' yet. Train one; when it has finished, it recognises photos here."
        )
        next_step("Train a network", "5_Train.py")
