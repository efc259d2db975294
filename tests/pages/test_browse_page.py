"""The Browse screen narrows and orders the photos, keeps that in its address, and lets photos be selected."""

import json
from dataclasses import dataclass

import pytest
from streamlit.testing.v1 import AppTest

from engine.catalog import open_catalog
from engine.catalog.datasets import Dataset
from engine.edits import set_overrides
from engine.kinds import Override
from engine.settings import Settings
from pages.widgets.browse_views import VIEWS
from tests.pages.screens import open_screen, press


@pytest.fixture
def screen(app: AppTest, team: Dataset) -> AppTest:
    """Browse on ``team``."""
    return open_screen(app, "2_Browse.py")


def _choose(screen: AppTest, label: str, choice: object) -> AppTest:
    return next(box for box in screen.selectbox if box.label == label).set_value(choice).run()


def _grid(screen: AppTest) -> dict[str, object]:
    assert not screen.exception
    (grid,) = screen.get("bidi_component")
    data: dict[str, object] = json.loads(grid.proto.json)
    return data


@dataclass(frozen=True)
class _Shown:
    path: str
    sha256: str
    caption: str
    tag: str


def _shown(screen: AppTest) -> list[_Shown]:
    items: list[dict[str, str]] = _grid(screen)["items"]  # type: ignore[assignment]
    return [_Shown(each["title"].splitlines()[1], each["sha256"], each["caption"], each["tag"]) for each in items]


def _paths(screen: AppTest) -> list[str]:
    return [photo.path for photo in _shown(screen)]


def _says(screen: AppTest, words: str) -> bool:
    return any(words in text.value for text in (*screen.markdown, *screen.info, *screen.warning))


def _go(screen: AppTest, **params: str) -> AppTest:
    screen.query_params.clear()
    screen.query_params.update({"dataset": "team", **params})
    return screen.run()


class TestFilters:
    def test_all_photos_are_shown_as_imported(self, screen: AppTest) -> None:
        assert len(_paths(screen)) == 12
        assert _paths(screen)[0] == "Ann/0.png"
        assert _says(screen, "**12** of 12 photos")

    def test_a_person_and_a_verdict_narrow_the_photos_and_stand_in_the_address(self, screen: AppTest) -> None:
        _choose(screen, "Person or class", "Bo")
        assert _paths(screen) == ["Bo/0.png", "Bo/1.png", "Bo/2.png", "Bo/3.png", "Bo/4.bmp"]
        _choose(screen, "Verdict", "rejected")
        assert _paths(screen) == ["Bo/4.bmp"]
        assert screen.query_params == {"dataset": "team", "person": "Bo", "verdict": "rejected"}

    def test_an_address_brings_the_same_photos_and_choices(self, screen: AppTest) -> None:
        _go(screen, person="Bo", type="PNG", size="32..33", sort="-name")
        assert _paths(screen) == ["Bo/3.png", "Bo/2.png", "Bo/1.png", "Bo/0.png"]
        chosen = {box.label: box.value for box in screen.selectbox}
        assert (chosen["Person or class"], chosen["File type"], chosen["Sort by"]) == ("Bo", "PNG", "name")
        ends = {box.label: box.value for box in screen.number_input}
        assert ends["Shorter side (pixels) from"] == 32

    def test_a_step_back_undoes_the_last_choice(self, screen: AppTest) -> None:
        _choose(screen, "Person or class", "Bo")
        del screen.query_params["person"]
        assert len(_paths(screen.run())) == 12
        assert next(box for box in screen.selectbox if box.label == "Person or class").value == ""

    def test_a_range_is_typed_in(self, screen: AppTest) -> None:
        box = next(box for box in screen.number_input if box.label == "Shorter side (pixels) from")
        box.set_value(40).run()
        assert len(_paths(screen)) == 6
        assert screen.query_params["size"] == "40.."

    def test_text_in_the_name_and_the_unsure_are_found(self, screen: AppTest) -> None:
        screen.text_input[0].set_value("BMP").run()
        assert _paths(screen) == ["Bo/4.bmp"]
        assert screen.query_params["name"] == "BMP"

    def test_the_side_of_the_newest_snapshot_narrows_and_stands_on_the_photos(self, screen: AppTest) -> None:
        tags = {photo.path: photo.tag for photo in _shown(screen)}
        assert set(tags.values()) == {"train", "validation", ""}
        assert tags["Bo/4.bmp"] == ""
        _choose(screen, "Split", "none")
        assert sorted(_paths(screen)) == sorted(path for path, tag in tags.items() if not tag)

    def test_a_chip_takes_its_filter_away_and_clear_all_takes_every_one(self, screen: AppTest) -> None:
        _go(screen, person="Bo", verdict="kept", type="PNG", sort="name")
        press(screen, "Kept ✕")
        assert screen.query_params == {"dataset": "team", "person": "Bo", "type": "PNG", "sort": "name"}
        press(screen, "Clear all")
        assert screen.query_params == {"dataset": "team", "sort": "name"}

    def test_no_match_says_which_filter_to_drop(self, screen: AppTest) -> None:
        _go(screen, person="Bo", verdict="kept", name="4.bmp")
        assert screen.info[0].value == "No photo matches all of these filters."
        press(screen, "Without “Kept”: 1 photo")
        assert _paths(screen) == ["Bo/4.bmp"]

    def test_nonsense_in_the_address_is_left_out_with_a_sentence(self, screen: AppTest) -> None:
        _go(screen, verdict="maybe", person="Zed", age="1..2", pan="x", page="-3", tile="huge", view="none")
        assert len(_paths(screen)) == 12
        assert [warning.value for warning in screen.warning] == [
            "The address says verdict=maybe, which is no filter. It is left out.",
            "The address says pan=x, which is no filter. It is left out.",
            "Nobody here is called 'Zed'. Photos of all people are shown.",
            "There is no measurement 'age' here. That filter is left out.",
        ]

    def test_another_dataset_begins_without_filters(self, screen: AppTest) -> None:
        _go(screen, person="Bo")
        screen.query_params["dataset"] = "unknown"
        screen.run()
        assert screen.query_params == {"dataset": "team"}


