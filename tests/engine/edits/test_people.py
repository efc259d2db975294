"""People are added, renamed, merged and taken out, and files that sources bring later still find their way."""

from __future__ import annotations

import pytest

from engine import edits
from engine.catalog.datasets import count_dataset
from engine.errors import BadInput, NotFound
from tests.conftest import PhotoMaker
from tests.engine.builders import import_photos
from tests.engine.edits.conftest import Team


class TestRenaming:
    def test_new_files_of_the_old_folder_come_under_the_new_name(self, team: Team, make_photo: PhotoMaker) -> None:
        edits.rename_person(team.catalog, team.dataset, "Ann", "Anna Lee")
        make_photo(team.folder / "Ann" / "4.png", seed=50)
        team.import_again()
        assert team.people() == {"Anna Lee": 4, "Bo": 2}
        edits.undo(team.catalog, team.dataset)
        assert team.people() == {"Ann": 4, "Bo": 2}

    def test_a_folder_of_the_new_name_is_the_same_person(self, team: Team, make_photo: PhotoMaker) -> None:
        edits.rename_person(team.catalog, team.dataset, "Ann", "Anna")
        make_photo(team.folder / "Anna" / "1.png", seed=50)
        team.import_again()
        assert team.people() == {"Anna": 4, "Bo": 2}

    def test_a_name_that_another_has_asks_for_a_merge(self, team: Team) -> None:
        with pytest.raises(edits.NameTaken, match=r"There is a 'Bo' already\. Choose another name, or merge the two"):
            edits.rename_person(team.catalog, team.dataset, "Ann", "Bo")

    def test_the_same_name_is_no_edit(self, team: Team) -> None:
        assert edits.rename_person(team.catalog, team.dataset, "Ann", " Ann ") is None

    def test_two_people_can_swap_their_names(self, team: Team) -> None:
        for old, new in (("Ann", "x"), ("Bo", "Ann"), ("x", "Bo")):
            edits.rename_person(team.catalog, team.dataset, old, new)
        team.import_again()
        assert team.people() == {"Ann": 2, "Bo": 3}
        edits.go_to(team.catalog, team.dataset, 0)
        assert team.people() == {"Ann": 3, "Bo": 2}


class TestMerging:
    def test_photos_move_and_so_do_those_that_come_later(self, team: Team, make_photo: PhotoMaker) -> None:
        edit = edits.merge_people(team.catalog, team.dataset, "Ann", "Bo")
        assert edit is not None
        assert edit.title == "Merged Ann (3 photos) into Bo"
        assert team.people() == {"Bo": 5}
        make_photo(team.folder / "Ann" / "4.png", seed=50)
        team.import_again()
        assert team.people() == {"Bo": 6}

    def test_undo_gives_back_also_what_came_after_the_merge(self, team: Team, make_photo: PhotoMaker) -> None:
        edits.merge_people(team.catalog, team.dataset, "Ann", "Bo")
        make_photo(team.folder / "Ann" / "4.png", seed=50)
        make_photo(team.folder / "Bo" / "3.png", seed=51)
        team.import_again()
        edits.undo(team.catalog, team.dataset)
        assert team.people() == {"Ann": 4, "Bo": 3}
        make_photo(team.folder / "Ann" / "5.png", seed=52)
        team.import_again()
        edits.redo(team.catalog, team.dataset)
        assert team.people() == {"Bo": 8}

    def test_a_photo_moved_by_hand_before_the_merge_stays_where_it_was_put(self, team: Team) -> None:
        edits.move_photos(team.catalog, team.dataset, team.sha256s("Ann/1.png"), "Bo")
        edits.merge_people(team.catalog, team.dataset, "Ann", "Bo")
        edits.undo(team.catalog, team.dataset)
        assert team.people() == {"Ann": 2, "Bo": 3}

    def test_merges_can_follow_each_other(self, team: Team, make_photo: PhotoMaker) -> None:
        make_photo(team.folder / "Cy" / "1.png", seed=60)
        team.import_again()
        edits.merge_people(team.catalog, team.dataset, "Ann", "Bo")
        edits.merge_people(team.catalog, team.dataset, "Bo", "Cy")
        make_photo(team.folder / "Ann" / "4.png", seed=50)
        team.import_again()
        assert team.people() == {"Cy": 7}
        edits.undo(team.catalog, team.dataset)
        assert team.people() == {"Bo": 6, "Cy": 1}
        edits.undo(team.catalog, team.dataset)
        assert team.people() == {"Ann": 4, "Bo": 2, "Cy": 1}

    def test_nobody_is_merged_into_the_same_person_or_into_nobody(self, team: Team) -> None:
        with pytest.raises(BadInput, match="'Ann' cannot be merged into the same person"):
            edits.merge_people(team.catalog, team.dataset, "Ann", "Ann")
        with pytest.raises(NotFound, match="There is no 'Cy' here"):
            edits.merge_people(team.catalog, team.dataset, "Ann", "Cy")


