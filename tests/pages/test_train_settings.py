"""Settings and actions on the Train screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import jobs
from engine.settings import Settings
from engine.snapshots import Snapshot
from engine.training.config import CONTROLS, read_config
from engine.training.progress import DIVERGED
from engine.training.runs import list_runs
from pages.widgets.train_settings import ASKED_ELSEWHERE
from tests.pages.run_builder import freeze_made, open_page, write_run

PAGE = "5_Train.py"


@pytest.fixture
def snapshot(settings: Settings, people_dir: Path) -> Snapshot:
    return freeze_made(settings, people_dir)


def test_every_setting_has_its_widget(snapshot: Snapshot) -> None:
    app = open_page(PAGE)
    network = app.radio(key="network_s1").value
    asked = {
        widget.key.removeprefix("set_").removesuffix(f"_{network}")
        for widgets in (app.toggle, app.selectbox, app.slider, app.number_input)
        for widget in widgets
        if widget.key and widget.key.startswith("set_")
    }
    assert asked == set(CONTROLS) - ASKED_ELSEWHERE


@pytest.mark.slow
def test_what_is_changed_reaches_the_run(settings: Settings, snapshot: Snapshot) -> None:
    app = open_page(PAGE)
    app.toggle(key="all_networks_s1").set_value(True).run()
    app.radio(key="network_s1").set_value("digits_cnn").run()
    app.number_input(key="steps_digits_cnn").set_value(2)
    app.selectbox(key="set_optimizer_digits_cnn").set_value("sgd")
    app.slider(key="set_contrast_digits_cnn").set_value((0.5, 1.5))
    app.number_input(key="set_patience_digits_cnn").set_value(7).run()
    next(button for button in app.main.button if button.label == "Start training").click().run()
    (run,) = list_runs(settings)
    jobs.request_stop(run.job)
    config = read_config(run.folder)
    assert (config.optimizer, config.augmentation.contrast, config.patience) == ("sgd", (0.5, 1.5), 7)
    assert jobs.wait(run.job, 200).state in (jobs.JobState.FINISHED, jobs.JobState.STOPPED)


def test_a_run_that_diverged_offers_half_the_rate(settings: Settings, snapshot: Snapshot) -> None:
    run = write_run(settings, snapshot, "run-1")
    (run.folder / "status.json").write_text(
        f'{{"state": "failed", "started": null, "ended": null, "error": "{DIVERGED} at step 9."}}', encoding="utf-8"
    )
    app = open_page(PAGE, dataset="made", run="run-1")
    assert app.button(key="halve_run-1").label == "Go on from before it, with half the rate (0.0005)"


def test_deleting_checkpoints_frees_them_and_leaves_the_run(settings: Settings, snapshot: Snapshot) -> None:
    run = write_run(settings, snapshot, "run-1")
    (run.folder / "checkpoints").mkdir()
    (run.folder / "checkpoints" / "step-50.npz").write_bytes(bytes(2_500_000))
    app = open_page(PAGE, dataset="made", run="run-1")
    button = app.button(key="delete_checkpoints_run-1")
    assert button.label == "Delete checkpoints (2.5 MB)"
    button.click().run()
    assert not (run.folder / "checkpoints").exists()
    assert app.button(key="delete_checkpoints_run-1").disabled


def test_a_run_is_deleted_only_when_one_is_sure(settings: Settings, snapshot: Snapshot) -> None:
    run = write_run(settings, snapshot, "run-1")
    app = open_page(PAGE, dataset="made", run="run-1")
    assert app.button(key="delete_run-1").disabled
    app.checkbox(key="sure_run-1").check().run()
    app.button(key="delete_run-1").click().run()
    assert not app.exception
    assert not run.folder.exists()
    assert app.main.button[-1].label == "Start training"


def test_a_whole_set_of_changes_fills_in_its_numbers_and_shows_them(snapshot: Snapshot) -> None:
    app = open_page(PAGE)
    network = app.radio(key="network_s1").value
    app.selectbox(key=f"preset_{network}").set_value("tutorial").run()
    assert not app.exception
    assert not app.main.warning
    assert app.slider(key=f"set_contrast_{network}").value == (0.2, 2.0)
    assert app.number_input(key=f"set_hue_{network}").value == 0.08
    assert app.toggle(key=f"set_flip_{network}").value is True
