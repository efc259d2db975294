"""The datasets there are, each with the way to its photos and back to where they came from."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import Dataset, count_dataset, list_datasets
from engine.catalog.origins import Origin, list_origins
from engine.settings import Settings
from engine.sources import all_sources
from pages.widgets import address
from pages.widgets.dataset_to_fill import DatasetToFill
from pages.widgets.import_start import start_import
from pages.widgets.plain_text import plain_text

MAX_PEOPLE = 6  # named in a row
MAX_ROWS = 6  # before the list scrolls
FRAME_PX = 420


def imported_so_far(settings: Settings, *, can_import: bool) -> None:
    """List the datasets; ``can_import`` is False while an import runs."""
    catalog = open_catalog(settings)
    datasets = list_datasets(catalog)
    if not datasets:
        return
    st.subheader("Imported so far")
    with st.container(height=FRAME_PX if len(datasets) > MAX_ROWS else "content", border=False):
        for dataset in datasets:
            _row(settings, catalog, dataset, can_import)


def _row(settings: Settings, catalog: Catalog, dataset: Dataset, can_import: bool) -> None:
    words, again, browse = st.columns([5, 1.2, 1], vertical_alignment="center")
    with words:
        st.markdown(_describe(catalog, dataset))
    origins = [each for each in list_origins(catalog, dataset) if _can_be_read_again(settings, each)]
    with again:
        if origins and can_import:
            _import_again(settings, dataset, origins)
    if browse.button("Browse", key=f"browse_{dataset.id}", width="stretch"):
        address.open_page("2_Browse.py", dataset=dataset.name)


def _describe(catalog: Catalog, dataset: Dataset) -> str:
    counts = count_dataset(catalog, dataset)
    people = [plain_text(name) for name in list(counts.people)[:MAX_PEOPLE]]
    further = len(counts.people) - len(people)
    more = f" and {further:,} more" if further else ""
    photos = "1 photo" if counts.photos == 1 else f"{counts.photos:,} photos"
    return f"**{plain_text(dataset.name)}** · {photos} · {', '.join(people)}{more}"


def _can_be_read_again(settings: Settings, origin: Origin) -> bool:
    """What came through the browser is gone once it was taken over; samples never change."""
    source = all_sources().get(origin.source_type)
    return source is not None and source.is_lasting and settings.uploads_dir not in Path(origin.text).parents


def _import_again(settings: Settings, dataset: Dataset, origins: list[Origin]) -> None:
    hint = "Looks there again for new, changed and vanished files. What you decided stays."
    if len(origins) == 1:
        if st.button("Import again", key=f"again_{dataset.id}", help=f"{origins[0].text}: {hint}", width="stretch"):
            _start(settings, dataset, origins[0])
        return
    with st.popover("Import again", width="stretch"):
        st.caption(hint)
        for place, origin in enumerate(origins):
            if st.button(f"{origin.text} ({origin.num_files:,} files)", key=f"again_{dataset.id}_{place}"):
                _start(settings, dataset, origin)


def _start(settings: Settings, dataset: Dataset, origin: Origin) -> None:
    into = DatasetToFill(dataset.name, dataset.kind)
    start_import(settings, origin.text, into, source_name=origin.source_type)
