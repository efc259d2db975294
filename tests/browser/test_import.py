"""What a person drops into the browser arrives whole, whatever its names, and is reported file by file."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from engine import uploads
from engine.settings import Settings
from tests.browser.driving import press, see, wait_until_idle
from tests.conftest import write_photo

SLOW_BYTES_PER_SECOND = 1_000_000
NUM_LARGE = 12
LARGE_BYTES = 1_500_000  # two of them share a request


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two people with Korean names and one damaged photo."""
    folder = tmp_path / "가족 사진"
    for seed, place in enumerate(["김민수/휴가 1.png", "김민수/2.png", "박지은/여름/깊이/3.png"]):
        write_photo(folder / place, seed=seed)
    (folder / "박지은" / "망가진.png").write_bytes(b"no picture")
    return folder


@pytest.fixture
def large_folder(tmp_path: Path) -> Path:
    """Twelve photos of one and a half megabytes each."""
    for number in range(NUM_LARGE):
        photo = write_photo(tmp_path / "holiday" / "Kim" / f"{number:02d}.png", seed=number)
        photo.write_bytes(photo.read_bytes() + os.urandom(LARGE_BYTES))  # behind the end of the picture
    return tmp_path / "holiday"


def _zone(page: Page) -> Locator:
    return page.locator(".zone")


def _name_dataset(page: Page, name: str) -> None:
    field = page.get_by_label("Name of the dataset")
    field.fill(name)
    field.press("Enter")
    wait_until_idle(page)
    page.get_by_text("Anything else: use the whole picture").click()
    wait_until_idle(page)


def _drop(page: Page, target: Locator, *paths: Path) -> None:
    """Let go of files and folders over ``target``, as from a file manager."""
    box = target.bounding_box()
    assert box is not None
    place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + 20}
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    session = page.context.new_cdp_session(page)
    for event in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": event, **place, "data": data})


def _see_the_report(page: Page) -> None:
    see(page, "It holds 3 photos of 2 people or classes.")
    see(page, "1 file could not be read")
    page.reload()
    see(page, "It holds 3 photos of 2 people or classes.")
    press(page, "Look at the photos")
    see(page, "4 of 4 photos")  # the damaged one is shown too, as not to be found
    expect(page.locator(".caption")).to_have_text(["김민수", "김민수", "박지은", "박지은"])


def test_a_dropped_folder_with_korean_names_is_imported(open_page: Callable[..., Page], folder: Path) -> None:
    page = open_page("?way=drop")
    _name_dataset(page, "가족")
    _drop(page, _zone(page), folder)
    _see_the_report(page)


def test_a_chosen_folder_is_imported_under_its_own_name(open_page: Callable[..., Page], folder: Path) -> None:
    page = open_page("?way=drop")
    page.get_by_text("Anything else: use the whole picture").click()
    wait_until_idle(page)
    page.locator("input.folder").set_input_files(folder)
    see(page, "가족 사진 is imported")


def test_a_dropped_zip_with_korean_names_is_imported(
    open_page: Callable[..., Page], folder: Path, tmp_path: Path
) -> None:
    archive = Path(shutil.make_archive(str(tmp_path / "zipped"), "zip", folder))
    page = open_page("import?way=drop")
    _name_dataset(page, "가족")
    _drop(page, _zone(page), archive)
    _see_the_report(page)


def test_loose_photos_are_asked_for_their_name(open_page: Callable[..., Page], folder: Path) -> None:
    page = open_page("?way=drop")
    _name_dataset(page, "loose")
    page.locator("input.files").set_input_files(sorted((folder / "김민수").iterdir()))
    page.get_by_label("Name of the person or class").fill("Kim Min-su")
    page.get_by_role("button", name="Upload", exact=True).click()
    see(page, "It holds 2 photos of 1 person or class.")


def test_what_holds_no_pictures_is_told(open_page: Callable[..., Page], tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("no picture")
    page = open_page("?way=drop")
    _drop(page, _zone(page), tmp_path / "notes")
    see(page, "There are no pictures in what you gave.")


def test_an_upload_goes_on_after_a_reload(
    open_page: Callable[..., Page], settings: Settings, large_folder: Path
) -> None:
    page = open_page("?way=drop")
    _name_dataset(page, "holiday")
    session = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": SLOW_BYTES_PER_SECOND}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", slow)
    page.locator("input.folder").set_input_files(large_folder)
    see(page, "Uploading holiday")
    page.wait_for_function("facetDropZone.state.progress?.doneFiles > 0")
    page.reload()
    wait_until_idle(page)
    session.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": -1})
    (upload,) = uploads.list_open(settings)
    num_before = uploads.count_arrived(upload)[0]
    assert 0 < num_before < NUM_LARGE
    _name_dataset(page, "holiday")
    sent: list[int] = []
    page.on(
        "request",
        lambda request: sent.append(len(request.post_data_buffer or b"")) if "/pieces" in request.url else None,
    )
    page.locator("input.folder").set_input_files(large_folder)
    see(page, f"It holds {NUM_LARGE} photos of 1 person or class.")
    assert 0 < len(sent) <= NUM_LARGE - num_before
    assert uploads.list_open(settings) == []


def test_a_cancelled_upload_is_thrown_away(
    open_page: Callable[..., Page], settings: Settings, large_folder: Path
) -> None:
    page = open_page("?way=drop")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": SLOW_BYTES_PER_SECOND}
    session.send("Network.emulateNetworkConditions", slow)
    page.locator("input.folder").set_input_files(large_folder)
    page.get_by_role("button", name="Cancel").click()
    see(page, "Stopped. What has arrived of holiday is kept.")
    page.get_by_role("button", name="Throw away").click()
    see(page, "Drop a folder, a zip or a tar here")
    assert uploads.list_open(settings) == []
