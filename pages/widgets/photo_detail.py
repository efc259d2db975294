"""One photo large in a dialog, with its faces and everything known about it, to keep or reject by hand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.tables import MeasurementTable
from engine.edits import set_overrides
from engine.errors import NotFound
from engine.kinds import Override
from engine.photo_facts import PhotoFacts, describe_photo
from engine.photo_query import Places
from engine.verdicts import Decision, decide_dataset
from pages.routes import photo_url
from pages.widgets import address
from pages.widgets.edit_notice import edit_notice, make_edit
from pages.widgets.face_boxes import BoxOrigin, FaceBox, face_boxes
from pages.widgets.label_actions import relabel_actions
from pages.widgets.photo_grid import VERDICT_BADGES

MAX_BOXES = 20
SMALL_PHOTO_PX = 320  # digits of 28 pixels are shown about this wide
PHOTO_WIDTH_PX = 560
CHOICES = (("Keep", Override.KEEP, "K"), ("Reject", Override.REJECT, "X"), ("Leave to the checks", None, "U"))
MARK = " "
MARKS = {True: "✓", False: "✕", None: "?"}


def photo_detail(catalog: Catalog, dataset: Dataset, decision: Decision, places: Places) -> None:
    """Open the photo in the URL in a dialog; nothing when there is none.

    Args:
        places: the photos it stands among, in the decision's table, for the buttons to the one before and after.
    """
    if address.get("photo") is not None:
        _dialog(catalog, dataset, decision.table, places)


def _close() -> None:
    address.put("photo", None)


@st.dialog("Photo", width="large", on_dismiss=_close)
def _dialog(catalog: Catalog, dataset: Dataset, table: MeasurementTable, places: Places) -> None:
    sha256 = address.get("photo") or ""
    try:
        facts = describe_photo(catalog, dataset, decide_dataset(catalog, dataset), sha256)
    except NotFound as error:
        st.warning(str(error))
        return
    _draw_turning(table, places, sha256)
    picture, words = st.columns(2, gap="medium")
    with picture:
        _draw_picture(facts)
        _draw_file(facts)
    with words:
        _draw_verdict(catalog, dataset, facts)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            relabel_actions(catalog, dataset, [sha256], key="photo_detail")
        edit_notice(catalog, dataset, floats=False)
        _draw_answers(facts)


def _draw_turning(table: MeasurementTable, places: Places, sha256: str) -> None:
    here = (places == table.place_of.get(sha256, -1)).nonzero()[0]
    if not len(here):
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        for label, target, key in (("← Previous", here[0] - 1, "Left"), ("Next →", here[0] + 1, "Right")):
            exists = 0 <= target < len(places)
            other = table.sha256s[places[target]] if exists else None
            turn = partial(address.put, "photo", other)
            st.button(label, key=label, disabled=not exists, shortcut=key, on_click=turn)


def _draw_picture(facts: PhotoFacts) -> None:
    photo = facts.photo
    if not photo.width or not photo.height or photo.problem:
        st.warning(photo.problem or "This photo cannot be shown.")
        return
    found = facts.faces.boxes_ltrb[:MAX_BOXES].tolist() if facts.faces else []
    zoom = max(1, SMALL_PHOTO_PX // max(photo.width, photo.height))
    boxes = [_zoomed(box, zoom, BoxOrigin.FOUND) for box in found]
    boxes += [_zoomed(box, zoom, BoxOrigin.GIVEN) for box in facts.given_rectangles]
    size_wh = (photo.width * zoom, photo.height * zoom)
    face_boxes(photo_url(photo.sha256), size_wh, boxes, alt=f"Photo of {photo.label}", max_width_px=PHOTO_WIDTH_PX)


def _zoomed(box_ltrb: Sequence[float], zoom: int, origin: BoxOrigin) -> FaceBox:
    left, top, right, bottom = (number * zoom for number in box_ltrb)
    return FaceBox((left, top, right, bottom), origin=origin)


def _draw_verdict(catalog: Catalog, dataset: Dataset, facts: PhotoFacts) -> None:
    badge = VERDICT_BADGES[facts.verdict]
    st.subheader(f"{badge.shape} {badge.word.capitalize()}")
    for reason in facts.reasons:
        st.markdown(f"- {reason}")
    with st.container(horizontal=True):
        for label, decision, shortcut in CHOICES:
            arguments = (catalog, dataset, facts.photo.sha256, decision)
            st.button(
                label,
                key=f"override_{label}",
                disabled=facts.override == decision,
                shortcut=shortcut,
                on_click=_decide,
                args=arguments,
            )


def _decide(catalog: Catalog, dataset: Dataset, sha256: str, decision: Override | None) -> None:
    make_edit(dataset, lambda: set_overrides(catalog, dataset, [sha256], decision))


def _draw_answers(facts: PhotoFacts) -> None:
    if not facts.answers:
        return
    rows = [
        {MARK: MARKS[each.is_kept], "Question": each.question, "Answer": each.value, "Kept if": each.limit}
        for each in facts.answers
    ]
    st.dataframe(rows, hide_index=True, width="stretch", column_config={MARK: st.column_config.TextColumn(width=40)})


def _draw_file(facts: PhotoFacts) -> None:
    for name, value in facts.about:
        st.caption(f"**{name}** · {value}")
