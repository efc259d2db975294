"""The Filter screen: a limit that moves changes the counts at once, a decision by hand wins over every limit."""

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup, Selectbox

from engine import jobs
from engine.catalog import open_catalog
from engine.catalog.datasets import Dataset
from engine.catalog.decisions import LimitSetting, save_limits
from engine.settings import Settings
from engine.verdicts import current_limits, decide_dataset
from tests.pages.screens import open_screen, press

SIZE = "size"


@pytest.fixture
def screen(app: AppTest, team: Dataset) -> AppTest:
    """Filter on ``team``: six pictures of 64 × 48 and five of 32 × 32; one is damaged, one a duplicate."""
    return open_screen(app, "3_Filter.py")


def _counts(screen: AppTest) -> list[str]:
    assert not screen.exception
    return [metric.value for metric in screen.metric]


def _reasons(screen: AppTest) -> ButtonGroup[str]:
    return next(group for group in screen.button_group if group.key and group.key.startswith("reason_group"))


def _scope(screen: AppTest) -> ButtonGroup[str]:
    return next(group for group in screen.button_group if group.key and group.key.startswith("reason_scope"))


def _limits(settings: Settings, team: Dataset) -> dict[str, LimitSetting]:
    return current_limits(open_catalog(settings), team)


def test_counts_stand_per_verdict(screen: AppTest) -> None:
    assert [metric.label for metric in screen.metric] == ["✓ Kept", "✕ Rejected", "? Undecided"]
    assert _counts(screen) == ["10", "2", "0"]


def _move(screen: AppTest, settings: Settings, team: Dataset, value: float, *, is_on: bool = True) -> AppTest:
    """Set the limit of the size as the panel does, whose slider only a browser can move."""
    save_limits(open_catalog(settings), team, {SIZE: LimitSetting(value, is_on)})
    return screen.run()


def test_a_limit_changes_the_counts_and_a_check_that_is_off_rejects_nothing(
    screen: AppTest, team: Dataset, settings: Settings
) -> None:
    assert _counts(_move(screen, settings, team, 33)) == ["6", "6", "0"]
    assert _counts(_move(screen, settings, team, 33, is_on=False)) == ["10", "2", "0"]


def test_the_chosen_reason_stays_while_limits_move(screen: AppTest, team: Dataset, settings: Settings) -> None:
    _move(screen, settings, team, 33)
    _reasons(screen).set_value(SIZE).run()
    _move(screen, settings, team, 40)
    assert _reasons(screen).value == SIZE
    # The fifth small one is a duplicate as well.
    assert _scope(screen).options == ["All it rejects (5)", "Would come back without it (4)"]
    _scope(screen).set_value("alone").run()
    assert "Select all 4" in [button.label for button in screen.button]


def _preset(screen: AppTest) -> Selectbox:
    return next(box for box in screen.selectbox if box.label == "Preset")


class TestPresets:
    def test_a_browser_that_has_not_heard_of_a_moved_limit_does_not_bring_the_preset_back(
        self, screen: AppTest, team: Dataset, settings: Settings
    ) -> None:
        shown_before = _preset(screen)
        assert shown_before.value == "usual"
        _move(screen, settings, team, 33)
        shown_before.set_value("usual").run()  # what such a browser sends along with whatever is pressed next
        assert _limits(settings, team)[SIZE] == LimitSetting(33)
        assert _preset(screen).value == ""

    def test_a_preset_sets_all_limits_and_can_be_taken_back(
        self, screen: AppTest, team: Dataset, settings: Settings
    ) -> None:
        _move(screen, settings, team, 33)
        preset = _preset(screen)
        assert preset.value == ""
        assert preset.options == ["Your own limits", "Usual", "Everything"]
        preset.set_value("everything").run()
        assert _counts(screen) == ["11", "1", "0"]
        assert [name for name, each in _limits(settings, team).items() if each.is_on] == ["readable"]
        assert "Just came back 5" in _reasons(screen).options
        press(screen, "Undo · Preset Everything")
        assert _counts(screen) == ["6", "6", "0"]
        assert _limits(settings, team)[SIZE] == LimitSetting(33)

    def test_limits_are_saved_renamed_and_deleted_under_a_name(
        self, screen: AppTest, team: Dataset, settings: Settings
    ) -> None:
        _move(screen, settings, team, 33)
        screen.text_input(key="preset_name").input("Mine")
        press(screen, "Save these limits")
        assert _preset(screen).value == "Mine"
        screen.text_input(key="preset_name").input("Ours *")
        press(screen, "Rename “Mine”")
        assert _preset(screen).value == "Ours *"
        press(screen, "Delete “Ours \\*”")
        assert _preset(screen).value == ""

    def test_a_name_that_cannot_be_given_is_explained(self, screen: AppTest) -> None:
        screen.text_input(key="preset_name").input("Usual")
        press(screen, "Save these limits")
        assert [error.value for error in screen.error] == [
            "'Usual' is a preset that comes along with Facet and stays as it is. Choose another name."
        ]

    def test_a_damaged_file_of_presets_leaves_the_limits_usable(self, screen: AppTest, settings: Settings) -> None:
        settings.presets_file.write_text("{", encoding="utf-8")
        assert _counts(screen.run()) == ["10", "2", "0"]
        assert "the file is damaged" in screen.warning[0].value


class TestDecidingByHand:
    def test_many_photos_are_kept_at_once_and_that_can_be_undone(
        self, screen: AppTest, team: Dataset, settings: Settings
    ) -> None:
        _move(screen, settings, team, 33)
        _reasons(screen).set_value(SIZE).run()
        press(screen, "Select all 5")
        press(screen, "Keep")
        assert _counts(screen) == ["11", "1", "0"]
        press(screen, "Undo")
        assert _counts(screen) == ["6", "6", "0"]

    def test_a_photo_kept_by_hand_stays_kept_whatever_the_limits_say(
        self, app: AppTest, team: Dataset, settings: Settings
    ) -> None:
        decision = decide_dataset(open_catalog(settings), team)
        photo = decision.table.sha256s[decision.table.paths.index("Bo/0.png")]
        screen = open_screen(app, "3_Filter.py", photo=photo)
        press(screen, "Keep")
        assert _counts(_move(screen, settings, team, 1000)) == ["1", "11", "0"]
        press(screen, "Leave to the checks")
        assert _counts(screen.run()) == ["0", "12", "0"]


@pytest.mark.usefixtures("imported")
def test_photos_nobody_looked_at_offer_the_analysis(app: AppTest, settings: Settings) -> None:
    screen = open_screen(app, "3_Filter.py")
    assert screen.info[0].value.startswith("12 of 12 photos wait to be analyzed.")
    assert not screen.metric
    press(screen, "Analyze")
    job = jobs.find_latest(settings, "analyze")
    assert job.command == ("analyze", "team")
    assert (jobs.wait(job).result or {})["analyzed"] == 12
    assert _counts(screen.run()) == ["10", "2", "0"]


def test_the_view_stands_in_the_address(app: AppTest, team: Dataset) -> None:
    screen = open_screen(app, "3_Filter.py", view="undecided")
    assert not screen.exception
    assert "Every photo is decided: each question has an answer." in [each.value for each in screen.success]
    assert not screen.metric
    screen.button_group(key="filter_view").set_value("limits").run()
    assert "view" not in screen.query_params
    assert _counts(screen) == ["10", "2", "0"]