class TestGrid:
    def test_photos_sort_by_a_measured_value_and_turn_round(self, screen: AppTest) -> None:
        _choose(screen, "Sort by", "megapixels")
        assert [path.split("/")[0] for path in _paths(screen)][:5] == ["Bo"] * 5
        screen.button(key="browse_way").click().run()
        assert [path.split("/")[0] for path in _paths(screen)][:6] == ["Ann"] * 6
        assert screen.query_params["sort"] == "-megapixels"

    @pytest.mark.parametrize(
        ("captions", "line"), [("person", "Ann"), ("name", "0.png"), ("value", "48"), ("none", "")]
    )
    def test_what_stands_below_the_photos_is_chosen(self, screen: AppTest, captions: str, line: str) -> None:
        _go(screen, captions=captions, sort="size", person="Ann")
        assert _shown(screen)[0].caption == line

    def test_looks_stand_in_the_address(self, screen: AppTest) -> None:
        _go(screen, tile="large", per_page="50")
        assert _grid(screen)["tilePx"] == 200
        next(box for box in screen.button_group if box.label == "Size").set_value("medium").run()
        assert screen.query_params == {"dataset": "team", "per_page": "50"}

    def test_a_page_beyond_the_last_is_the_last(self, screen: AppTest) -> None:
        assert len(_paths(_go(screen, page="99"))) == 12


class TestSelection:
    def test_all_that_match_are_selected_and_shown_alone(self, screen: AppTest) -> None:
        _go(screen, person="Bo", verdict="kept")
        press(screen, "Select all 4")
        assert _says(screen, "**4 selected**")
        press(screen, "Clear all")
        assert _says(screen, "**4 selected**")
        press(screen, "Show only these")
        assert _paths(screen) == ["Bo/0.png", "Bo/1.png", "Bo/2.png", "Bo/3.png"]
        assert screen.query_params["selected"] == "1"
        press(screen, "Select none")
        assert len(_paths(screen)) == 12
        assert not _says(screen, "selected**")

    def test_the_grid_is_told_what_is_selected(self, screen: AppTest) -> None:
        _go(screen, person="Bo", verdict="rejected")
        press(screen, "Select it")
        _go(screen, person="Bo")
        selecting = _grid(screen)["selecting"]
        assert selecting["chosen"] == [_shown(screen)[4].sha256]  # type: ignore[index]


def test_every_view_opens_and_stands_in_the_address(screen: AppTest) -> None:
    for name in VIEWS:
        _go(screen, view=name)
        assert not screen.exception
        assert len(_paths(screen)) == 12


def test_a_decision_by_hand_shows_at_once(screen: AppTest, settings: Settings, team: Dataset) -> None:
    photo = _shown(screen)[0]
    set_overrides(open_catalog(settings), team, [photo.sha256], Override.REJECT)
    _go(screen, failed="by_hand")
    assert _paths(screen) == [photo.path]


@pytest.mark.usefixtures("imported")
def test_photos_nobody_looked_at_say_so(app: AppTest) -> None:
    screen = open_screen(app, "2_Browse.py")
    assert screen.info[0].value.startswith("None of these photos is analyzed yet")
