"""Has everybody enough photos? Bars per person, the numbers, advice in words and the buttons that follow it."""

from __future__ import annotations

import math
from collections.abc import Mapping

import streamlit as st

from engine.advice import Remedies, about, balance_advice, balance_remedies, count_spread
from engine.browsing import photo_splits, photos_per_side, photos_per_verdict
from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.edits.people import remove_person
from engine.kinds import Split, Verdict
from engine.settings import Settings
from engine.verdicts import Decision
from pages.widgets import address, browse_address
from pages.widgets.people_chart import balance_chart
from pages.widgets.plain_text import plain_text
from pages.widgets.snapshot_form import choose_balance

BY_VERDICT, BY_SPLIT = "By verdict", "By split"
BY_COUNT, BY_NAME = "Most photos first", "By name"
MAX_LEFT_OUT = 3  # people with a button of their own


def balance_panel(settings: Settings, catalog: Catalog, dataset: Dataset, decision: Decision) -> None:
    """Draw the balance of a dataset; a click on a bar shows its photos."""
    usable = decision.usable_per_person()
    advice = balance_advice(usable, dataset.kind)
    st.markdown(f"{':material/balance:' if advice.is_problem else ':material/check:'} {plain_text(advice.sentence)}")
    if not usable:
        return
    with st.container():
        _draw_remedies(catalog, dataset, balance_remedies(usable))
    _draw_numbers(usable)
    _draw_chart(catalog, dataset, decision)


def _draw_remedies(catalog: Catalog, dataset: Dataset, remedies: Remedies) -> None:
    with st.container(horizontal=True, gap="small"):
        if remedies.undersample_to is not None:
            words = f"Undersample to {remedies.undersample_to:,} each"
            if st.button(words, key="undersample", help="Opens Prepare with this chosen. Nothing is deleted."):
                choose_balance(dataset)
                address.open_page("4_Prepare.py")
        if remedies.scarcest:
            first = remedies.scarcest[0]
            words = f"Collect {about(remedies.missing)} more of {plain_text(first)}"
            if st.button(words, key="collect", help="Opens Import, to add photos to this dataset."):
                address.open_page("1_Import.py", dataset=dataset.name)
        for person in remedies.scarcest[:MAX_LEFT_OUT]:
            st.button(
                f"Leave {plain_text(person)} out",
                key=f"leave_out_{person}",
                help="Takes this person out of the dataset. It can be undone; no file is touched.",
                on_click=remove_person,
                args=(catalog, dataset, person),
            )


def _draw_numbers(usable: Mapping[str, int]) -> None:
    spread = count_spread(usable)
    ratio = "–" if math.isinf(spread.ratio) else f"{spread.ratio:.1f} ×"
    with st.container(horizontal=True):
        st.metric("Fewest photos", f"{spread.min:,}", border=True)
        st.metric("In the middle (median)", f"{spread.median:,.0f}", border=True)
        st.metric("Most photos", f"{spread.max:,}", border=True)
        st.metric("Most over fewest", ratio, border=True, help="Up to 2 × is well balanced.")


def _draw_chart(catalog: Catalog, dataset: Dataset, decision: Decision) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        part = _ask("Bars", [BY_VERDICT, BY_SPLIT], "balance_part")
        order = _ask("Order", [BY_COUNT, BY_NAME], "balance_order")
    query = browse_address.query()
    key = f"balance_{part}_{order}_{query.label}_{query.verdict}_{query.split}"
    if part == BY_VERDICT:
        balance_chart(photos_per_verdict(decision), key=key, by_name=order == BY_NAME, on_pick=_show_verdict)
        return
    sides = photos_per_side(decision, photo_splits(catalog, dataset, decision))
    if any(sides.values()):
        balance_chart(sides, key=key, by_name=order == BY_NAME, on_pick=_show_side)
    else:
        st.caption(
            "No photo is on a side yet: freeze the dataset on the Prepare page, or import folders that are split."
        )


def _ask(label: str, options: list[str], key: str) -> str:
    return str(
        st.segmented_control(
            label, options, default=options[0], required=True, key=key, label_visibility="collapsed",
            persist_state="session",
        )
    )  # fmt: skip


def _show_verdict(person: str, verdict: str) -> None:
    browse_address.narrow(label=person, verdict=Verdict(verdict), split=None)


def _show_side(person: str, side: str) -> None:
    browse_address.narrow(label=person, split=Split(side).value, verdict=None)
