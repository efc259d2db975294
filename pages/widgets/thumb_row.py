"""A few thumbnails side by side, to recognise photos by."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from pages.routes import thumb_url


def thumb_row(sha256s: Sequence[str], *, most: int = 16, side_px: int = 56, alt: str = "Photo") -> None:
    """Draw the first photos, and how many more there are."""
    shown = sha256s[:most]
    style = f"width:{side_px}px;height:{side_px}px;object-fit:cover;border-radius:6px"
    pictures = "".join(
        f'<img src="{thumb_url(sha256)}" alt="{escape(alt)}" loading="lazy" style="{style}">' for sha256 in shown
    )
    more = f"<span>and {len(sha256s) - len(shown):,} more</span>" if len(sha256s) > len(shown) else ""
    row = "display:flex;flex-wrap:wrap;gap:6px;align-items:center"
    st.html(f'<div style="{row}">{pictures}{more}</div>', width="content" if len(shown) == 1 else "stretch")
