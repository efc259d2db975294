"""The words about runs, worked out by hand."""

from pathlib import Path

import numpy as np
import pytest

from engine.settings import Settings
from engine.snapshots import Snapshot
from engine.training.evaluation import summarize
from pages.widgets.run_words import confused_sentence, expected_seconds, outcome_sentence, run_name
from tests.pages.run_builder import freeze_made, write_run


@pytest.fixture
def snapshot(settings: Settings, people_dir: Path) -> Snapshot:
    """The snapshot ``s1`` of the dataset ``made``."""
    return freeze_made(settings, people_dir)


def test_a_run_is_named_by_its_network_and_the_end_of_its_id(settings: Settings, snapshot: Snapshot) -> None:
    assert run_name(write_run(settings, snapshot, "run-1-86d9")) == "face_cnn 86d9"


def test_without_earlier_runs_no_time_is_promised() -> None:
    assert expected_seconds([], "s1", "face_cnn", 100, 10) is None


def test_the_time_grows_with_steps_and_photos_a_step(settings: Settings, snapshot: Snapshot) -> None:
    run = write_run(settings, snapshot, "run-1")  # 100 steps of 10 photos in 10 seconds
    assert expected_seconds([run], "s1", "face_cnn", 300, 20) == pytest.approx(60.0)
    assert expected_seconds([run], "s1", "digits_cnn", 300, 20) is None


def test_the_outcome_tells_the_best_model_and_not_the_last(settings: Settings, snapshot: Snapshot) -> None:
    run = write_run(settings, snapshot, "run-1", [0.75, 0.5])
    assert outcome_sentence(run) == (
        "The best model (step 50) recognises **75.0 %** of the photos it never learned from. "
        "Training took 10 s. Why it ended: all steps done."
    )


def test_a_run_without_a_measurement_says_to_resume(settings: Settings, snapshot: Snapshot) -> None:
    run = write_run(settings, snapshot, "run-1", [], is_stopped=True)
    assert outcome_sentence(run).endswith("there is no model yet. Resume it to go on.")


def test_the_pair_mixed_up_most_is_named_with_its_numbers() -> None:
    counts = np.array([[8, 0, 0], [1, 6, 3], [0, 2, 4]])
    assert confused_sentence(summarize("s1", "validation", ("Ann", "Bo", "Kim"), counts)) == (
        "Most often mixed up: 3 of 10 photos of **Bo** were taken for **Kim**. "
        "In all, 18 of 24 validation photos were recognised."
    )


def test_a_flawless_model_mixes_nobody_up() -> None:
    sentence = confused_sentence(summarize("s1", "validation", ("Ann", "Bo"), np.array([[2, 0], [0, 3]])))
    assert sentence == "All 5 validation photos were recognised: nothing was mixed up."
