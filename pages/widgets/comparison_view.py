"""Where two analyzers disagree about the same photos: how often, in a sentence, and the photos side by side."""

from __future__ import annotations

from math import isnan

import streamlit as st

from engine.analysis import analyzers_of
from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.stored_faces import load_faces
from engine.comparison import Comparison, Difference, compare_analyzers
from engine.edits.names import count_photos
from engine.kinds import Verdict
from engine.settings import Settings
from engine.verdicts import Decision
from pages.routes import photo_url
from pages.widgets.face_boxes import FaceBox, face_boxes
from pages.widgets.photo_grid import VERDICT_BADGES
from pages.widgets.plain_text import plain_text

PHOTOS_PER_PAGE = 5
PHOTO_PX = 380
# What angles above and below 0 mean, by the check that measures them.
ANGLE_WORDS = {
    "roll": ("leans {} clockwise", "leans {} anticlockwise"),
    "pan": ("turned {} to the right", "turned {} to the left"),
    "tilt": ("looks up by {}", "looks down by {}"),
}


def comparison_view(settings: Settings, catalog: Catalog, dataset: Dataset, decision: Decision) -> None:
    """Draw the differences; where only one has measured, say how to get the other."""
    titles = {name: analyzer.title for name, analyzer in analyzers_of(dataset.kind).items()}
    if len(titles) < 2:
        st.info("Pictures without people are measured in one way only: there is nothing to compare.")
        return
    first, second = titles
    comparison = compare_analyzers(catalog, dataset, first, second)
    if comparison.num_both == 0:
        missing = [titles[each] for each in titles if each != dataset.analyzer]
        st.info(
            f"Only one of the two has looked at these photos. Choose “{missing[0]}” above and let it measure them; "
            "then you see here where the two disagree."
        )
        return
    st.markdown(_summary(comparison, titles[second]))
    numbers = {difference: int(flags.sum()) for difference, flags in comparison.differs.items()}
    chosen = st.pills(
        "Photos with",
        list(Difference),
        default=max(numbers, key=lambda each: numbers[each] > 0),
        required=True,
        format_func=lambda each: f"{each} ({numbers[each]:,})",
        key=f"comparison_{dataset.id}",
    )
    _draw_photos(catalog, comparison, Difference(chosen), list(titles.items()))


def _summary(comparison: Comparison, second: str) -> str:
    same = sum(comparison.count(verdict, verdict) for verdict in Verdict)
    share = 100 * same / comparison.num_both
    kept, rejected = Verdict.KEPT, Verdict.REJECTED
    degrees = comparison.median_degrees_apart
    apart = "" if degrees is None else f" On half of the faces their angles are less than {degrees:.1f}° apart."
    return (
        f"Both have looked at **{count_photos(comparison.num_both)}** and agree on **{same:,}** ({share:.0f} %). "
        f"{second} keeps {comparison.count(rejected, kept):,} that this computer rejects, and rejects "
        f"{comparison.count(kept, rejected):,} that it keeps, by the same limits.{apart}"
    )


def _draw_photos(
    catalog: Catalog, comparison: Comparison, difference: Difference, analyzers: list[tuple[str, str]]
) -> None:
    places = comparison.select(difference)
    if not len(places):
        st.success("They say the same of every photo.")
        return
    num_pages = -(-len(places) // PHOTOS_PER_PAGE)
    key = f"comparison_page_{difference.name}_{num_pages}"
    page = st.pagination(num_pages, key=key) if num_pages > 1 else 1
    for place in places[(page - 1) * PHOTOS_PER_PAGE : page * PHOTOS_PER_PAGE].tolist():
        table = comparison.first.table
        st.markdown(f"**{plain_text(str(table.labels[place]))}** · {plain_text(table.paths[place])}")
        decisions = (comparison.first, comparison.second)
        for column, decision, (name, title) in zip(st.columns(2), decisions, analyzers, strict=True):
            with column:
                _draw_side(catalog, decision, place, name, title)


def _draw_side(catalog: Catalog, decision: Decision, place: int, analyzer: str, title: str) -> None:
    """The photo with the boxes of one analyzer, its verdict, why, and the angles it measured."""
    table = decision.table
    badge = VERDICT_BADGES[Verdict(str(decision.verdicts[place]))]
    width, height = (int(side) for side in table.size_wh[place])
    if width and height:
        found = load_faces(catalog, int(table.photo_ids[place]), analyzer)
        corners = found.boxes_ltrb.tolist() if found else []
        boxes = [FaceBox((left, top, right, bottom)) for left, top, right, bottom in corners]
        alt = f"{table.labels[place]}, faces as seen by {title}"
        face_boxes(photo_url(table.sha256s[place]), (width, height), boxes, alt=alt, max_width_px=PHOTO_PX)
    st.markdown(f"{title}: {badge.shape} **{badge.word}**")
    st.caption(" · ".join([*decision.explain(place), *_angle_words(decision, place)]) or "No face")


def _angle_words(decision: Decision, place: int) -> list[str]:
    values = {name: float(decision.values[name][place]) for name in ANGLE_WORDS if name in decision.values}
    return [
        ANGLE_WORDS[name][value < 0].format(f"{abs(value):.0f}°") for name, value in values.items() if not isnan(value)
    ]
