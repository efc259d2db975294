"""On the Browse screen labels are put right: actions on selected photos, people, the history, and erasing."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from engine import edits
from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import Dataset, count_dataset
from engine.forgetting import plan_forgetting_person
from engine.kinds import Override
from engine.settings import Settings
from engine.verdicts import load_measurements
from pages.widgets.edit_notice import step_words
from pages.widgets.erase_panel import consequences
from tests.pages.screens import open_screen, press


@pytest.fixture
def catalog(settings: Settings, team: Dataset) -> Catalog:
    return open_catalog(settings)


@pytest.fixture
def screen(app: AppTest, team: Dataset) -> AppTest:
    """Browse on ``team``."""
    return open_screen(app, "2_Browse.py")


def _buttons(screen: AppTest) -> list[str]:
    return [button.label for button in screen.button]


def _text(screen: AppTest) -> str:
    return "\n".join(element.value for element in (*screen.markdown, *screen.caption))


def _select_all_of(screen: AppTest, person: str) -> AppTest:
    next(box for box in screen.selectbox if box.label == "Person or class").set_value(person).run()
    return next(button for button in screen.button if button.key == "select_all").click().run()


def test_nothing_is_offered_before_a_photo_is_selected(screen: AppTest) -> None:
    assert "Erase…" not in _buttons(screen)
    assert "Undo" not in _buttons(screen)
    assert "Classes…" in _buttons(screen)


def test_selected_photos_move_at_a_choice_and_come_back_with_undo(
    screen: AppTest, catalog: Catalog, team: Dataset
) -> None:
    _select_all_of(screen, "Bo")
    move = next(box for box in screen.selectbox if box.label == "Move to")
    assert move.options == ["Ann", "Bo"]
    move.set_value("Ann").run()
    assert not screen.exception
    assert count_dataset(catalog, team).people == {"Ann": 11, "Bo": 0}
    assert "Moved 5 photos from Bo to Ann." in _text(screen)
    assert "Erase…" not in _buttons(screen)
    screen.button(key="edit_notice_undo").click().run()
    assert count_dataset(catalog, team).people == {"Ann": 6, "Bo": 5}
    assert "Undone: Moved 5 photos from Bo to Ann." in _text(screen)
    press(screen, "Redo")
    assert count_dataset(catalog, team).people == {"Ann": 11, "Bo": 0}
    press(screen, "Close")
    assert "Redone" not in _text(screen)


def test_a_new_class_is_split_off_and_a_taken_name_is_explained(
    screen: AppTest, catalog: Catalog, team: Dataset
) -> None:
    _select_all_of(screen, "Bo")
    screen.text_input(key="label_actions_new_name").set_value("Ann").run()
    press(screen, "Move 5 photos there")
    assert "There is a 'Ann' already" in _text(screen)
    screen.text_input(key="label_actions_new_name").set_value("Cy").run()
    press(screen, "Move 5 photos there")
    assert count_dataset(catalog, team).people == {"Ann": 6, "Bo": 0, "Cy": 5}


@pytest.mark.parametrize(
    ("button", "sentence"),
    [
        ("None of these", "Marked 5 photos as none of these."),
        ("Keep", "Kept 5 photos by hand."),
        ("Reject", "Rejected 5 photos by hand."),
        ("Leave to the checks", "That is so already; nothing was changed."),
    ],
)
def test_each_action_says_what_it_did(screen: AppTest, button: str, sentence: str) -> None:
    _select_all_of(screen, "Bo")
    press(screen, button)
    assert sentence in _text(screen)


def test_people_are_added_renamed_merged_and_removed_in_the_dialog(
    screen: AppTest, catalog: Catalog, team: Dataset
) -> None:
    press(screen, "Classes…")
    screen.text_input(key="people_manager_new").set_value("Cy").run()
    press(screen, "Add")
    screen.text_input(key="people_manager_Bo_name").set_value("Bob").run()
    assert count_dataset(catalog, team).people == {"Ann": 6, "Bob": 5, "Cy": 0}
    screen.text_input(key="people_manager_Bob_name").set_value("Ann").run()
    press(screen, "Merge: all photos of Bob become Ann's")
    screen.button(key="people_manager_Cy_remove").click().run()
    assert not screen.exception
    assert count_dataset(catalog, team).people == {"Ann": 11}
    titles = [edit.title for edit in edits.read_history(catalog, team)]
    assert titles == [
        "Removed Cy with 0 photos",
        "Merged Bob (5 photos) into Ann",
        "Renamed Bo to Bob",
        "Added Cy",
    ]


def test_a_person_is_erased_only_when_the_name_is_typed(screen: AppTest, catalog: Catalog, team: Dataset) -> None:
    press(screen, "Classes…")
    screen.button(key="people_manager_Bo_erase").click().run()
    assert screen.button(key="erase_now").disabled
    assert "Snapshot team-1 loses 4 of 10 photos and stays in use without them." in _text(screen)
    screen.text_input(key="erase_name").set_value("Bo").run()
    screen.button(key="erase_now").click().run()
    assert not screen.exception
    assert count_dataset(catalog, team).people == {"Ann": 6}


def test_selected_photos_are_erased_after_a_tick(screen: AppTest, catalog: Catalog, team: Dataset) -> None:
    _select_all_of(screen, "Bo")
    press(screen, "Erase…")
    assert screen.button(key="erase_now").disabled
    screen.checkbox(key="erase_sure").check().run()
    screen.button(key="erase_now").click().run()
    assert not screen.exception
    assert len(load_measurements(catalog, team)) == 7


def test_the_history_lists_what_was_done_and_goes_back_to_any_of_it(
    screen: AppTest, catalog: Catalog, team: Dataset
) -> None:
    hashes = load_measurements(catalog, team).sha256s
    for number in range(3):
        edits.set_overrides(catalog, team, [hashes[number]], Override.REJECT)
    screen.run()
    undo = next(button for button in screen.button if button.key == "edit_history_Undo")
    assert undo.help == "Rejected 1 photo by hand"
    undo.click().run()
    history = edits.read_history(catalog, team)
    assert [edit.is_undone for edit in history] == [True, False, False]


def test_what_an_erasure_takes_is_told_in_sentences(settings: Settings, catalog: Catalog, team: Dataset) -> None:
    plan = plan_forgetting_person(settings, catalog, team, "Bo")
    told = consequences(plan)
    assert told[0].startswith("Thumbnails, measurements, faces and decisions about them go, and ")
    assert told[-1].startswith("5 files of yours stay in ")


def test_a_step_that_left_something_says_so() -> None:
    assert step_words(["Moved 1 photo from Ann to Bo"], 0, "Undone") == "Undone: Moved 1 photo from Ann to Bo."
    assert (
        step_words(["a", "b"], 1, "Redone") == "Redone: 2 changes. 1 value stayed: something else changed them since."
    )
