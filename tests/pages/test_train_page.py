"""The Train screen: what can be chosen, a run while it goes on, and how it ended."""

from pathlib import Path

import pytest

from engine import jobs
from engine.settings import Settings
from engine.snapshots import Snapshot
from engine.training.config import read_config
from engine.training.configuring import make_config
from engine.training.registry import architectures, find_architecture
from engine.training.runs import create_run, list_runs
from engine.training.sittings import resume_command
from engine.training.speeds import Speed, remember_speed
from tests.engine.builders import import_photos
from tests.pages.run_builder import freeze_made, links, open_page, write_points, write_run

PAGE = "5_Train.py"


@pytest.fixture
def snapshot(settings: Settings, people_dir: Path) -> Snapshot:
    """The snapshot ``s1`` of the dataset ``made``."""
    return freeze_made(settings, people_dir)


def test_without_photos_the_next_step_is_import() -> None:
    app = open_page(PAGE)
    assert app.info[0].value.startswith("There are no photos yet.")
    assert links(app) == ["Import photos"]


def test_without_a_snapshot_the_next_step_is_prepare(settings: Settings, people_dir: Path) -> None:
    import_photos(settings, people_dir, name="made")
    app = open_page(PAGE)
    assert app.info[0].value.startswith("There is nothing to train on yet.")
    assert links(app) == ["Go to Prepare"]


def test_only_networks_that_fit_are_offered_and_one_is_recommended(snapshot: Snapshot) -> None:
    app = open_page(PAGE)
    network = app.radio(key="network_s1")
    assert network.value == "small_resnet"
    assert network.options == ["Small pictures of any kind (residual network) · recommended"]
    app.toggle(key="all_networks_s1").set_value(True).run()
    offered = app.radio(key="network_s1").options
    assert len(offered) == sum("images" in each.kinds for each in architectures().values())
    assert not any("Recognise people" in option for option in offered)  # it needs faces
    assert app.number_input(key="steps_small_resnet").value == 1500
    assert [button.label for button in app.main.button] == [
        "How long would it take here?",
        "Try learning rates",
        "Start training",
    ]


def test_a_measured_speed_tells_how_long_the_network_takes(settings: Settings, snapshot: Snapshot) -> None:
    # 1,500 steps of 64 photos and 50 looks at 9 photos, each a third of a photo's time: 96,150 photos.
    remember_speed(settings, snapshot, find_architecture("small_resnet"), Speed(30.0, 961.5))
    app = open_page(PAGE)
    (caption,) = app.radio(key="network_s1").proto.captions
    assert "Takes about 2 min 10 s on this computer." in caption
    assert "Made for crops of 24 to 160 pixels; these have 16." in caption
    assert [button.label for button in app.main.button] == ["Try learning rates", "Start training"]


def test_training_can_end_at_an_accuracy_with_a_cap_on_steps(snapshot: Snapshot) -> None:
    app = open_page(PAGE)
    app.radio(key="stop_when").set_value("When validation accuracy is high enough").run()
    assert app.main.slider[0].value == 97
    assert app.number_input(key="steps_small_resnet").label == "At most this many steps"


def test_an_earlier_run_tells_how_long_it_may_take(settings: Settings, snapshot: Snapshot) -> None:
    write_run(settings, snapshot, "run-1")  # 100 photos a second
    app = open_page(PAGE)
    app.toggle(key="all_networks_s1").set_value(True).run()
    app.radio(key="network_s1").set_value("face_cnn").run()
    app.number_input(key="steps_face_cnn").set_value(42)
    app.number_input(key="batch_face_cnn").set_value(50).run()
    sentences = [caption.value for caption in app.main.caption]
    assert (
        "42 steps show every training photo about 100 times. "
        "Going by an earlier run here, that takes about 21 s once training has started."
    ) in sentences


def test_a_run_that_goes_on_has_curves_and_a_stop(settings: Settings, snapshot: Snapshot) -> None:
    config = make_config(snapshot, find_architecture("face_cnn"))
    folder = create_run(settings, config, "run-1")
    with jobs.running(folder, resume_command("run-1")) as handle:
        write_points(folder, [0.5, 0.75])
        app = open_page(PAGE, dataset="made", run="run-1")
        assert [metric.value for metric in app.main.metric] == ["75.0 %", "75.0 %", "10", "100"]
        assert len(app.main.get("plotly_chart")) == 2
        app.button(key="stop_run-1").click().run()
        assert handle.stop_requested()


def test_a_finished_run_names_what_comes_next(settings: Settings, snapshot: Snapshot) -> None:
    write_run(settings, snapshot, "run-1")
    app = open_page(PAGE, dataset="made", run="run-1")
    assert app.success[0].value.endswith("Finished.")
    assert "recognises **75.0 %**" in app.main.markdown[0].value
    assert links(app) == ["See whom it mixes up, compare runs"]  # without an exported model there is no Predict yet


def test_a_stopped_run_offers_resume(settings: Settings, snapshot: Snapshot) -> None:
    write_run(settings, snapshot, "run-1", is_stopped=True)
    app = open_page(PAGE, dataset="made", run="run-1")
    assert app.button(key="resume_run-1").label == "Resume"


def test_a_run_that_is_gone_leaves_the_screen_usable(snapshot: Snapshot) -> None:
    app = open_page(PAGE, dataset="made", run="run-erased")
    assert [button.label for button in app.main.button][-1] == "Start training"


@pytest.mark.slow
def test_start_trains_in_the_background_with_the_choices_made(settings: Settings, snapshot: Snapshot) -> None:
    app = open_page(PAGE)
    app.toggle(key="all_networks_s1").set_value(True).run()
    app.radio(key="network_s1").set_value("digits_cnn").run()
    app.number_input(key="steps_digits_cnn").set_value(2)
    app.number_input(key="batch_digits_cnn").set_value(4).run()
    app.main.button[-1].click().run()
    assert not app.exception
    (run,) = list_runs(settings)
    assert app.query_params["run"] == run.id
    assert jobs.wait(run.job, 200).state is jobs.JobState.FINISHED
    config = read_config(run.folder)
    assert (config.architecture, config.steps, config.batch_size) == ("digits_cnn", 2, 4)
    app.run()
    assert app.success[0].value.endswith("Finished.")
    assert links(app) == ["Recognise photos with it", "See whom it mixes up, compare runs"]
