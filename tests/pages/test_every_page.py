"""Every page opens on an empty and on a full catalog without an exception; a new page joins by its file."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine.settings import Settings

PAGES_FOLDER = Path(__file__).resolve().parents[2] / "pages"
PAGE_FILES = sorted(file.name for file in PAGES_FOLDER.glob("[0-9]*_*.py"))


@pytest.mark.parametrize("page", PAGE_FILES)
def test_the_page_opens_on_an_empty_catalog(app: AppTest, page: str) -> None:
    app.run().switch_page(page).run()
    assert not app.exception
    assert app.title[0].value


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize("page", PAGE_FILES)
def test_the_page_opens_on_a_full_catalog(app: AppTest, page: str) -> None:
    app.run().switch_page(page).run()
    assert not app.exception
    assert not app.error
    assert app.title[0].value
    assert app.sidebar.selectbox[0].value == "team"


@pytest.mark.usefixtures("imported")
@pytest.mark.parametrize("page", PAGE_FILES)
def test_the_page_opens_on_photos_that_nobody_analyzed(app: AppTest, page: str) -> None:
    app.run().switch_page(page).run()
    assert not app.exception
    assert not app.error


def test_a_damaged_catalog_is_explained_and_no_traceback_shown(app: AppTest, settings: Settings) -> None:
    settings.catalog_file.write_bytes(b"not a database" * 100)
    app.run()
    assert not app.exception
    assert "is not a Facet catalog or is damaged" in app.error[0].value
