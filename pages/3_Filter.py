"""Filter: measure every photo once, move limits and see at once what each check rejects, decide by hand."""

import streamlit as st

from engine import jobs
from engine.browsing import photos_per_verdict
from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.charts.balance import balance_figure
from engine.kinds import Verdict
from engine.settings import Settings
from engine.verdicts import BY_HAND, Decision, decide_dataset
from pages.widgets.dataset_in_view import dataset_in_view, next_step
from pages.widgets.job_progress import job_progress
from pages.widgets.limit_sliders import limit_sliders
from pages.widgets.photo_detail import photo_detail
from pages.widgets.verdict_grid import verdict_grid


def draw_analysis(settings: Settings, dataset: Dataset, decision: Decision) -> bool:
    """The job that measures, or the button that starts it; False while there is nothing to judge yet."""
    waiting = int((~decision.table.is_measured).sum())
    job = jobs.find_latest(settings, "analyze", dataset.name)
    if job is not None and (job.state.is_active or waiting):
        job_progress(settings, job)
    if waiting and (job is None or not job.state.is_active):
        measured = len(decision.table) - waiting
        st.info(
            f"{waiting:,} photos wait to be looked at ({measured:,} are done). Each photo is measured "
            "once, on this computer; nothing is sent anywhere."
        )
        st.button("Analyze", type="primary", on_click=jobs.start, args=(settings, ["analyze", dataset.name]))
    return waiting < len(decision.table)


def draw_counts(decision: Decision) -> None:
    """Kept, rejected and undecided, in all and per person."""
    for column, verdict in zip(st.columns(len(Verdict)), Verdict, strict=True):
        share = decision.count(verdict) / max(1, len(decision.table))
        column.metric(verdict.value.capitalize(), f"{decision.count(verdict):,}", border=True, help=f"{share:.0%}")
    figure = balance_figure(photos_per_verdict(decision))
    st.plotly_chart(figure, width="stretch", key="per_person", config={"displayModeBar": False})


def draw_photos(catalog: Catalog, dataset: Dataset, decision: Decision) -> None:
    """The photos under the reason that rejected them, and those kept or left undecided."""
    reasons = {name: count for name, count in decision.reasons().items() if count}
    titles = {name: "Rejected by hand" if name == BY_HAND else decision.checks[name].title for name in reasons}
    groups: dict[str, dict[str, str]] = {
        f"{titles[name]} ({count:,})": {"check": name} for name, count in reasons.items()
    }
    for verdict in (Verdict.UNDECIDED, Verdict.KEPT):
        if decision.count(verdict):
            groups[f"{verdict.capitalize()} ({decision.count(verdict):,})"] = {"verdict": verdict}
    chosen = st.pills("Photos", list(groups), default=None, key="reason_group") or next(iter(groups))
    places = decision.select(**groups[chosen]).tolist()
    photo_detail(catalog, dataset, [decision.table.sha256s[place] for place in places])
    verdict_grid(decision, places, key=f"filter_{chosen}", check=groups[chosen].get("check"), tile_px=104)


settings = Settings.from_environment()
st.title("Filter")
if found := dataset_in_view(settings):
    catalog, dataset = found
    decision = decide_dataset(catalog, dataset)
    if draw_analysis(settings, dataset, decision):
        steering, seeing = st.columns([2, 3], gap="large")
        with steering:
            limit_sliders(catalog, dataset, decision)
        with seeing:
            draw_counts(decision)
            draw_photos(catalog, dataset, decision)
        next_step("Freeze the kept photos for training", "4_Prepare.py")
