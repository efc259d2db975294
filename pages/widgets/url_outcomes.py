"""What became of the addresses of a list: by reason, by server, and each one; also while they are downloaded."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

import streamlit as st

from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import Dataset, get_dataset
from engine.catalog.urls import UrlState, count_by_host, count_by_outcome, load_urls
from engine.charts.outcomes import outcome_figure
from engine.downloads.outcomes import Outcome
from engine.errors import NotFound
from engine.jobs import Job
from engine.settings import Settings
from pages.widgets.job_start import start_job

if TYPE_CHECKING:
    from streamlit.elements.plotly_chart import PlotlyState

ANY = "Any"
MAX_ROWS = 1000
NUM_HOST_REASONS = 3


def downloads_so_far(job: Job) -> bool:
    """What became of the addresses while they are downloaded; False when the job is none that downloads a list."""
    counts = _known(job.progress.details if job.progress else {})
    if counts:
        _sentence(counts)
        chart = outcome_figure(counts)
        st.plotly_chart(chart, width="stretch", key="downloads_so_far", config={"displayModeBar": False})
    return bool(counts)


def url_outcomes_of(settings: Settings, job: Job) -> None:
    """What an import that has ended made of its list of addresses; nothing when it had none."""
    if job.state.is_active or "--name" not in job.command[:-1]:
        return
    catalog = open_catalog(settings)
    with suppress(NotFound):
        dataset = get_dataset(catalog, job.command[job.command.index("--name") + 1])
        url_outcomes(catalog, dataset)
        _offer_another_try(settings, job, _known((job.result or {}).get("urls", {})))


def url_outcomes(catalog: Catalog, dataset: Dataset) -> None:
    """What became of every address a dataset was downloaded from; nothing when there is none."""
    counts = _known(count_by_outcome(catalog, dataset))
    if not counts:
        return
    st.subheader("What became of the addresses")
    _sentence(counts)
    with st.container(key="url_outcomes"):
        picked = _chart(counts)
        reason, server, each = st.columns([2, 2, 2])
        titles = {outcome.words: outcome for outcome in counts}
        with reason:
            names = [ANY, *titles]
            start = names.index(picked.words) if picked in counts and picked else 0
            title = st.selectbox("Reason", names, index=start, help="Or click a bar in the chart")
        hosts = count_by_host(catalog, dataset)
        with server:
            host = st.selectbox("Server", [ANY, *(found.host for found in hosts if found.host)])
        with each:
            text = st.text_input("Person or address contains", key="url_text")
        outcome = titles.get(title)
        _list(catalog, dataset, outcome, None if host == ANY else host, text.strip())
        with st.expander(f"By server ({len(hosts):,})"):
            rows = [
                {"Server": found.host or "–", "Addresses": found.num_urls, **_host_words(_known(found.counts))}
                for found in hosts
            ]
            st.dataframe(rows, hide_index=True, width="stretch")


def _offer_another_try(settings: Settings, job: Job, counts: Mapping[Outcome, int]) -> None:
    """The same import again, which asks only what may work now."""
    passing = sum(number for outcome, number in counts.items() if outcome.is_passing)
    if not passing or not Path(job.command[1]).is_file():
        return
    if st.button(f"Try {passing:,} of them again", icon=":material/refresh:", key="urls_again"):
        start_job(settings, job.command)
        st.rerun()


def _sentence(counts: Mapping[Outcome, int]) -> None:
    total = sum(counts.values())
    photos = sum(number for outcome, number in counts.items() if outcome.is_photo)
    passing = sum(number for outcome, number in counts.items() if outcome.is_passing)
    words = f"{photos:,} of {total:,} addresses gave a photo."
    if passing:
        words += f" {passing:,} may work another day: import the same list again to try only those."
    st.markdown(words)


def _chart(counts: Mapping[Outcome, int]) -> Outcome | None:
    """Draw the bars; the outcome whose bar was clicked."""
    state = st.plotly_chart(
        outcome_figure(counts),
        width="stretch",
        key="outcome_chart",
        on_select="rerun",
        selection_mode="points",
        config={"displayModeBar": False},
    )
    points = cast("PlotlyState", state)["selection"]["points"]
    found = points[0].get("customdata") if points else None
    value = found[0] if isinstance(found, list) else found
    return Outcome(value) if value in set(Outcome) else None


def _list(catalog: Catalog, dataset: Dataset, outcome: Outcome | None, host: str | None, text: str) -> None:
    found = load_urls(catalog, dataset, outcome=outcome, host=host, text=text, limit=MAX_ROWS + 1)
    if not found:
        st.info("No address is like that. Choose another reason, server or text.")
        return
    st.dataframe([_row(state) for state in found[:MAX_ROWS]], hide_index=True, width="stretch")
    if len(found) > MAX_ROWS:
        st.caption(f"The first {MAX_ROWS:,} are shown. Choose a reason or a server to see others.")


def _row(state: UrlState) -> dict[str, object]:
    listed = state.listed
    return {
        "Person": listed.label,
        "Number": listed.number,
        "What became of it": Outcome(state.outcome or Outcome.WAITING).words,
        "Address": listed.url,
        "Why": state.detail or "",
    }


def _host_words(counts: Mapping[Outcome, int]) -> dict[str, object]:
    photos = sum(number for outcome, number in counts.items() if outcome.is_photo)
    told = [f"{outcome.words} ({number:,})" for outcome, number in counts.items()]
    more = " …" if len(told) > NUM_HOST_REASONS else ""
    return {"Photos": photos, "What became of them": "; ".join(told[:NUM_HOST_REASONS]) + more}


def _known(counts: Mapping[str, float]) -> dict[Outcome, int]:
    """The counts that are of outcomes; a job of another kind counts other things."""
    return {Outcome(name): int(number) for name, number in counts.items() if name in set(Outcome)}
