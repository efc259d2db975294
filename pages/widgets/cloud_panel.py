"""Before photos go to Google: how many, where to, for how much, what stays here; the yes, and what starts the job."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from engine import jobs
from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.cloud_vision.client import is_installed
from engine.cloud_vision.consent import CloudPlan, agree
from engine.cloud_vision.endpoint import REGIONS, parse_endpoint
from engine.cloud_vision.options import CloudOptions
from engine.cloud_vision.problems import NOT_INSTALLED
from engine.edits.names import count_photos
from engine.jobs import Job
from engine.settings import Settings
from pages.widgets.cloud_setup import cloud_setup

LEAVES = """**What leaves this computer**

- A copy of each photo, at most 1,600 pixels wide or high, as JPEG
{place}"""
TO_GOOGLE = """- To Google, {server}, through an encrypted connection
- Google's terms for it: [data usage](https://cloud.google.com/vision/docs/data-usage)"""
TO_TEST = "- Nothing in truth: {server} is this computer, a server for tests, spoken to in plain text"
STAYS = """**What stays here**

- The photos themselves, and their file names
- The names of people, and all you decided
- EXIF: place, time, camera"""


def cloud_panel(settings: Settings, catalog: Catalog, dataset: Dataset, plan: CloudPlan, options: CloudOptions) -> None:
    """Draw what sending the photos means, and the button that is the yes."""
    with st.container(border=True):
        with st.container(horizontal=True):
            st.metric("Photos to send", f"{plan.to_send:,}")
            st.metric("Answered already", f"{plan.known:,}")
            st.metric("Cost", f"${plan.dollars:,.2f}")
        st.caption(_price_words(plan, options))
        left, right = st.columns(2)
        left.markdown(LEAVES.format(place=_place_words(plan.endpoint)))
        right.markdown(STAYS)
        if not is_installed():
            st.warning(NOT_INSTALLED)
        if not plan.needs_yes and plan.consent:
            st.markdown(
                f"On {plan.consent.agreed[:10]} you agreed to {count_photos(plan.consent.num_photos)}; "
                f"{plan.consent.num_left:,} of them may still be sent."
            )
        st.button(
            f"Agree and send {count_photos(plan.to_send)}" if plan.needs_yes else "Go on",
            type="primary",
            key="cloud_yes",
            disabled=not is_installed(),
            on_click=_start,
            args=(settings, catalog, dataset, plan),
        )
        cloud_setup(settings, options)


def cost_so_far(job: Job) -> None:
    """What a running job has spent, once it knows."""
    dollars = job.progress.details.get("dollars") if job.progress else None
    if dollars is not None:
        st.caption(rf"Spent so far: \${dollars:,.2f}")


def _start(settings: Settings, catalog: Catalog, dataset: Dataset, plan: CloudPlan) -> None:
    if plan.needs_yes:
        agree(catalog, dataset, plan, datetime.now(UTC))
    jobs.start(settings, ["analyze", dataset.name, "--analyzer", "vision"])


def _price_words(plan: CloudPlan, options: CloudOptions) -> str:
    dollars = rf"\${options.dollars_per_1000:,.2f}"  # two bare dollar signs would enclose a formula
    return (
        f"Two things are asked of each photo: its faces, and what else is seen. Google takes {dollars} for 1,000 "
        f"answers to either. {options.free_per_month:,} photos a month are free; {plan.free_left:,} of these are left, "
        "as far as Facet knows. No photo is paid for twice."
    )


def _place_words(endpoint: str) -> str:
    if parse_endpoint(endpoint).is_local:
        return TO_TEST.format(server=endpoint)
    region = f", which works in {REGIONS[endpoint]}" if endpoint in REGIONS else ""
    return TO_GOOGLE.format(server=f"{endpoint}{region}")
