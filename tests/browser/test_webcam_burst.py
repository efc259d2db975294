"""A burst from the webcam: counted down, bad photos deleted, the rest in a person's class, not mirrored."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from engine.catalog import open_catalog
from engine.catalog.datasets import get_dataset
from engine.catalog.photos import find_photo
from engine.catalog.tables import load_table
from engine.settings import Settings
from tests.browser.driving import see
from tests.browser.webcam import write_webcam

NO_CAMERA = "() => { navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('none', '%s'); }; }"


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A picture whose left half is blue and whose right half is red."""
    picture = Image.new("RGB", (1280, 720), (220, 40, 40))
    picture.paste((40, 40, 220), (0, 0, 640, 720))
    picture.save(tmp_path / "halves.png")
    return write_webcam(tmp_path / "halves.png", tmp_path / "webcam.mjpeg")


def test_a_burst_goes_into_a_persons_class(open_page: Callable[..., Page], settings: Settings, film: Path) -> None:
    page = open_page("?way=webcam", webcam=film)
    page.get_by_role("button", name="Switch the camera on").click()
    page.get_by_label("Photos", exact=True).fill("3")
    page.get_by_label("Seconds between").fill("0.2")
    page.get_by_label("Countdown").fill("1")
    page.get_by_role("button", name="Take 3 photos").click()
    expect(page.locator(".number")).to_have_text("1")
    expect(page.locator(".shots li")).to_have_count(3)
    page.get_by_role("button", name="Delete photo 2").click()
    expect(page.locator(".shots li")).to_have_count(2)
    expect(page.get_by_role("button", name="Say who it is to add 2 photos")).to_be_disabled()
    page.get_by_label("Who is it?").fill("Kim")
    page.get_by_role("button", name="Add 2 photos to Kim").click()
    see(page, "webcam photos is imported.")
    expect(page.get_by_role("button", name="Take 3 photos")).to_be_visible()  # the camera is on again
    catalog = open_catalog(settings)
    dataset = get_dataset(catalog, "webcam photos")
    table = load_table(catalog, dataset, ()).table
    assert set(table.source_types) == {"webcam"}
    photo = find_photo(catalog, dataset, table.sha256s[0])
    assert photo.label == "Kim"
    assert photo.path.startswith("Kim/webcam 20")
    assert (photo.format, photo.width, photo.height) == ("JPEG", 1280, 720)
    assert photo.location is not None
    with Image.open(photo.location) as picture:
        left, right = picture.getpixel((200, 360)), picture.getpixel((1000, 360))
    assert left[2] > 150 > left[0]
    assert right[0] > 150 > right[2]


@pytest.mark.parametrize(
    ("error", "words"),
    [("NotAllowedError", "allow it, and try again"), ("NotFoundError", "There is no camera on this computer.")],
)
def test_without_a_camera_the_way_out_is_an_upload(open_page: Callable[..., Page], error: str, words: str) -> None:
    page = open_page("?way=webcam")
    page.evaluate(NO_CAMERA % error)
    page.get_by_role("button", name="Switch the camera on").click()
    see(page, words)
    page.get_by_role("button", name="Upload photos instead").click()
    see(page, "Drop a folder, a zip or a tar here")


def test_a_page_without_https_explains_itself(open_page: Callable[..., Page]) -> None:
    page = open_page("?way=webcam")
    page.evaluate("Object.defineProperty(navigator, 'mediaDevices', { value: undefined })")
    page.get_by_role("button", name="Switch the camera on").click()
    see(page, "Browsers show the camera only to pages on this computer")