class TestRemoving:
    def test_a_person_leaves_with_all_photos_and_new_files_of_the_folder_stay_out(
        self, team: Team, make_photo: PhotoMaker
    ) -> None:
        edit = edits.remove_person(team.catalog, team.dataset, "Ann")
        assert edit is not None
        assert edit.title == "Removed Ann with 3 photos"
        assert team.people() == {"Bo": 2}
        make_photo(team.folder / "Ann" / "4.png", seed=50)
        (team.folder / "Ann" / "empty.png").touch()
        team.import_again()
        counts = count_dataset(team.catalog, team.dataset)
        assert (counts.people, counts.unreadable) == ({"Bo": 2}, ())
        assert sorted(team.labels()) == ["Bo/1.png", "Bo/2.png"]
        edits.undo(team.catalog, team.dataset)
        assert team.people() == {"Ann": 4, "Bo": 2}

    def test_a_photo_that_also_lies_under_another_person_stays_under_that_one(self, team: Team) -> None:
        (team.folder / "Bo" / "copy.png").write_bytes((team.folder / "Ann" / "1.png").read_bytes())
        team.import_again()
        edits.remove_person(team.catalog, team.dataset, "Ann")
        assert team.labels() == {"Bo/1.png": "Bo", "Bo/2.png": "Bo", "Bo/copy.png": "Bo"}
        edits.undo(team.catalog, team.dataset)
        assert team.people() == {"Ann": 3, "Bo": 2}
        assert "Ann/1.png" in team.labels()

    def test_a_name_that_is_given_again_takes_the_new_files(self, team: Team, make_photo: PhotoMaker) -> None:
        edits.remove_person(team.catalog, team.dataset, "Ann")
        edits.create_person(team.catalog, team.dataset, "Ann")
        make_photo(team.folder / "Ann" / "4.png", seed=50)
        team.import_again()
        assert team.people() == {"Ann": 1, "Bo": 2}


class TestCreating:
    def test_a_new_person_has_no_photos_and_a_folder_of_that_name_finds_them(
        self, team: Team, make_photo: PhotoMaker
    ) -> None:
        edits.create_person(team.catalog, team.dataset, "Cy")
        assert team.people() == {"Ann": 3, "Bo": 2, "Cy": 0}
        make_photo(team.folder / "Cy" / "1.png", seed=50)
        team.import_again()
        assert team.people() == {"Ann": 3, "Bo": 2, "Cy": 1}

    def test_somebody_who_got_photos_since_is_not_taken_back(self, team: Team, make_photo: PhotoMaker) -> None:
        edits.create_person(team.catalog, team.dataset, "Cy")
        make_photo(team.folder / "Cy" / "1.png", seed=50)
        team.import_again()
        assert edits.undo(team.catalog, team.dataset).num_left == 1
        assert team.people() == {"Ann": 3, "Bo": 2, "Cy": 1}

    def test_a_folder_of_a_name_that_was_taken_back_is_somebody_new(self, team: Team, make_photo: PhotoMaker) -> None:
        edits.create_person(team.catalog, team.dataset, "Cy")
        edits.undo(team.catalog, team.dataset)
        make_photo(team.folder / "Cy" / "1.png", seed=50)
        team.import_again()
        assert team.people() == {"Ann": 3, "Bo": 2, "Cy": 1}
        edits.redo(team.catalog, team.dataset)
        assert team.people() == {"Ann": 3, "Bo": 2, "Cy": 1, "Cy (2)": 0}


def test_photos_merged_stay_merged_when_a_new_person_takes_the_old_name(team: Team, make_photo: PhotoMaker) -> None:
    edits.merge_people(team.catalog, team.dataset, "Ann", "Bo")
    edits.move_to_new_person(team.catalog, team.dataset, team.sha256s("Bo/1.png"), "Ann")
    make_photo(team.folder / "Ann" / "4.png", seed=50)
    (team.folder / "Ann" / "1.png").touch()
    team.import_again()
    assert team.people() == {"Ann": 2, "Bo": 4}


def test_a_person_made_by_hand_and_renamed_keeps_the_folder_that_brought_photos(
    team: Team, make_photo: PhotoMaker
) -> None:
    edits.create_person(team.catalog, team.dataset, "Cy")
    make_photo(team.folder / "Cy" / "1.png", seed=50)
    team.import_again()
    edits.rename_person(team.catalog, team.dataset, "Cy", "Cyrus")
    make_photo(team.folder / "Cy" / "2.png", seed=51)
    team.import_again()
    assert team.people() == {"Ann": 3, "Bo": 2, "Cyrus": 2}


def test_the_same_folder_imported_under_another_path_changes_no_edit(team: Team) -> None:
    edits.move_photos(team.catalog, team.dataset, team.sha256s("Ann/1.png"), "Bo")
    team.folder.rename(team.folder.with_name("elsewhere"))
    import_photos(team.settings, team.folder.with_name("elsewhere"))
    assert team.people() == {"Ann": 2, "Bo": 3}
    edits.undo(team.catalog, team.dataset)
    assert team.people() == {"Ann": 3, "Bo": 2}
