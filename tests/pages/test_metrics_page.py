"""The Metrics screen: the table of runs, their curves, and whom a run mixes up."""

from pathlib import Path

import numpy as np
import pytest

from engine.settings import Settings
from engine.snapshots import Snapshot
from engine.training.evaluation import summarize, write_evaluation
from tests.engine.builders import import_photos
from tests.pages.run_builder import freeze_made, links, open_page, write_run

PAGE = "6_Metrics.py"


@pytest.fixture
def snapshot(settings: Settings, people_dir: Path) -> Snapshot:
    """The snapshot ``s1`` of the dataset ``made``."""
    return freeze_made(settings, people_dir)


def test_without_a_run_the_next_step_is_train(snapshot: Snapshot) -> None:
    app = open_page(PAGE)
    assert app.info[0].value.startswith("No run yet.")
    assert links(app) == ["Train a network"]


def test_the_best_run_is_preselected_and_listed_with_its_settings(settings: Settings, snapshot: Snapshot) -> None:
    good = write_run(settings, snapshot, "run-1-good", [0.5, 0.875])
    write_run(settings, snapshot, "run-2-poor", [0.25])
    write_evaluation(good.folder, summarize("s1", "validation", ("Ann", "Bo"), np.array([[3, 1], [0, 4]])))
    app = open_page(PAGE)
    table = app.main.dataframe[0].value.sort_values("Run")
    assert list(table["Run"]) == ["face_cnn good", "face_cnn poor"]
    assert list(table["Best accuracy"]) == [0.875, 0.25]
    assert list(table["Steps"]) == ["100 of 100", "50 of 100"]
    assert list(table["Seed"]) == [3, 3]
    assert "1 of 4 photos of **Ann** were taken for **Bo**" in app.main.markdown[-1].value
    assert len(app.main.get("plotly_chart")) == 3
    assert dict(app.main.dataframe[1].value[["Label", "Recognised"]].values) == {"Ann": 0.75, "Bo": 1.0}


def test_the_run_in_the_url_is_shown_and_without_an_evaluation_says_what_to_do(
    settings: Settings, snapshot: Snapshot
) -> None:
    write_run(settings, snapshot, "run-1", [0.875])
    write_run(settings, snapshot, "run-2", [0.25], is_stopped=True)
    app = open_page(PAGE, dataset="made", run="run-2")
    assert app.info[0].value.endswith("Open it on the Train page and press Resume.")
    assert links(app) == ["Go to Train"]


def test_runs_of_another_dataset_are_one_press_away(settings: Settings, snapshot: Snapshot, people_dir: Path) -> None:
    import_photos(settings, people_dir, name="other")
    write_run(settings, snapshot, "run-1")
    app = open_page(PAGE, dataset="other")
    assert app.info[0].value.startswith("No run of 'other' yet.")
    app.main.get("button_group")[0].set_value("All datasets").run()
    assert not app.exception
    assert list(app.main.dataframe[0].value["Snapshot"]) == ["s1"]


def test_tensorboard_is_one_command_away(settings: Settings, snapshot: Snapshot) -> None:
    write_run(settings, snapshot, "run-1")
    assert open_page(PAGE).code[0].value == f'tensorboard --logdir "{settings.runs_dir}"'
