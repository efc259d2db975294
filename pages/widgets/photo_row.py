"""A few photos beside each other, small or large, with a line below; the browser loads the next ones ahead."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from pages.routes import photo_url, thumb_url

STYLE = """<style>
.facet-row { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 6px; }
.facet-row img { width: 100%; aspect-ratio: 1; object-fit: cover; border-radius: 6px; }
.facet-large { display: block; max-width: 100%; width: 100%; height: 340px; object-fit: contain; border-radius: 8px;
  background: rgba(128,128,128,0.12); }
.facet-ahead { position: absolute; width: 1px; height: 1px; opacity: 0; pointer-events: none; }
</style>"""


def photo_row(sha256s: Sequence[str], *, alt: str) -> None:
    """Thumbnails, four in a row."""
    pictures = "".join(f'<img src="{thumb_url(sha256)}" alt="{escape(alt)}" decoding="async">' for sha256 in sha256s)
    st.html(f'{STYLE}<div class="facet-row">{pictures}</div>')


def large_photo(sha256: str, *, alt: str, ahead: Sequence[str] = ()) -> None:
    """One photo as large as the column allows.

    Args:
        ahead: photos that will be shown large next; the browser fetches them now.
    """
    hidden = "".join(f'<img class="facet-ahead" src="{photo_url(each)}" alt="">' for each in ahead)
    st.html(f'{STYLE}<img class="facet-large" src="{photo_url(sha256)}" alt="{escape(alt)}">{hidden}')
