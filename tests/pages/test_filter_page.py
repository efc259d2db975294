"""The Filter screen: a limit that moves changes the counts at once, a decision by hand wins over every limit."""

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup

from engine import jobs
from engine.catalog import open_catalog
from engine.catalog.datasets import Dataset
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


def test_counts_stand_per_verdict(screen: AppTest) -> None:
    assert [metric.label for metric in screen.metric] == ["✓ Kept", "✕ Rejected", "? Undecided"]
    assert _counts(screen) == ["10", "2", "0"]


def test_moving_a_limit_changes_the_counts_and_is_remembered(
    screen: AppTest, team: Dataset, settings: Settings
) -> None:
    screen.slider[0].set_value(33.0).run()
    assert _counts(screen) == ["6", "6", "0"]
    assert "rejects **5**" in [words.value for words in screen.markdown]
    assert current_limits(open_catalog(settings), team)[SIZE].value == 33


def test_a_check_switched_off_rejects_nothing(screen: AppTest) -> None:
    screen.slider[0].set_value(33.0).run()
    screen.toggle(key=f"limit_1_{SIZE}_on").set_value(False).run()
    assert _counts(screen) == ["10", "2", "0"]


def test_the_usual_limits_come_back_with_one_press(screen: AppTest) -> None:
    screen.slider[0].set_value(1000.0).run()
    assert _counts(screen) == ["0", "12", "0"]
    press(screen, "Back to the usual limits")
    assert screen.slider[0].value == 8
    assert _counts(screen) == ["10", "2", "0"]


def test_the_chosen_reason_stays_while_limits_move(screen: AppTest) -> None:
    _reasons(screen).set_value(SIZE).run()
    screen.slider[0].set_value(33.0).run()
    assert _reasons(screen).value == SIZE
    assert "Too small: 5 photos. Click one to keep or reject it by hand." in [each.value for each in screen.caption]


def test_a_photo_kept_by_hand_stays_kept_whatever_the_limits_say(
    app: AppTest, team: Dataset, settings: Settings
) -> None:
    decision = decide_dataset(open_catalog(settings), team)
    photo = decision.table.sha256s[decision.table.paths.index("Bo/0.png")]
    screen = open_screen(app, "3_Filter.py", photo=photo)
    press(screen, "Keep")
    screen.slider[0].set_value(1000.0).run()
    assert _counts(screen) == ["1", "11", "0"]
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
