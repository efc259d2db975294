"""The map in Chromium: circled points are selected in the grid, a clicked one opens its photo."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from engine.catalog import open_catalog
from engine.catalog.datasets import get_dataset
from engine.catalog.measurements import PhotoAnalysis, list_pending, save_analyses
from engine.checks import photo_checks_for
from engine.faces import EMBEDDING_LENGTH, Faces
from engine.faces.registry import analyzers
from engine.kinds import Kind
from engine.settings import Settings
from tests.browser.driving import see
from tests.conftest import PhotoMaker
from tests.engine.builders import import_photos

# Where Plotly draws the points now, in pixels of the window.
POINTS = """() => {
  const chart = document.querySelector('.js-plotly-plot');
  const { left, top } = chart.getBoundingClientRect();
  const { xaxis, yaxis } = chart._fullLayout;
  return chart._fullData.flatMap((trace) => Array.from(trace.x, (x, place) =>
    [left + xaxis._offset + xaxis.d2p(x), top + yaxis._offset + yaxis.d2p(trace.y[place])]));
}"""


@pytest.fixture
def photos(settings: Settings, make_photo: PhotoMaker) -> None:
    """Dataset ``team``, measured: four photos of ``Ann`` close together, and one of ``Bo`` far from them."""
    for number in range(5):
        make_photo(settings.home / "given" / ("Ann" if number < 4 else "Bo") / f"{number}.png", seed=number)
    import_photos(settings, settings.home / "given", kind=Kind.FACES)
    catalog = open_catalog(settings)
    dataset = get_dataset(catalog, "team")
    analyzer, checks = analyzers()[dataset.analyzer], photo_checks_for(Kind.FACES)
    looks = np.zeros((5, EMBEDDING_LENGTH), np.float32)
    looks[:4, 0], looks[:4, 1], looks[4, 2] = 1.0, [0.0, 0.05, 0.1, 0.15], 1.0
    measured = [
        PhotoAnalysis(photo.photo_id, dict.fromkeys(checks, 1.0), _face(look), pixel_sha256=photo.sha256)
        for photo, look in zip(list_pending(catalog, dataset, analyzer, checks), looks, strict=True)
    ]
    save_analyses(catalog, analyzer, checks, measured)


def _face(look: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Faces:
    return Faces(
        boxes_ltrb=np.array([[10, 10, 40, 40]], np.float32),
        scores=np.ones(1, np.float32),
        points=np.zeros((1, 5, 2), np.float32),
        roll_pan_tilt_degrees=np.zeros((1, 3), np.float32),
        embedding=look,
    )


@pytest.mark.usefixtures("photos")
def test_circled_points_are_selected_and_a_clicked_one_opens_its_photo(open_page: Callable[..., Page]) -> None:
    page = open_page("browse?dataset=team&view=map")
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    expect(page.get_by_text("Bo (1)")).to_be_visible()
    points = page.evaluate(POINTS)
    middle = np.mean(points[:4], axis=0)
    radius = np.abs(np.array(points[:4]) - middle).max() + 25
    page.mouse.move(middle[0] + radius, middle[1])
    page.mouse.down()
    for step in range(1, 25):
        turn = 2 * pi * step / 24
        page.mouse.move(middle[0] + radius * cos(turn), middle[1] + radius * sin(turn))
    page.mouse.up()
    see(page, "4 selected")
    page.get_by_role("radio", name="Click to open").click()
    see(page, "Click a point to open its photo")
    x, y = page.evaluate(POINTS)[4]
    page.mouse.move(x - 20, y - 20)
    page.mouse.move(x, y, steps=5)
    page.get_by_text("4.png").first.wait_for()  # the point under the mouse is named
    page.mouse.click(x, y)
    expect(page.get_by_role("dialog").get_by_text("Bo/4.png")).to_be_visible()
