"""The grids send the browser what it needs to draw and take in what was clicked, selected or rejected there."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from engine.kinds import Verdict
from pages.widgets.photo_grid import VERDICT_BADGES
from tests.pages.screens import SCRIPT_SECONDS


def _grid_page() -> None:
    from pages.widgets.photo_grid import VERDICT_BADGES, GridItem, photo_grid

    photo_grid([], key="empty")
    item = GridItem("ab", "/thumb/ab", "Kim <b>", VERDICT_BADGES["rejected"], tag="train", alt="Photo of Kim")
    photo_grid([item], key="one", selected="ab", tile_px=96)


def test_the_grid_draws_nothing_and_one_photo() -> None:
    app = AppTest.from_function(_grid_page, default_timeout=SCRIPT_SECONDS).run()
    assert not app.exception
    empty, one = (json.loads(element.proto.json) for element in app.get("bidi_component"))
    assert empty == {"items": [], "inView": None, "tilePx": 128}
    assert one["inView"] == "ab"
    assert one["items"] == [
        {
            "sha256": "ab",
            "image_url": "/thumb/ab",
            "caption": "Kim <b>",
            "badge": {"shape": "✕", "word": "rejected", "colour": "#b84a00"},
            "tag": "train",
            "alt": "Photo of Kim",
            "title": "",
        }
    ]


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_a_badge_with_its_word(verdict: Verdict) -> None:
    assert VERDICT_BADGES[verdict].word == verdict.value


def test_no_two_badges_share_a_shape() -> None:
    assert len({badge.shape for badge in VERDICT_BADGES.values()}) == len(VERDICT_BADGES)
