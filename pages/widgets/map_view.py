"""The map of all photos: those that look alike stand together. Points that are circled are selected below."""

from __future__ import annotations

from functools import partial

import streamlit as st

from engine import jobs
from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.charts.photo_map import MAX_GROUPS, MapGroup, Mouse, groups_by_person, groups_by_verdict, map_figure
from engine.jobs import Job, JobState
from engine.kinds import Kind
from engine.maps import Method, PhotoMap, find_map
from engine.settings import Settings
from engine.verdicts import Decision
from pages.widgets import address, selection
from pages.widgets.job_progress import job_progress

METHOD_WORDS = {Method.PCA: "Quick view (PCA)", Method.TSNE: "Neighbours (t-SNE)"}
PERSON, VERDICT = "person", "verdict"
MOUSE_WORDS = {Mouse.CIRCLE: "Circle to select", Mouse.CLICK: "Click to open"}
HOW = {
    Mouse.CIRCLE: "Circle points, and their photos are selected below. Scroll to zoom, double click to go back.",
    Mouse.CLICK: "Click a point to open its photo, drag to move about. Scroll to zoom, double click to go back.",
}


def map_view(settings: Settings, catalog: Catalog, dataset: Dataset, decision: Decision) -> None:
    """Draw the map, or what has to be done before there is one."""
    if not decision.table.is_measured.any():
        st.info("The map can be drawn once the photos were looked at: each of them once, on this computer.")
        st.button("Analyze", type="primary", on_click=jobs.start, args=(settings, ["analyze", dataset.name]))
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        method = st.segmented_control(
            "Map", list(Method), default=Method.PCA, required=True, format_func=METHOD_WORDS.get, key="map_method"
        )
        mouse = st.segmented_control(
            "Mouse", list(Mouse), default=Mouse.CIRCLE, required=True, format_func=MOUSE_WORDS.get, key="map_mouse"
        )
        groups_of = _ask_for_colours(dataset, decision)
    method = method or Method.PCA
    found = find_map(catalog, dataset, decision, method)
    job = jobs.find_latest(settings, "map", dataset.name) if method is Method.TSNE else None
    with st.container():  # keeps the map in place when it comes and goes
        _draw_state(settings, dataset, found, method, job)
    if len(found):
        _draw_map(dataset, decision, found, groups_of(found), view=f"{dataset.id} {method}", mouse=mouse)


def _ask_for_colours(dataset: Dataset, decision: Decision) -> partial[list[MapGroup]]:
    people = decision.people()
    who = "person" if dataset.kind is Kind.FACES else "class"
    words = {PERSON: f"By {who}", VERDICT: "By verdict"}
    by = st.segmented_control(
        "Colours", list(words), default=PERSON, required=True, format_func=words.get, key="map_colours"
    )
    if by == VERDICT:
        return partial(_by_verdict, decision)
    largest = sorted(people, key=lambda name: (-people[name].total, name))
    chosen = largest
    if len(largest) > MAX_GROUPS:
        chosen = st.multiselect(
            f"Show in colour ({len(largest)} in all)",
            list(people),
            default=largest[:MAX_GROUPS],
            max_selections=MAX_GROUPS,
            key=f"map_people_{dataset.id}",
        )
    return partial(_by_person, decision, chosen)


def _by_verdict(decision: Decision, found: PhotoMap) -> list[MapGroup]:
    return groups_by_verdict(decision.verdicts[found.places])


def _by_person(decision: Decision, chosen: list[str], found: PhotoMap) -> list[MapGroup]:
    groups = groups_by_person(decision.table.labels[found.places], chosen)
    return [group for group in groups if len(group.rows)]


def _draw_state(settings: Settings, dataset: Dataset, found: PhotoMap, method: Method, job: Job | None) -> None:
    """How the map stands: being made, missing, older than the photos, or a sample."""
    if found.num_photos == 0:
        what = "face" if dataset.kind is Kind.FACES else "picture"
        st.info(f"No {what} was found in the photos, so there is nothing to lay out.")
        return
    if job is not None and job.state is not JobState.FINISHED and (job.state.is_active or not len(found)):
        job_progress(settings, job)
    if len(found) and len(found) < found.num_photos:
        st.caption(
            f"{len(found):,} of {found.num_photos:,} photos are shown, drawn at random: more would hide each other."
        )
    if method is Method.TSNE and not (job and job.state.is_active):
        _offer(settings, dataset, found)


def _offer(settings: Settings, dataset: Dataset, found: PhotoMap) -> None:
    if len(found) and not found.num_newer:
        return
    if len(found):
        st.info(f"{found.num_newer:,} photos are newer than this map and not on it.")
    else:
        st.info("This map puts photos that look alike side by side. It takes about a minute for 5,000 photos.")
    words = "Make it anew" if len(found) else "Make the map"
    st.button(words, key="make_map", type="primary", on_click=jobs.start, args=(settings, ["map", dataset.name]))


def _draw_map(
    dataset: Dataset, decision: Decision, found: PhotoMap, groups: list[MapGroup], *, view: str, mouse: Mouse
) -> None:
    table = decision.table
    places = found.places.tolist()
    members = selection.members(dataset)
    figure = map_figure(
        found.points,
        groups,
        labels=table.labels[found.places],
        file_names=[table.paths[place].rpartition("/")[2] for place in places],
        ids=places,
        chosen=[row for row, place in enumerate(places) if table.sha256s[place] in members] if members else (),
        view=view,
        mouse=mouse,
    )
    st.plotly_chart(
        figure,
        width="stretch",
        key=_key(mouse),
        on_select=partial(_take, dataset, decision, mouse),
        selection_mode=("points", "box", "lasso"),
        config={"scrollZoom": True, "displaylogo": False},
        alt="Map of the photos: those that look alike stand together",
    )
    st.caption(HOW[mouse])


def _take(dataset: Dataset, decision: Decision, mouse: Mouse) -> None:
    """Select what was circled; open what was clicked. A second click on a point takes it back, and opens nothing."""
    chosen = st.session_state[_key(mouse)]["selection"]
    sha256s = [decision.table.sha256s[_place(point["customdata"])] for point in chosen["points"]]
    if mouse is Mouse.CIRCLE or chosen["box"] or chosen["lasso"]:
        selection.put(dataset, sha256s)
    elif sha256s:
        address.put("photo", sha256s[-1])


def _key(mouse: Mouse) -> str:
    """A chart of its own for each: Streamlit decides whether points can be clicked when a chart is first drawn."""
    return f"photo_map_{mouse}"


def _place(customdata: object) -> int:
    """Streamlit gives a point's number alone or in a list."""
    return int(customdata[0] if isinstance(customdata, list) else customdata)  # type: ignore[call-overload]
