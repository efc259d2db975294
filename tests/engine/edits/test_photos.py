"""Photos are moved, set aside, kept and rejected by hand; each is an edit with a sentence."""

from __future__ import annotations

import pytest

from engine import edits
from engine.errors import BadInput, NotFound
from engine.kinds import Kind, Override, Verdict
from engine.verdicts import decide_dataset
from tests.conftest import PhotoMaker
from tests.engine.builders import hash_tree, import_photos
from tests.engine.edits.conftest import Team


class TestMoving:
    def test_photos_move_to_another_person_and_back(self, team: Team) -> None:
        before, files = team.labels(), hash_tree(team.folder)
        edit = edits.move_photos(team.catalog, team.dataset, team.sha256s("Ann/1.png", "Ann/2.png"), "Bo")
        assert edit is not None
        assert edit.title == "Moved 2 photos from Ann to Bo"
        assert team.people() == {"Ann": 1, "Bo": 4}
        assert edits.undo(team.catalog, team.dataset).edits == (edit,)
        assert team.labels() == before
        edits.redo(team.catalog, team.dataset)
        assert team.people() == {"Ann": 1, "Bo": 4}
        assert hash_tree(team.folder) == files

    def test_photos_of_several_people_are_counted_once_each(self, team: Team) -> None:
        edits.create_person(team.catalog, team.dataset, "Cy")
        edit = edits.move_photos(team.catalog, team.dataset, team.sha256s("Ann/1.png", "Bo/1.png", "Bo/2.png"), "Cy")
        assert edit is not None
        assert edit.title == "Moved 3 photos from 2 people to Cy"

    def test_photos_that_stand_there_already_make_no_edit(self, team: Team) -> None:
        assert edits.move_photos(team.catalog, team.dataset, team.sha256s("Bo/1.png"), "Bo") is None
        assert edits.read_history(team.catalog, team.dataset) == []

    def test_every_copy_of_a_photo_moves_along(self, team: Team) -> None:
        (team.folder / "Ann" / "copy.png").write_bytes((team.folder / "Ann" / "1.png").read_bytes())
        team.import_again()
        edits.move_photos(team.catalog, team.dataset, team.sha256s("Ann/1.png"), "Bo")
        assert team.people() == {"Ann": 2, "Bo": 3}
        assert import_photos(team.settings, team.folder).conflicts == ()

    def test_a_copy_that_comes_later_is_no_conflict_with_where_its_photo_was_moved(self, team: Team) -> None:
        edits.move_photos(team.catalog, team.dataset, team.sha256s("Ann/1.png"), "Bo")
        (team.folder / "Ann" / "copy.png").write_bytes((team.folder / "Ann" / "1.png").read_bytes())
        assert import_photos(team.settings, team.folder).conflicts == ()
        assert team.labels()["Ann/1.png"] == "Bo"

    def test_a_photo_or_a_person_that_is_not_there_is_named_and_nothing_is_changed(self, team: Team) -> None:
        known, unknown = team.sha256s("Ann/1.png"), "f" * 64
        with pytest.raises(NotFound, match="Dataset 'team' has no photo ffff"):
            edits.move_photos(team.catalog, team.dataset, [*known, unknown], "Bo")
        with pytest.raises(NotFound, match=r"There is no 'Cy' here\. Expected one of: 'Ann', 'Bo'\."):
            edits.move_photos(team.catalog, team.dataset, known, "Cy")
        assert team.people() == {"Ann": 3, "Bo": 2}
        assert edits.read_history(team.catalog, team.dataset) == []


class TestNewPerson:
    def test_a_selection_is_split_off_and_its_undo_leaves_nobody(self, team: Team) -> None:
        edit = edits.move_to_new_person(team.catalog, team.dataset, team.sha256s("Ann/1.png"), " Cy ")
        assert edit is not None
        assert edit.title == "Moved 1 photo from Ann to Cy, a new name"
        assert team.people() == {"Ann": 2, "Bo": 2, "Cy": 1}
        edits.undo(team.catalog, team.dataset)
        assert team.people() == {"Ann": 3, "Bo": 2}
        edits.redo(team.catalog, team.dataset)
        assert team.people() == {"Ann": 2, "Bo": 2, "Cy": 1}

    def test_a_name_that_somebody_has_is_refused(self, team: Team) -> None:
        with pytest.raises(edits.NameTaken, match="There is a 'Bo' already"):
            edits.move_to_new_person(team.catalog, team.dataset, team.sha256s("Ann/1.png"), "Bo")

    @pytest.mark.parametrize("name", ["", "  ", "x" * 101, "two\nlines", "bell\a"])
    def test_what_cannot_be_read_is_no_name(self, team: Team, name: str) -> None:
        with pytest.raises(BadInput, match=r"cannot name a person\. Expected 1 to 100 visible characters"):
            edits.create_person(team.catalog, team.dataset, name)

    def test_names_that_look_equal_are_equal(self, team: Team) -> None:
        edits.create_person(team.catalog, team.dataset, "Zoe\u0308")
        with pytest.raises(edits.NameTaken):
            edits.create_person(team.catalog, team.dataset, "Zo\u00eb")


