"""Copies of one picture beside each other, group after group: which is kept and why, and another one with one click."""

from __future__ import annotations

from html import escape

import streamlit as st

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.tables import MeasurementTable
from engine.copies.standing import Numbers
from engine.copies.telling import CopyGroup, tell_groups
from engine.edits import choose_best_copy, tell_apart
from engine.settings import Settings
from engine.verdicts import Decision, decide_dataset
from pages.routes import photo_url
from pages.widgets import address
from pages.widgets.edit_notice import edit_notice, make_edit
from pages.widgets.plain_text import plain_text

GROUPS_PER_PAGE = 8
MAX_SHOWN = 12  # photos of one group
COLUMNS = 4
ALL, SEVERAL_NAMES = "All", "Under several names"
STYLE = """<style>
.facet-copy { display: block; width: 100%; height: 220px; object-fit: contain; border-radius: 8px;
  background: rgba(128,128,128,0.12); }
.facet-copy.kept { outline: 3px solid #16a34a; outline-offset: -3px; }
</style>"""


def copies_view(settings: Settings, catalog: Catalog, dataset: Dataset, decision: Decision) -> None:
    """Draw the groups, or what has to be done before there are any."""
    waiting = int((decision.table.is_measured & ~decision.table.copies.is_compared).sum())
    if waiting:
        st.info(f"{waiting:,} photos were not compared with the others yet; that is part of measuring them.")
    _draw(catalog, dataset)


@st.fragment  # a choice draws the groups anew, not the whole page
def _draw(catalog: Catalog, dataset: Dataset) -> None:
    table = decide_dataset(catalog, dataset).table
    st.html(STYLE)
    groups: list[Numbers] = table.results.get("copies", table.standing.copies)
    if not groups:
        st.success("No two photos show the same picture.")
        edit_notice(catalog, dataset)
        return
    shown = _page(_chosen(dataset, table, groups))
    for group in tell_groups(catalog, dataset, table, shown):
        with st.container(border=True):
            _draw_group(catalog, dataset, table, group)
    edit_notice(catalog, dataset)


def _chosen(dataset: Dataset, table: MeasurementTable, groups: list[Numbers]) -> list[Numbers]:
    several = [group for group in groups if len(set(table.labels[group].tolist())) > 1]
    numbers = {ALL: len(groups), SEVERAL_NAMES: len(several)}
    wanted = st.segmented_control(
        "Groups of copies",
        list(numbers),
        default=ALL,
        required=True,
        format_func=lambda name: f"{name} ({numbers[name]:,})",
        key=f"copies_which_{dataset.id}",
    )
    return several if wanted == SEVERAL_NAMES else groups


def _page(groups: list[Numbers]) -> list[Numbers]:
    num_pages = max(1, -(-len(groups) // GROUPS_PER_PAGE))
    page = st.pagination(num_pages, key=f"copies_page_{num_pages}") if num_pages > 1 else 1
    return groups[(page - 1) * GROUPS_PER_PAGE : page * GROUPS_PER_PAGE]


def _draw_group(catalog: Catalog, dataset: Dataset, table: MeasurementTable, group: CopyGroup) -> None:
    sha256s = [table.sha256s[place] for place in group.places.tolist()]
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(
            f"**{len(sha256s):,} copies.** The one in the green frame is kept: {group.why_kept}.", width="content"
        )
        st.button(
            "Keep all: they are no copies",
            key=f"apart_{sha256s[0]}",
            on_click=_tell_apart,
            args=(catalog, dataset, sha256s),
        )
    if len(group.labels) > 1:
        names = ", ".join(plain_text(label) for label in group.labels)
        st.warning(f"These copies stand under several names: {names}. Only one of them can be right.")
        st.page_link(
            "2_Browse.py",
            label="Put the name right",
            icon=":material/arrow_forward:",
            query_params=address.in_view() | {"view": "suspects"},
        )
    for start in range(0, min(len(sha256s), MAX_SHOWN), COLUMNS):
        columns = st.columns(COLUMNS, gap="small")
        for number, column in zip(range(start, min(start + COLUMNS, len(sha256s), MAX_SHOWN)), columns, strict=False):
            with column:
                _draw_photo(catalog, dataset, table, group, number)
    if len(sha256s) > MAX_SHOWN:
        st.caption(f"And {len(sha256s) - MAX_SHOWN:,} more.")


def _draw_photo(catalog: Catalog, dataset: Dataset, table: MeasurementTable, group: CopyGroup, number: int) -> None:
    place = int(group.places[number])
    sha256, label = table.sha256s[place], str(table.labels[place])
    kind = "facet-copy" if number else "facet-copy kept"
    alt = escape(f"Copy {number + 1}, photo of {label}")
    st.html(f'<img class="{kind}" src="{photo_url(sha256)}" alt="{alt}" loading="lazy">')
    width, height = table.size_wh[place].tolist()
    facts = f"{width} × {height} pixels, {table.num_bytes[place] / 1e3:,.0f} KB"
    st.caption(f"**{plain_text(label)}** · {facts}  \n{group.differences[number].capitalize() or 'Kept'}")
    others = [table.sha256s[other] for other in group.places.tolist() if other != place]
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Keep this one" if number else "✓ Kept",
            key=f"best_{sha256}",
            disabled=number == 0,
            on_click=_choose,
            args=(catalog, dataset, sha256, others),
        )
        st.button("No copy", key=f"alone_{sha256}", on_click=_tell_apart, args=(catalog, dataset, [sha256]))


def _choose(catalog: Catalog, dataset: Dataset, sha256: str, others: list[str]) -> None:
    make_edit(dataset, lambda: choose_best_copy(catalog, dataset, sha256, others))


def _tell_apart(catalog: Catalog, dataset: Dataset, sha256s: list[str]) -> None:
    make_edit(dataset, lambda: tell_apart(catalog, dataset, sha256s))
