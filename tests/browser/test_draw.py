"""Drawing digits one after the other: each is in its class at once, 28 × 28, white on black."""

from collections.abc import Callable

from PIL import Image
from playwright.sync_api import Page, expect

from engine.catalog import open_catalog
from engine.catalog.datasets import count_dataset, get_dataset
from engine.catalog.photos import find_location
from engine.catalog.tables import load_table
from engine.kinds import Kind
from engine.settings import Settings
from tests.browser.driving import see

SEVEN = [(60, 50), (210, 50), (120, 230)]
ONE = [(150, 40), (150, 240)]


def _draw(page: Page, points: list[tuple[int, int]]) -> None:
    box = page.locator("canvas").bounding_box()
    assert box is not None
    for place, (x, y) in enumerate(points):
        page.mouse.move(box["x"] + x, box["y"] + y, steps=5)
        if place == 0:
            page.mouse.down()
    page.mouse.up()


def test_digits_are_drawn_one_after_the_other(open_page: Callable[..., Page], settings: Settings) -> None:
    page = open_page("?way=draw")
    page.get_by_role("button", name="Add (Enter)").click()
    see(page, "Say what it is first")
    page.get_by_label("What is it?").fill("7")
    page.keyboard.press("Enter")
    see(page, "Nothing is drawn yet.")
    _draw(page, ONE)
    page.get_by_role("button", name="Undo").click()
    _draw(page, SEVEN)
    page.keyboard.press("Enter")
    see(page, "drawings now has 1 picture of 7.")
    _draw(page, ONE)
    page.keyboard.press("1")  # names the class while the canvas has the keys
    page.keyboard.press("Enter")
    see(page, "drawings now has 1 picture of 1.")
    expect(page.locator(".added li")).to_have_text(["1", "7"])
    catalog = open_catalog(settings)
    dataset = get_dataset(catalog, "drawings")
    assert dataset.kind is Kind.IMAGES
    assert count_dataset(catalog, dataset).people == {"1": 1, "7": 1}
    table = load_table(catalog, dataset, ()).table
    assert set(table.source_types) == {"draw"}
    with Image.open(find_location(catalog, table.sha256s[list(table.labels).index("1")])) as picture:
        assert (picture.format, picture.mode, picture.size) == ("PNG", "L", (28, 28))
        assert picture.getbbox() is not None
        assert picture.getbbox()[3] - picture.getbbox()[1] == 20
    page.get_by_role("button", name="Delete the drawing of 7").click()
    expect(page.locator(".added li")).to_have_text(["1"])
    assert count_dataset(catalog, dataset).people.get("7", 0) == 0
    page.get_by_role("button", name="Done, look at them").click()
    see(page, "1 of 1 photo")
