"""The frame round every screen: links in the order of the data flow, the dataset in view, the running jobs.

Screens are the files ``N_Title.py`` beside this one: a new file is a new screen.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from engine.catalog import open_catalog
from engine.catalog.datasets import list_datasets
from engine.errors import EngineError
from engine.settings import Settings
from pages.widgets import address, browse_address
from pages.widgets.dataset_chooser import dataset_chooser
from pages.widgets.job_progress import jobs_strip

BROWSE = "browse"  # its link leads back to the photos last shown
PAGES_FOLDER = Path(__file__).parent
LOGOS_FOLDER = PAGES_FOLDER / "widgets"  # files of ours: an icon by name would be fetched from a foreign server


def find_page_files() -> list[Path]:
    """The numbered files, in the order of the numbers."""
    return sorted(PAGES_FOLDER.glob("[0-9]*_*.py"), key=lambda file: int(file.stem.split("_", 1)[0]))


def make_page(file: Path, *, is_home: bool = False) -> st.Page:
    """The page of a file; ``is_home`` puts it at the root of the address."""
    number, title = file.stem.split("_", 1)
    return st.Page(
        file,
        title=title.replace("_", " "),
        icon=f":material/counter_{number}:",
        url_path="home" if is_home else title.lower(),
        default=is_home,
    )


def navigate() -> tuple[st.Page, list[st.Page]]:
    """The page in view, and those to link to.

    The first page stands at the root and, as Streamlit serves a default page only there, a second time at its own name.
    """
    files = find_page_files()
    home, pages = make_page(files[0], is_home=True), [make_page(file) for file in files]
    page = st.navigation([home, *pages], position="hidden")
    return page, [home if page == home else pages[0], *pages[1:]]


def draw_sidebar(settings: Settings, pages: list[st.Page]) -> None:
    """Links first, though the dataset is settled before them: they carry it along."""
    links = st.container(gap="xsmall")
    dataset_chooser([dataset.name for dataset in list_datasets(open_catalog(settings))])
    jobs_strip(settings)
    with links:
        for page in pages:
            more = browse_address.carried() if page.url_path == BROWSE else {}
            st.page_link(page, query_params=address.in_view() | more)


def draw() -> None:
    """Draw the frame and run the page in view inside it."""
    st.set_page_config(page_title="Facet", page_icon=str(LOGOS_FOLDER / "facet.svg"), layout="wide")
    st.logo(str(LOGOS_FOLDER / "facet_wordmark.svg"), size="large", icon_image=str(LOGOS_FOLDER / "facet.svg"))
    page, pages = navigate()
    address.carry_over()
    try:
        with st.sidebar:
            draw_sidebar(Settings.from_environment(), pages)
        page.run()
    except EngineError as error:  # explained to the person; any other exception is a bug and shows as one
        st.error(str(error))


draw()