class TestAside:
    def test_photos_set_aside_show_nobody_and_are_never_trained_on_even_when_kept(self, team: Team) -> None:
        chosen = team.sha256s("Ann/1.png")
        edits.set_overrides(team.catalog, team.dataset, chosen, Override.KEEP)
        edit = edits.set_aside(team.catalog, team.dataset, chosen)
        assert edit is not None
        assert edit.title == "Marked 1 photo as none of these"
        assert team.people() == {"Ann": 2, "Bo": 2}
        decision = decide_dataset(team.catalog, team.dataset)
        place = decision.table.place_of[chosen[0]]
        assert decision.verdicts[place] == Verdict.REJECTED
        assert list(decision.people()) == ["Ann", "Bo"]
        assert decision.explain(place)[0] == "Marked as showing none of the people"

    def test_the_second_joins_the_first_and_both_go_back_one_by_one(self, team: Team) -> None:
        edits.set_aside(team.catalog, team.dataset, team.sha256s("Ann/1.png"))
        edits.set_aside(team.catalog, team.dataset, team.sha256s("Ann/2.png"))
        assert sorted(team.labels().values()) == ["Ann", "Bo", "Bo", "None of these", "None of these"]
        edits.undo(team.catalog, team.dataset)
        assert team.people() == {"Ann": 2, "Bo": 2}
        edits.undo(team.catalog, team.dataset)
        assert team.people() == {"Ann": 3, "Bo": 2}
        edits.set_aside(team.catalog, team.dataset, team.sha256s("Bo/1.png"))
        assert team.people() == {"Ann": 3, "Bo": 1}

    def test_a_dataset_of_faces_calls_them_not_a_person(self, team: Team, make_photo: PhotoMaker) -> None:
        make_photo(team.folder.parent / "faces" / "Kim" / "1.png", seed=70)
        faces = import_photos(team.settings, team.folder.parent / "faces", name="faces", kind=Kind.FACES).dataset
        sha256 = decide_dataset(team.catalog, faces).table.sha256s[0]
        edit = edits.set_aside(team.catalog, faces, [sha256])
        assert edit is not None
        assert edit.title == "Marked 1 photo as not a person"
        assert decide_dataset(team.catalog, faces).table.labels.tolist() == ["Not a person"]


class TestOverrides:
    def test_keeping_rejecting_and_clearing_by_hand_are_edits(self, team: Team) -> None:
        first, second = team.sha256s("Ann/1.png", "Ann/2.png")

        def overrides() -> list[str]:
            return decide_dataset(team.catalog, team.dataset).table.overrides.tolist()

        titles = [
            edits.set_overrides(team.catalog, team.dataset, [first], Override.KEEP),
            edits.set_overrides(team.catalog, team.dataset, [first, second], Override.REJECT),
            edits.set_overrides(team.catalog, team.dataset, [first, second], None),
        ]
        assert [edit.title for edit in titles if edit] == [
            "Kept 1 photo by hand",
            "Rejected 2 photos by hand",
            "Left 2 photos to the checks",
        ]
        assert overrides() == ["", "", "", "", ""]
        edits.undo(team.catalog, team.dataset)
        assert overrides() == ["reject", "reject", "", "", ""]
        edits.undo(team.catalog, team.dataset)
        assert overrides() == ["keep", "", "", "", ""]
        edits.undo(team.catalog, team.dataset)
        assert overrides() == ["", "", "", "", ""]
        edits.redo(team.catalog, team.dataset)
        edits.redo(team.catalog, team.dataset)
        assert overrides() == ["reject", "reject", "", "", ""]

    def test_clearing_what_was_not_decided_is_no_edit(self, team: Team) -> None:
        assert edits.set_overrides(team.catalog, team.dataset, team.sha256s("Ann/1.png"), None) is None
