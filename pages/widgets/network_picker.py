"""Which network: the recommended one first, each with what it is good for, how long it takes and what it reached."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from engine import jobs
from engine.settings import Settings
from engine.snapshots import Snapshot
from engine.training.choosing import Suggestion, suggest_networks
from engine.training.runs import RunRecord
from pages.widgets.job_progress import job_progress
from pages.widgets.job_start import start_job
from pages.widgets.job_words import duration
from pages.widgets.plain_text import plain_text
from pages.widgets.probability_bars import percent

PROBE_HELP = "Trains for about ten seconds, keeps nothing but the speed, and tells how long a run will take."


def network_picker(settings: Settings, snapshot: Snapshot, runs: Sequence[RunRecord]) -> str | None:
    """Ask which network to train on ``snapshot``; None, with the reason on screen, when none can.

    Args:
        runs: of the same dataset.

    Raises:
        DatasetEmpty: there is nothing to train on, or only one label.
    """
    suggestions = suggest_networks(settings, snapshot, runs)
    if not suggestions:
        st.error("No network can learn from this snapshot. Freeze the dataset again on the Prepare page.")
        return None
    chosen = _choose(snapshot, suggestions)
    _measured_time(settings, snapshot, chosen)
    with st.expander("Compare the networks"):
        _table(suggestions)
    return chosen.architecture.name


def network_words(suggestion: Suggestion) -> str:
    """What a person should know before choosing a network."""
    words = [suggestion.architecture.description, plain_text(suggestion.reason)]
    if suggestion.accuracy is not None:
        words.append(f"An earlier run here reached {percent(suggestion.accuracy)}.")
    if suggestion.seconds is not None:
        words.append(f"Takes about {duration(suggestion.seconds)} on this computer.")
    if suggestion.needs_download:
        words.append("Downloads what it builds on the first time.")
    words.append(f"Technical name: {suggestion.architecture.name}.")
    return " ".join(words)


def _choose(snapshot: Snapshot, suggestions: Sequence[Suggestion]) -> Suggestion:
    by_name = {each.architecture.name: each for each in suggestions}
    suiting = [name for name, each in by_name.items() if each.suits or each.is_recommended]
    others = len(by_name) - len(suiting)
    show_all = bool(others) and st.toggle(
        f"Also show {others} made for other photos", key=f"all_networks_{snapshot.id}", value=not suiting
    )
    offered = list(by_name) if show_all or not suiting else suiting
    name = st.radio(
        "Network",
        offered,
        format_func=lambda name: _title(by_name[name]),
        captions=[network_words(by_name[name]) for name in offered],
        key=f"network_{snapshot.id}",
    )
    return by_name[name]


def _title(suggestion: Suggestion) -> str:
    return suggestion.architecture.title + (" · recommended" if suggestion.is_recommended else "")


def _measured_time(settings: Settings, snapshot: Snapshot, chosen: Suggestion) -> None:
    """Offer to measure how long the network would take; once measured, its words tell."""
    if chosen.seconds is not None:
        return
    name = chosen.architecture.name
    job = jobs.find_latest(settings, "probe", snapshot.id)
    if job is not None and name in job.command and job_progress(settings, job, can_resume=False) is None:
        return
    if st.button("How long would it take here?", key=f"probe_{snapshot.id}_{name}", help=PROBE_HELP):
        start_job(settings, ("probe", snapshot.id, "--model", name))
        st.rerun()


def _table(suggestions: Sequence[Suggestion]) -> None:
    st.dataframe(
        {
            "Network": [_title(each) for each in suggestions],
            "Suits these photos": ["yes" if each.suits else "no" for each in suggestions],
            "Photos of each wanted": [each.architecture.least_photos for each in suggestions],
            "Time here": ["not measured" if each.seconds is None else duration(each.seconds) for each in suggestions],
            "Reached so far": ["-" if each.accuracy is None else percent(each.accuracy) for each in suggestions],
            "Parameters": [each.architecture.num_parameters for each in suggestions],
            "Origin": [each.architecture.origin for each in suggestions],
        },
        hide_index=True,
        width="stretch",
    )
