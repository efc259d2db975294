"""The Prepare screen says what a snapshot will contain, freezes it as a job and shows it."""

import json
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from engine import jobs
from engine.catalog.datasets import Dataset
from engine.jobs import JobState
from engine.kinds import Split
from engine.settings import Settings
from engine.snapshots import list_snapshots
from engine.snapshots.planning import PlannedPhoto, SnapshotPlan
from pages.widgets.plan_preview import plan_sentence
from tests.pages.screens import open_screen, press


@pytest.fixture
def screen(app: AppTest, team: Dataset) -> AppTest:
    """Prepare on ``team``: six kept pictures of Ann, four of Bo, and the snapshot ``team-1``."""
    return open_screen(app, "4_Prepare.py")


def _plan(screen: AppTest) -> str:
    assert not screen.exception
    return next(words.value for words in screen.markdown if "people or classes" in words.value)


def test_the_plan_is_told_before_anything_is_frozen(screen: AppTest) -> None:
    # 30 % of 6 is 2 and of 4 is 1; the usual side of the pictures is the median of six 48 and four 32
    assert _plan(screen) == (
        "10 photos of 2 people or classes: **7** to train on, **3** to check with (validation). "
        "Crops are in colour, 48 × 48 pixels."
    )
    previews = json.loads(screen.get("bidi_component")[0].proto.json)["items"]
    assert [item["caption"] for item in previews][:2] == ["Ann", "Bo"]
    assert len(previews) == 10


def test_balance_leaves_photos_out_and_says_so(screen: AppTest) -> None:
    screen.toggle[0].set_value(True).run()
    assert _plan(screen).startswith("8 photos of 2 people or classes: **6** to train on, **2** to check with")
    assert _plan(screen).endswith("2 kept photos stay out, for balance or because their person has too few.")


@pytest.mark.parametrize(
    ("count", "words"), [(1, "**1** picture has copies"), (1200, "**1,200** pictures have copies")]
)
def test_copies_that_came_on_different_sides_are_told(count: int, words: str) -> None:
    plan = SnapshotPlan(("Ann",), (PlannedPhoto(0, 0, Split.TRAIN),), size=96, channels=3, left_out=0, num_straddling=0)
    assert plan_sentence(plan).endswith("Crops are in colour, 96 × 96 pixels.")
    assert plan_sentence(replace(plan, num_straddling=count)).endswith(
        f"pixels. {words} that came on different sides, such as train/ and test/: all kept copies of a picture go "
        "to one side, to the last test first, then to validation."
    )


def test_a_snapshot_shows_its_crops_and_sides(screen: AppTest) -> None:
    assert screen.subheader[-1].value == "Frozen so far"
    crops = json.loads(screen.get("bidi_component")[1].proto.json)["items"]
    assert len(crops) == 10
    assert sum(item["caption"].endswith("validation") for item in crops) == 3


def test_freezing_runs_the_command_of_the_choices_and_ends_at_the_next_step(
    screen: AppTest, settings: Settings
) -> None:
    screen.toggle[0].set_value(True)
    screen.slider[0].set_value(50)
    press(screen, "Freeze")
    job = jobs.find_latest(settings, "snapshot")
    shares = ("--validation", "0.5", "--test", "0.0")
    assert job.command == ("snapshot", "team", *shares, "--balance", "undersample", "--seed", "0")
    assert jobs.wait(job).state is JobState.FINISHED
    screen.run()
    assert screen.success[0].value == "Snapshot **team-2** is frozen."
    assert screen.query_params["snapshot"] == "team-2"
    assert len(list_snapshots(settings, "team")[0].entries) == 8


@pytest.mark.usefixtures("imported")
def test_photos_nobody_looked_at_lead_back_to_the_filter(app: AppTest) -> None:
    screen = open_screen(app, "4_Prepare.py")
    assert screen.info[0].value.startswith("Dataset 'team' has not been analyzed.")
    assert [button.label for button in screen.main.button] == []
