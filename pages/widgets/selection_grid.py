"""A page of photos to select from: the browser shows a selection at once and reports it; other pages keep theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from engine.catalog.datasets import Dataset
from pages.widgets import address, selection
from pages.widgets.photo_grid import GridItem, grid_data, mount

Report = Mapping[str, Any]  # JSON as photo_grid.js sends it


@dataclass(frozen=True)
class GridPage:
    """Where the shown photos stand among all that match.

    Attributes:
        first: the place of the first one shown.
        order: tells this order of these photos from any other.
        between: SHA-256 of the photos from one place up to but without another, on whichever pages.
    """

    first: int
    order: str
    between: Callable[[int, int], Sequence[str]]


def selection_grid(
    dataset: Dataset,
    items: Sequence[GridItem],
    page: GridPage,
    *,
    key: str,
    reject: Callable[[Sequence[str]], object],
    tile_px: int = 128,
) -> None:
    """Draw the photos of a page; clicks and keys change the dataset's selection, Enter opens a photo large.

    Args:
        reject: called with the selected photos when the user presses Delete.
    """
    shown = [item.sha256 for item in items]

    def take() -> None:
        _take(dataset, key, page, shown, st.session_state[key]["selected"])

    def take_range() -> None:
        ends = sorted(int(end) for end in st.session_state[key]["ranged"]["ends"])
        selection.put(dataset, (*selection.get(dataset), *page.between(ends[0], ends[1] + 1)))

    def take_and_reject() -> None:
        report = st.session_state[key]["rejected"]
        _take(dataset, key, page, shown, report)
        reject(selection.get(dataset) or [sha256 for sha256 in shown if sha256 == report["focused"]])

    found = mount(
        key=key,
        data=grid_data(items, tile_px, in_view=address.get("photo"))
        | {"selecting": _selecting(dataset, key, page, shown)},
        on_opened_change=_rerun_only,
        on_selected_change=take,
        on_ranged_change=take_range,
        on_rejected_change=take_and_reject,
    )
    if found.opened:
        address.show("photo", found.opened)


def _selecting(dataset: Dataset, key: str, page: GridPage, shown: Sequence[str]) -> dict[str, Any]:
    """The selection as the server knows it; ``stamp`` is that of the report it follows, if it follows one."""
    version, members = selection.version(dataset), selection.members(dataset)
    followed, stamp = st.session_state.get(_stamp_key(key), (None, None))
    return {
        "chosen": [sha256 for sha256 in shown if sha256 in members],
        "version": version,
        "stamp": stamp if followed == version else None,
        "first": page.first,
        "order": f"{dataset.id} {page.order}",
    }


def _take(dataset: Dataset, key: str, page: GridPage, shown: Sequence[str], report: Report | None) -> None:
    """Select what a report of the browser says of the shown photos; those of other pages stay when it says so."""
    if not report or report["first"] != page.first or report["order"] != f"{dataset.id} {page.order}":
        return  # it was on its way while another page was drawn
    chosen, here = set(report["chosen"]), set(shown)
    others = [sha256 for sha256 in selection.get(dataset) if sha256 not in here] if report["keepsOthers"] else []
    selection.put(dataset, [*others, *(sha256 for sha256 in shown if sha256 in chosen)])
    st.session_state[_stamp_key(key)] = (selection.version(dataset), report["stamp"])


def _stamp_key(key: str) -> str:
    return f"{key}_stamp"


def _rerun_only() -> None:
    """Streamlit makes a value a trigger by its callback; the rerun after it is all that is wanted."""
