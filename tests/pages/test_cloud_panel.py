"""Choosing Google Cloud Vision on the Filter screen: nothing leaves before the yes, and what is said is done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup

from engine import jobs
from engine.catalog import open_catalog
from engine.catalog.cloud_answers import load_consent
from engine.catalog.datasets import Dataset, get_dataset
from engine.cloud_vision.options import CloudOptions, load_options, save_options
from engine.jobs import JobState
from engine.kinds import Kind
from engine.settings import Settings
from tests.engine.builders import import_photos, save_generated_faces
from tests.engine.cloud_vision.vision_server import VisionServer, refuse, running_server
from tests.pages.screens import open_screen, press


@pytest.fixture
def server() -> Iterator[VisionServer]:
    with running_server() as running:
        yield running


@pytest.fixture
def people(settings: Settings, pictures_dir: Path, server: VisionServer) -> Dataset:
    """Twelve pictures of people, measured on this computer; Google's server is one of our own."""
    save_options(settings, CloudOptions(endpoint=server.address, free_per_month=1, dollars_per_1000=100.0))
    dataset = import_photos(settings, pictures_dir, kind=Kind.FACES).dataset
    save_generated_faces(open_catalog(settings), dataset)
    return dataset


@pytest.fixture
def screen(app: AppTest, people: Dataset) -> AppTest:
    """Filter, with Google Cloud Vision chosen."""
    screen = open_screen(app, "3_Filter.py")
    _choice(screen).set_value("vision").run()
    assert not screen.exception
    return screen


def _choice(screen: AppTest) -> ButtonGroup[str]:
    return next(group for group in screen.button_group if (group.key or "").startswith("analyzer_"))


def _cost(screen: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in screen.metric if metric.label in COSTS}


COSTS = ("Photos to send", "Answered already", "Cost")


def test_numbers_and_price_stand_there_before_anything_is_sent(screen: AppTest, server: VisionServer) -> None:
    assert _cost(screen) == {"Photos to send": "12", "Answered already": "0", "Cost": "$2.20"}  # 11 × 2 × $0.10
    words = " ".join(each.value for each in screen.markdown)
    assert "at most 1,600 pixels" in words
    assert server.address in words
    assert "EXIF: place, time, camera" in words
    assert server.requests == []


def test_choosing_alone_changes_no_verdict(screen: AppTest, settings: Settings) -> None:
    assert get_dataset(open_catalog(settings), "team").analyzer == "local"
    assert jobs.find_latest(settings, "analyze") is None


@pytest.mark.slow
def test_a_yes_sends_remembers_and_shows_what_google_saw(
    screen: AppTest, settings: Settings, people: Dataset, server: VisionServer, weights: dict[str, Path]
) -> None:
    press(screen, "Agree and send 12 photos")
    job = jobs.wait(jobs.find_latest(settings, "analyze"), 60)
    assert (job.state, (job.result or {})["analyzed"]) == (JobState.FINISHED, 12), jobs.log_tail(job)
    catalog = open_catalog(settings)
    assert get_dataset(catalog, "team").analyzer == "vision"
    consent = load_consent(catalog, people, "vision")
    assert (consent.num_photos, consent.dollars, consent.endpoint) == (12, 2.2, server.address)
    screen.run()
    assert _choice(screen).value == "vision"
    assert _cost(screen) == {}
    _choice(screen).set_value("local").run()
    assert get_dataset(catalog, "team").analyzer == "local"
    sent = len(server.pictures)
    _choice(screen).set_value("vision").run()  # all is known: no question, no price
    assert get_dataset(catalog, "team").analyzer == "vision"
    assert len(server.pictures) == sent


@pytest.mark.slow
def test_what_google_refuses_stands_above_the_numbers_and_one_press_goes_on(
    screen: AppTest, settings: Settings, server: VisionServer, weights: dict[str, Path]
) -> None:
    server.always = refuse(grpc.StatusCode.PERMISSION_DENIED, "This API method requires billing to be enabled.")
    press(screen, "Agree and send 12 photos")
    assert jobs.wait(jobs.find_latest(settings, "analyze"), 60).state is JobState.FAILED
    screen.run()
    assert not screen.exception
    assert "Billing is not set up, and Google answers nothing without it." in screen.error[0].value
    assert _cost(screen)["Photos to send"] == "12"
    server.always = None
    press(screen, "Go on")  # the yes still holds
    assert (jobs.wait(jobs.find_latest(settings, "analyze"), 60).result or {})["analyzed"] == 12


def test_the_connection_is_tried_with_a_grey_picture(screen: AppTest, server: VisionServer) -> None:
    press(screen, "Test the connection")
    assert [each.value for each in screen.success] == [
        f"{server.address} has answered: key, project and connection work."
    ]
    assert server.sizes == [1]


def test_a_connection_that_does_not_work_says_why(screen: AppTest, server: VisionServer) -> None:
    server.always = refuse(grpc.StatusCode.PERMISSION_DENIED, "This API method requires billing to be enabled.")
    press(screen, "Test the connection")
    assert screen.error[0].value.startswith("Billing is not set up, and Google answers nothing without it.")


def test_what_is_set_up_is_kept_and_changes_the_price(screen: AppTest, settings: Settings) -> None:
    screen.number_input[1].set_value(50.0)
    screen.text_input[0].set_value("/keys/facet.json")
    press(screen, "Save")
    assert load_options(settings).credentials_file == "/keys/facet.json"
    assert _cost(screen)["Cost"] == "$1.10"


@pytest.mark.usefixtures("imported")
def test_pictures_without_people_are_not_offered_to_google(app: AppTest) -> None:
    screen = open_screen(app, "3_Filter.py")
    assert not [group for group in screen.button_group if (group.key or "").startswith("analyzer_")]
