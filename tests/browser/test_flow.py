"""The whole way in a real browser: photos in, a trained recogniser and live probability bars out."""

import shutil
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Page, expect

from engine.samples.digits import list_digits
from engine.settings import Settings
from tests.browser.app_process import RunningApp
from tests.browser.driving import (
    follow,
    go_to,
    photo_count,
    press,
    read_bars,
    see,
    take_webcam_photo,
    train,
    wait_until_idle,
)
from tests.browser.webcam import write_webcam

PEOPLE = ("Junichiro_Koizumi", "Serena_Williams", "Tony_Blair")
NUM_PHOTOS = 20  # of each
MAX_MEGABYTES = 450  # of the app's process with a model loaded and every step behind it


@pytest.fixture
def people(photos_dir: Path, tmp_path: Path) -> Path:
    """A folder with twenty photos of each of three people."""
    for person in PEOPLE:
        (tmp_path / "people" / person).mkdir(parents=True)
        for photo in sorted((photos_dir / "lfw62" / person).iterdir())[:NUM_PHOTOS]:
            shutil.copy(photo, tmp_path / "people" / person)
    return tmp_path / "people"


def _freeze(page: Page) -> None:
    follow(page, "Freeze the kept photos for training")
    see(page, "What the network will see")
    press(page, "Freeze")
    see(page, "is frozen.")


@pytest.mark.photos
@pytest.mark.usefixtures("weights")
def test_a_person_before_the_webcam_is_recognised(
    app: RunningApp, open_page: Callable[..., Page], people: Path, photos_dir: Path, tmp_path: Path
) -> None:
    unseen = sorted((photos_dir / "lfw62" / "Tony_Blair").iterdir())[-1]
    page = open_page(webcam=write_webcam(unseen, tmp_path / "webcam.mjpeg"))
    page.get_by_label("Folder", exact=True).fill(str(people))
    press(page, "Import")
    see(page, "It holds 60 photos of 3 people or classes.")
    press(page, "Look at the photos")
    follow(page, "Analyze them on the Filter page")
    press(page, "Analyze")
    see(page, "Is the photo large enough")
    wait_until_idle(page)
    kept, rejected = (int(photo_count(page, verdict).inner_text()) for verdict in ("Kept", "Rejected"))
    assert kept + rejected == 60
    assert kept >= 30
    _freeze(page)
    follow(page, "Train on it")
    see(page, "recommended")
    train(page, 30)
    follow(page, "Recognise photos with it")
    take_webcam_photo(page)
    bars = read_bars(page)
    assert next(iter(bars)) == "Tony_Blair"
    assert set(bars) == set(PEOPLE)
    assert psutil.Process(app.pid).memory_info().rss < MAX_MEGABYTES * 1e6


def test_sample_digits_become_a_recogniser(open_page: Callable[..., Page], tmp_path: Path) -> None:
    seven = next(file for file in list_digits(Settings.from_environment(), ()).files if file.label == "7")
    picture = tmp_path / "seven.png"
    picture.write_bytes(seven.open().read())
    page = open_page()
    press(page, "No photos at hand? Try sample data")
    press(page, "Try with sample data")
    see(page, "It holds 1,797 photos of 10 people or classes.")
    press(page, "Look at the photos")
    see(page, "1,797 of 1,797 photos")
    follow(page, "Analyze them on the Filter page")
    press(page, "Analyze")
    see(page, "Is the photo large enough")
    wait_until_idle(page)
    expect(photo_count(page, "Kept")).to_have_text("1,797")
    _freeze(page)
    follow(page, "Train on it")
    see(page, "recommended")
    train(page, 60)
    go_to(page, "Predict")
    page.get_by_role("button", name="Upload photos").or_(page.get_by_role("radio", name="Upload photos")).click()
    page.locator("input[type=file]").set_input_files(picture)
    bars = read_bars(page)
    assert next(iter(bars)) == "7"
    assert len(bars) == 10
