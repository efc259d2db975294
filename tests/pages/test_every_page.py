"""Every page opens on an empty catalog without an exception and says what to do next; a new page joins by its file."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine.settings import Settings

PAGES_FOLDER = Path(__file__).resolve().parents[2] / "pages"
FRAME = PAGES_FOLDER / "frame.py"
PAGE_FILES = sorted(file.name for file in PAGES_FOLDER.glob("[0-9]*_*.py"))


@pytest.fixture
def app() -> AppTest:
    """The frame, before its first run."""
    return AppTest.from_file(FRAME, default_timeout=30)


@pytest.mark.parametrize("page", PAGE_FILES)
def test_the_page_opens_on_an_empty_catalog(app: AppTest, page: str) -> None:
    app.run().switch_page(page).run()
    assert not app.exception
    assert app.title[0].value


@pytest.mark.skipif(not PAGE_FILES, reason="there is no page yet")
def test_a_damaged_catalog_is_explained_and_no_traceback_shown(app: AppTest, settings: Settings) -> None:
    settings.catalog_file.write_bytes(b"not a database" * 100)
    app.run()
    assert not app.exception
    assert "is not a Facet catalog or is damaged" in app.error[0].value
