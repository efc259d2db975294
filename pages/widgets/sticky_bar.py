"""A bar that stays in sight at the top of the window while what follows it scrolls away below."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

_STYLE = """<style>[data-testid="stLayoutWrapper"]:has(> .st-key-{key}) {{
  background: {ground}; padding: 0.6rem 0; position: sticky; top: 0; z-index: 10;
}}</style>"""


def sticky_bar(key: str) -> DeltaGenerator:
    """A container to fill. ``key``: letters and underscores."""
    theme = "dark" if st.context.theme.type == "dark" else "light"
    bar = st.container(key=key, gap="small")
    bar.html(_STYLE.format(key=key, ground=st.get_option(f"theme.{theme}.backgroundColor") or "Canvas"))
    return bar
