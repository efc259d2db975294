"""What is said of copies by hand outlives the next search, and can be taken back."""

from __future__ import annotations

import numpy as np
import pytest

from engine.catalog.copies import save_copies
from engine.edits import choose_best_copy, read_history, redo, tell_apart, undo
from engine.errors import NotFound
from engine.verdicts import load_measurements
from tests.engine.edits.conftest import Team

PATHS = ("Ann/1.png", "Ann/2.png", "Bo/1.png")


@pytest.fixture
def copies(team: Team) -> list[str]:
    """Three photos of the team that a search found to be copies, the best first."""
    table = load_measurements(team.catalog, team.dataset)
    groups = np.where(np.isin(table.paths, PATHS), 7, -1)
    places = np.array([PATHS.index(path) if path in PATHS else 0 for path in table.paths])
    save_copies(team.catalog, team.dataset, table.photo_ids.tolist(), groups, places)
    return team.sha256s(*PATHS)


def _groups(team: Team) -> list[list[str]]:
    table = load_measurements(team.catalog, team.dataset)
    return [[table.paths[place] for place in group.tolist()] for group in table.standing.copies()]


def test_the_chosen_photo_stands_for_its_group_until_another_is_chosen(team: Team, copies: list[str]) -> None:
    assert _groups(team) == [["Ann/1.png", "Ann/2.png", "Bo/1.png"]]
    edit = choose_best_copy(team.catalog, team.dataset, copies[2], copies[:2])
    assert edit is not None
    assert edit.title == "Chose a photo to keep of 3 copies"
    assert _groups(team) == [["Bo/1.png", "Ann/1.png", "Ann/2.png"]]
    choose_best_copy(team.catalog, team.dataset, copies[1], [copies[0], copies[2]])
    assert _groups(team) == [["Ann/2.png", "Ann/1.png", "Bo/1.png"]]
    undo(team.catalog, team.dataset)
    assert _groups(team) == [["Bo/1.png", "Ann/1.png", "Ann/2.png"]]
    undo(team.catalog, team.dataset)
    assert _groups(team) == [["Ann/1.png", "Ann/2.png", "Bo/1.png"]]
    redo(team.catalog, team.dataset)
    assert _groups(team) == [["Bo/1.png", "Ann/1.png", "Ann/2.png"]]


def test_choosing_the_same_photo_again_changes_nothing(team: Team, copies: list[str]) -> None:
    choose_best_copy(team.catalog, team.dataset, copies[2], copies[:2])
    assert choose_best_copy(team.catalog, team.dataset, copies[2], copies[:2]) is None


def test_photos_that_are_no_copies_leave_their_group_and_come_back_when_that_is_undone(
    team: Team, copies: list[str]
) -> None:
    edit = tell_apart(team.catalog, team.dataset, copies[1:2])
    assert edit is not None
    assert edit.title == "Said that 1 photo is no copy"
    assert _groups(team) == [["Ann/1.png", "Bo/1.png"]]
    tell_apart(team.catalog, team.dataset, copies)
    assert _groups(team) == []
    undo(team.catalog, team.dataset)
    undo(team.catalog, team.dataset)
    assert _groups(team) == [["Ann/1.png", "Ann/2.png", "Bo/1.png"]]


def test_a_choice_outlives_the_next_search(team: Team, copies: list[str]) -> None:
    choose_best_copy(team.catalog, team.dataset, copies[2], copies[:2])
    table = load_measurements(team.catalog, team.dataset)
    save_copies(team.catalog, team.dataset, table.photo_ids.tolist(), table.copies.groups, table.copies.places)
    assert _groups(team)[0][0] == "Bo/1.png"


def test_a_photo_that_is_not_there_changes_nothing(team: Team, copies: list[str]) -> None:
    with pytest.raises(NotFound, match="has no photo abc"):
        choose_best_copy(team.catalog, team.dataset, "abc", copies)
    assert read_history(team.catalog, team.dataset) == []
