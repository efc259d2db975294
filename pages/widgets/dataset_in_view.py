"""The dataset a page works on, or the words that say how to get one."""

from __future__ import annotations

import streamlit as st

from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import Dataset, get_dataset
from engine.settings import Settings
from pages.widgets import address


def dataset_in_view(settings: Settings) -> tuple[Catalog, Dataset] | None:
    """The catalog and the dataset in the URL; None, with the next step on screen, when nothing was imported yet."""
    catalog = open_catalog(settings)
    name = address.get("dataset")
    if name is None:
        st.info("There are no photos yet. Import a folder, or try the sample data.")
        next_step("Import photos", "1_Import.py")
        return None
    return catalog, get_dataset(catalog, name)


def next_step(label: str, page_file: str) -> None:
    """A link to the page that comes next, with what is in view."""
    st.page_link(page_file, label=label, icon=":material/arrow_forward:", query_params=address.in_view())
