"""What a model says about a photo: the picture with a box round each face, and bars beside it."""

from __future__ import annotations

import streamlit as st

from engine.kinds import Kind
from engine.prediction import FacePrediction
from pages.widgets.face_boxes import FaceBox, face_boxes
from pages.widgets.plain_text import plain_text
from pages.widgets.probability_bars import percent, probability_bars
from pages.widgets.recogniser import Recognition

NO_FACE = "No face was found. Move closer, face the camera, or turn on more light."
SURE_FROM = 0.5  # below, the likeliest label is more often wrong than right by the model's own word
MAX_FACES_WITH_BARS = 8
SMALL_PHOTO_PX = 240  # digits of 28 pixels are shown about this wide
PHOTO_WIDTH_PX = 720
PHOTO_HEIGHT_PX = 560  # a tall photo still leaves its caption on the screen


def recognised_photo(recognition: Recognition, kind: Kind, *, name: str, side_by_side: bool) -> None:
    """Show one photo and its answers.

    Args:
        name: of the file, or what else to call the picture.
        side_by_side: the answers stand beside the picture, else below it.
    """
    picture, answers = st.columns([3, 2], gap="large") if side_by_side else (st.container(), st.container())
    with picture:
        _draw_picture(recognition, kind, name)
    with answers:
        if not recognition.faces:
            st.warning(NO_FACE)
        for number, face in enumerate(recognition.faces[:MAX_FACES_WITH_BARS], start=1):
            _draw_answer(face, f"Face {number}: " if len(recognition.faces) > 1 else "")
        if len(recognition.faces) > MAX_FACES_WITH_BARS:
            st.caption(f"{len(recognition.faces) - MAX_FACES_WITH_BARS} more faces are named in the picture only.")
        st.caption(f"{1000 * recognition.seconds:,.0f} ms")


def answer_sentence(face: FacePrediction) -> str:
    """The likeliest label, or that the model is not sure."""
    if face.probability < SURE_FROM:
        return f"Not sure: perhaps {face.label}"
    return face.label


def _draw_picture(recognition: Recognition, kind: Kind, name: str) -> None:
    width, height = recognition.size_wh
    zoom = max(1, SMALL_PHOTO_PX // max(width, height))
    boxes = [
        FaceBox(face.box_ltrb, _box_words(face, number, len(recognition.faces)))
        for number, face in enumerate(recognition.faces, start=1)
    ]
    shown = [] if kind is Kind.IMAGES else boxes
    size_wh = (width * zoom, height * zoom)
    widest = min(PHOTO_WIDTH_PX, round(PHOTO_HEIGHT_PX * width / height))
    face_boxes(recognition.picture_url, size_wh, shown, alt=f"The photo {name}", max_width_px=max(1, widest))
    st.caption(plain_text(name))


def _box_words(face: FacePrediction, number: int, num_faces: int) -> str:
    words = f"{answer_sentence(face)} {percent(face.probability)}"
    return f"{number} · {words}" if num_faces > 1 else words


def _draw_answer(face: FacePrediction, prefix: str) -> None:
    st.markdown(f"#### {prefix}{plain_text(answer_sentence(face))}")
    probability_bars(dict(face.probabilities))
