"""Is the data fit? What stands out, in words, and a chart per thing measured; a click on a bar shows its photos."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import streamlit as st

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.charts.histogram import Bar, count_bars, edges_for, histogram_figure, upright_bars
from engine.fitness import Finding, Fitness, describe_fitness, judged_photos
from engine.kinds import Verdict
from engine.measures import Measure, all_measures
from engine.photo_query import Flags, PhotoQuery, Range
from engine.settings import Settings
from engine.verdicts import Decision
from pages.widgets import browse_address
from pages.widgets.plain_text import plain_text

SHOWN = ("size", "aspect_ratio", "brightness", "sharpness", "one_face", "roll", "pan", "tilt")
TITLES = {"formats": "File types", "modes": "Colour modes", "one_face": "Faces per photo"}
KEPT, ALL = "Kept photos", "All photos"
NUM_COLUMNS = 3
FRAME_PX = 560
_CONFIG = {"displayModeBar": False}


def fit_charts(settings: Settings, catalog: Catalog, dataset: Dataset, decision: Decision) -> None:
    """Draw the summary and the charts."""
    kept_only = _ask_which(decision)
    judged = judged_photos(decision, kept_only=kept_only)
    fitness = describe_fitness(dataset.kind, decision, judged)
    _draw_summary(fitness, kept_only=kept_only)
    measures = all_measures(decision)
    subjects = [name for name in SHOWN if name in measures and measures[name].is_known_of(judged)]
    subjects[2:2] = ["formats", "modes"]
    if not judged.any():
        return
    st.caption("Click a bar, or draw a box round several, to see those photos below.")
    with st.container(height=FRAME_PX, border=False):  # so that the photos stay in sight
        columns = st.columns(NUM_COLUMNS, gap="small")
    for place, subject in enumerate(subjects):
        with columns[place % NUM_COLUMNS], st.container(border=True, gap="xsmall"):
            _draw_chart(decision, measures.get(subject), subject, judged, fitness.about(subject), kept_only=kept_only)


def _ask_which(decision: Decision) -> bool:
    """Whether only the kept photos count, as those will be trained on; without any, all do."""
    if not decision.count(Verdict.KEPT):
        return False
    chosen = st.segmented_control(
        "Photos that count", [KEPT, ALL], default=KEPT, required=True, key="fit_population", persist_state="session"
    )
    return bool(chosen == KEPT)


def _draw_summary(fitness: Fitness, *, kept_only: bool) -> None:
    st.subheader(fitness.summary)
    for place, problem in enumerate(fitness.problems):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f":material/visibility: {plain_text(problem.sentence)}", width="stretch")
            st.button("Show them", key=f"fit_show_{place}", on_click=_show, args=(problem, kept_only))


def _draw_chart(
    decision: Decision,
    measure: Measure | None,
    subject: str,
    judged: Flags,
    finding: Finding | None,
    *,
    kept_only: bool,
) -> None:
    title = TITLES.get(subject) or (measure.title if measure else subject)
    st.markdown(f"**{title}**")
    if finding is not None:
        st.caption(f"{'⚠ ' if finding.is_problem else '✓ '}{plain_text(finding.sentence)}")
    if measure is not None:
        _draw_histogram(measure, judged, kept_only=kept_only)
    else:
        column = decision.table.formats if subject == "formats" else decision.table.modes
        _draw_shares(subject, column[judged].tolist(), kept_only=kept_only)


def _draw_histogram(measure: Measure, judged: Flags, *, kept_only: bool) -> None:
    values = measure.values[judged]
    bars = count_bars(values, edges_for(measure.name, values))
    asked = browse_address.query().ranges.get(measure.name)
    figure = histogram_figure(
        bars,
        axis_title=measure.unit,
        is_chosen=[_is_within(bar, asked) for bar in bars],
        is_whole=measure.name == "one_face",
    )
    ranges = [Range(bar.low, bar.high) for bar in bars]
    key = f"fit_{measure.name}_{asked}"  # another range, another chart: the browser keeps no selection of its own

    def take() -> None:
        picked = _picked(key)
        if picked:
            values = Range(ranges[picked[0]].low, ranges[picked[-1]].high)
            _put(browse_address.query().narrowed(measure.name, None if values == asked else values), kept_only)

    st.plotly_chart(
        figure,
        width="stretch",
        key=key,
        config=_CONFIG,
        on_select=take,
        selection_mode=("points", "box"),
        alt=f"How many photos have which {measure.title.lower()}",
    )


def _draw_shares(subject: str, values: list[str], *, kept_only: bool) -> None:
    shares = dict(sorted(Counter(values).items()))
    names = list(shares)
    attribute = subject.removesuffix("s")
    asked = getattr(browse_address.query(), attribute)
    words = [name or "unknown" for name in names]
    is_chosen = [name == asked for name in names]
    figure = upright_bars(words, list(shares.values()), axis_title="", is_chosen=is_chosen)
    key = f"fit_{subject}_{asked}"

    def take() -> None:
        picked = _picked(key)
        if picked:
            name = names[picked[0]]
            query = browse_address.query()
            _put(replace(query, **{attribute: None if name in ("", asked) else name}), kept_only)

    st.plotly_chart(
        figure, width="stretch", key=key, config=_CONFIG, on_select=take, selection_mode="points", alt=TITLES[subject]
    )


def _picked(key: str) -> list[int]:
    """The bars that were clicked or drawn round, from left to right."""
    return sorted({point["point_index"] for point in st.session_state[key]["selection"]["points"]})


def _is_within(bar: Bar, asked: Range | None) -> bool:
    if asked is None:
        return False
    from_low = asked.low is None or (bar.low is not None and bar.low >= asked.low)
    return from_low and (asked.high is None or (bar.high is not None and bar.high <= asked.high))


def _show(problem: Finding, kept_only: bool) -> None:
    _put(problem.query or PhotoQuery(), kept_only)


def _put(query: PhotoQuery, kept_only: bool) -> None:
    browse_address.put_query(replace(query, verdict=Verdict.KEPT if kept_only else query.verdict))
