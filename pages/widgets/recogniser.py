"""The model of a run, loaded once for all browsers while the page is being drawn, and what it says about a photo."""

from __future__ import annotations

import base64
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import streamlit as st

from engine.photo_files import read_pixels
from engine.prediction import FacePrediction, Predictor, load_predictor
from engine.prediction.exported import MODEL_FILE
from engine.settings import Settings
from engine.thumbnails import encode_jpeg
from engine.training.runs import RunRecord

MAX_MODELS = 1  # one for faces takes 100 MB; another is loaded in 0.2 s
MAX_ANSWERS = 32  # kept, each with its picture of up to some 300 KB
FORGET_AFTER = "10m"  # what a visitor showed does not stay in memory
SCREEN_MAX_SIDE = 1280
_LOADER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="load-model")


@dataclass(frozen=True)
class Recognition:
    """What a model says about one photo.

    Attributes:
        picture_url: the upright photo as a data URL, at most 1280 pixels a side.
        size_wh: width and height of the photo that the boxes refer to.
        faces: the main face first; empty when there is none.
        seconds: decoding and predicting took.
    """

    picture_url: str
    size_wh: tuple[int, int]
    faces: tuple[FacePrediction, ...]
    seconds: float


@dataclass(frozen=True)
class Recogniser:
    """A model that is being loaded, or is loaded. ``key`` changes when the run writes its model anew."""

    key: tuple[str, int]
    loading: Future[Predictor]

    def predictor(self) -> Predictor:
        """Wait until it is loaded.

        Raises:
            EngineError: it cannot be loaded; the next try begins anew.
        """
        try:
            return self.loading.result()
        except BaseException:  # whatever it was, and raised on: only the failed loading is forgotten
            _start_loading.clear()
            raise

    def recognise(self, photo: bytes) -> Recognition:
        """Predict a photo file.

        Raises:
            UnreadablePhoto: it cannot be decoded; the message is the reason.
        """
        return _recognise(self.predictor(), self.key, photo)


def open_recogniser(settings: Settings, run: RunRecord) -> Recogniser:
    """Begin to load the model of a run in the background, unless that was done before."""
    key = (str(run.folder), (run.folder / MODEL_FILE).stat().st_mtime_ns)
    return Recogniser(key, _start_loading(settings, run.id, key))


@st.cache_resource(max_entries=MAX_MODELS, show_spinner=False)
def _start_loading(_settings: Settings, run_id: str, key: tuple[str, int]) -> Future[Predictor]:
    return _LOADER.submit(load_predictor, _settings, run_id)


@st.cache_data(max_entries=MAX_ANSWERS, ttl=FORGET_AFTER, show_spinner=False)
def _recognise(_predictor: Predictor, key: tuple[str, int], photo: bytes) -> Recognition:
    started = time.perf_counter()
    pixels = read_pixels(photo)
    faces = _predictor.predict(pixels)
    seconds = time.perf_counter() - started
    picture = base64.b64encode(encode_jpeg(pixels, SCREEN_MAX_SIDE)).decode("ascii")
    height, width = pixels.shape[:2]
    return Recognition(f"data:image/jpeg;base64,{picture}", (width, height), faces, seconds)
