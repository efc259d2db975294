"""The history can be stepped through, survives restarts, and leaves alone what something else has changed."""

from __future__ import annotations

import pytest

from engine import edits
from engine.catalog import open_catalog
from engine.edits.history import undo_edit
from engine.errors import NotFound
from engine.kinds import Override
from tests.engine.edits.conftest import Team


def _titles(team: Team, *, is_undone: bool) -> list[str]:
    history = edits.read_history(team.catalog, team.dataset)
    return [edit.title for edit in history if edit.is_undone is is_undone]


def _make_three(team: Team) -> None:
    edits.move_photos(team.catalog, team.dataset, team.sha256s("Ann/1.png"), "Bo")
    edits.rename_person(team.catalog, team.dataset, "Bo", "Bob")
    edits.merge_people(team.catalog, team.dataset, "Ann", "Bob")


def test_there_is_nothing_to_undo_or_redo_at_first(team: Team) -> None:
    assert edits.undo(team.catalog, team.dataset).edits == ()
    assert edits.redo(team.catalog, team.dataset).edits == ()
    assert edits.read_history(team.catalog, team.dataset) == []


def test_one_steps_back_to_any_moment_and_forward_again(team: Team) -> None:
    _make_three(team)
    states = [team.labels()]
    for _ in range(3):
        edits.undo(team.catalog, team.dataset)
        states.append(team.labels())
    assert set(states[-1].values()) == {"Ann", "Bo"}
    assert _titles(team, is_undone=True)[0] == "Merged Ann (2 photos) into Bob"
    for state in reversed(states[:-1]):
        edits.redo(team.catalog, team.dataset)
        assert team.labels() == state
    first = edits.read_history(team.catalog, team.dataset)[-1]
    step = edits.go_to(team.catalog, team.dataset, first.id)
    assert [edit.title for edit in step.edits] == ["Merged Ann (2 photos) into Bob", "Renamed Bo to Bob"]
    assert team.people() == {"Ann": 2, "Bo": 3}


def test_a_new_edit_ends_what_could_be_done_again(team: Team) -> None:
    _make_three(team)
    edits.undo(team.catalog, team.dataset)
    edits.undo(team.catalog, team.dataset)
    edits.rename_person(team.catalog, team.dataset, "Bo", "Bea")
    assert _titles(team, is_undone=True) == []
    assert _titles(team, is_undone=False) == ["Renamed Bo to Bea", "Moved 1 photo from Ann to Bo"]


def test_an_edit_is_taken_back_with_all_after_it(team: Team) -> None:
    _make_three(team)
    second = edits.read_history(team.catalog, team.dataset)[1]
    assert len(undo_edit(team.catalog, team.dataset, second.id).edits) == 2
    with pytest.raises(NotFound, match=r"Dataset 'team' has no edit 99\. 'history team' lists them"):
        undo_edit(team.catalog, team.dataset, 99)


def test_edits_survive_a_restart(team: Team) -> None:
    _make_three(team)
    again = open_catalog(team.settings)
    assert edits.undo(again, team.dataset).edits[0].title == "Merged Ann (2 photos) into Bob"
    assert team.people() == {"Ann": 2, "Bob": 3}


def test_undo_after_a_file_changed_its_bytes_follows_the_file(team: Team) -> None:
    edits.move_photos(team.catalog, team.dataset, team.sha256s("Ann/1.png"), "Bo")
    data = (team.folder / "Ann" / "1.png").read_bytes()
    (team.folder / "Ann" / "1.png").write_bytes(data + b"edited")
    team.import_again()
    assert team.labels()["Ann/1.png"] == "Bo"
    edits.undo(team.catalog, team.dataset)
    assert team.labels()["Ann/1.png"] == "Ann"


def test_names_with_quotes_brackets_and_other_scripts_come_back_as_they_were(team: Team) -> None:
    for name in ('"Bo" {x}', "나연", "null", "2"):
        edits.rename_person(team.catalog, team.dataset, next(iter(team.people())), name)
    seen = []
    for _ in range(4):
        edits.undo(team.catalog, team.dataset)
        seen.append(sorted(team.people()))
    assert seen[-1] == ["Ann", "Bo"]


def test_an_edit_of_many_photos_is_one_transaction(team: Team) -> None:
    hashes = team.sha256s(*sorted(team.labels()))
    edits.set_overrides(team.catalog, team.dataset, hashes * 10_000, Override.REJECT)
    assert len(edits.read_history(team.catalog, team.dataset)) == 1
    assert edits.undo(team.catalog, team.dataset).num_left == 0


def test_edits_of_one_dataset_are_not_those_of_another(team: Team) -> None:
    from tests.engine.builders import import_photos

    other = import_photos(team.settings, team.folder, name="other").dataset
    _make_three(team)
    assert edits.read_history(team.catalog, other) == []
    assert edits.undo(team.catalog, other).edits == ()
