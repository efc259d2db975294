"""The key, the server, the quota and the prices of Google Cloud Vision, and a button that tries them."""

from __future__ import annotations

import streamlit as st

from engine.cloud_vision.endpoint import DEFAULT_HOST, REGIONS
from engine.cloud_vision.options import CloudOptions, save_options
from engine.cloud_vision.trial import try_connection
from engine.errors import EngineError
from engine.settings import Settings

Entries = tuple[str, str, int, float, int]  # in the order of CloudOptions
SERVERS = {DEFAULT_HOST: "Anywhere"} | {host: f"In {place}" for host, place in REGIONS.items()}


def cloud_setup(settings: Settings, options: CloudOptions) -> None:
    """Ask for what can be set; kept when the person presses Save or tries the connection."""
    with st.expander("Key, server and prices"):
        st.caption(
            "Where the key file lies on this computer; Facet remembers the place, not the key. Without one, the keys "
            "of `gcloud auth application-default login` are used. The guide says step by step how to get a key."
        )
        with st.form("cloud_setup", border=False):
            entries = _ask(options)
            with st.container(horizontal=True):
                is_saved = st.form_submit_button("Save")
                is_tried = st.form_submit_button("Test the connection", help="Saves, then sends one tiny grey picture.")
        if is_saved or is_tried:
            _save(settings, entries, is_tried)


def _ask(options: CloudOptions) -> Entries:
    key = st.text_input("Key file of a service account", options.credentials_file, placeholder="/home/me/facet.json")
    hosts = [*SERVERS, *({options.endpoint} - set(SERVERS))]
    host = st.selectbox(
        "Where Google works on the photos",
        hosts,
        hosts.index(options.endpoint),
        format_func=lambda each: f"{SERVERS[each]} ({each})" if each in SERVERS else each,
        accept_new_options=True,
    )
    with st.container(horizontal=True):
        quota = st.number_input("Photos a minute, at most", 1, 1_000_000, options.photos_per_minute)
        dollars = st.number_input("Dollars for 1,000 answers", 0.0, 1000.0, options.dollars_per_1000, format="%.2f")
        free = st.number_input("Free photos a month", 0, 1_000_000, options.free_per_month)
    return key.strip(), str(host or DEFAULT_HOST).strip(), int(quota), float(dollars), int(free)


def _save(settings: Settings, entries: Entries, is_tried: bool) -> None:
    try:
        options = CloudOptions(*entries)
        save_options(settings, options)
        if not is_tried:
            st.rerun()
        with st.spinner("One tiny grey picture is on its way to Google; no photo of yours is."):
            st.success(try_connection(options))
    except EngineError as error:
        st.error(str(error))
