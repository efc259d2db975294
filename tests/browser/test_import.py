"""What a person drops into the browser arrives whole, whatever its names, and is reported file by file."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import press, see, wait_until_idle
from tests.conftest import write_photo


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two people with Korean names and one damaged photo."""
    folder = tmp_path / "가족 사진"
    for seed, place in enumerate(["김민수/휴가 1.png", "김민수/2.png", "박지은/여름/깊이/3.png"]):
        write_photo(folder / place, seed=seed)
    (folder / "박지은" / "망가진.png").write_bytes(b"no picture")
    return folder


def _drop(page: Page, place: int, what: Path) -> None:
    page.get_by_test_id("stMain").get_by_text("Drop a folder or a zip here").click()
    wait_until_idle(page)
    page.locator("input[type=file]").nth(place).set_input_files(what)
    wait_until_idle(page)


def _import_as_images(page: Page, name: str) -> None:
    page.get_by_label("Name of the dataset").fill(name)
    page.get_by_text("Anything else: use the whole picture").click()
    wait_until_idle(page)
    press(page, "Import")


def _see_the_report(page: Page) -> None:
    see(page, "It holds 3 photos of 2 people or classes.")
    see(page, "1 file could not be read")
    page.reload()
    see(page, "It holds 3 photos of 2 people or classes.")
    press(page, "Look at the photos")
    see(page, "4 of 4 photos")  # the damaged one is shown too, as not to be found
    expect(page.locator(".caption")).to_have_text(["김민수", "김민수", "박지은", "박지은"])


def test_a_dropped_folder_with_korean_names_is_imported(open_page: Callable[..., Page], folder: Path) -> None:
    page = open_page()
    _drop(page, 0, folder)
    _import_as_images(page, "가족")
    _see_the_report(page)


def test_a_dropped_zip_with_korean_names_is_imported(
    open_page: Callable[..., Page], folder: Path, tmp_path: Path
) -> None:
    archive = Path(shutil.make_archive(str(tmp_path / "zipped"), "zip", folder))
    page = open_page("import")
    _drop(page, 1, archive)
    _import_as_images(page, "가족")
    _see_the_report(page)
