"""Browse: the photos of a dataset, the balance between people, one photo with everything known about it."""

import streamlit as st

from engine.advice import balance_advice
from engine.browsing import SORT_ORDERS, photos_per_split, photos_per_verdict, sort_places
from engine.charts.balance import balance_figure
from engine.kinds import Verdict
from engine.settings import Settings
from engine.snapshots import list_snapshots
from engine.verdicts import Decision, decide_dataset
from pages.widgets.dataset_in_view import dataset_in_view, next_step
from pages.widgets.photo_detail import photo_detail
from pages.widgets.verdict_grid import PAGE_SIZES, verdict_grid

EVERYBODY, ANY_VERDICT = "Everybody", "Any verdict"
TILE_SIZES = {"Small": 88, "Medium": 128, "Large": 200}


def draw_balance(settings: Settings, decision: Decision) -> None:
    """Photos per person, by verdict or by the newest snapshot's split, with advice in words."""
    advice = balance_advice(decision.usable_per_person(), dataset.kind)
    (st.warning if advice.is_problem else st.success)(advice.sentence)
    frozen = list_snapshots(settings, dataset.name)
    ways = ["By verdict", "By split"] if frozen else ["By verdict"]
    way = st.segmented_control("Photos per person", ways, default=ways[0], required=True) if frozen else ways[0]
    counts = photos_per_verdict(decision) if way == "By verdict" else photos_per_split(frozen[0])
    st.plotly_chart(balance_figure(counts), width="stretch", key="balance", config={"displayModeBar": False})


settings = Settings.from_environment()
st.title("Browse")
if found := dataset_in_view(settings):
    catalog, dataset = found
    decision = decide_dataset(catalog, dataset)
    with st.expander("Balance between people", expanded=True):
        draw_balance(settings, decision)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        person = st.selectbox("Person or class", [EVERYBODY, *decision.people()], width=220)
        verdict = st.selectbox("Verdict", [ANY_VERDICT, *Verdict], width=160)
        order = st.selectbox(
            "Sort by", list(SORT_ORDERS) + list(decision.values), format_func=str.capitalize, width=200
        )
        page_size = st.selectbox("Photos per page", PAGE_SIZES, index=1, width=140)
        tile = st.selectbox("Size", list(TILE_SIZES), index=1, width=120)
    places = decision.select(
        label=None if person == EVERYBODY else person, verdict=None if verdict == ANY_VERDICT else verdict
    )
    st.caption(f"{len(places):,} of {len(decision.table):,} photos")
    if len(places) == 0:
        st.info("No photo matches. Choose another person or verdict.")
    ordered = sort_places(decision, places, order)
    photo_detail(catalog, dataset, [decision.table.sha256s[place] for place in ordered])
    verdict_grid(decision, ordered, key="browse", check=order, page_size=page_size, tile_px=TILE_SIZES[tile])
    next_step("Find the bad photos", "3_Filter.py")
