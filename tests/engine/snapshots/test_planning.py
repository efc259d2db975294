"""What a snapshot will contain: labels, sides of the split and balance, counted by hand for small numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from engine.copies.records import StoredCopies
from engine.errors import BadInput, DatasetEmpty
from engine.kinds import Kind, Split
from engine.snapshots.planning import Balance, SnapshotOptions, SnapshotPlan, plan_snapshot
from engine.verdicts import Decision, decide, default_limits
from tests.engine.builders import build_table


def _decide(people: dict[str, int], *, kind: Kind = Kind.IMAGES, **facts: Sequence[object] | StoredCopies) -> Decision:
    """``people``: photos per label, all of them kept unless ``facts`` say otherwise."""
    labels = [label for label, count in people.items() for _ in range(count)]
    values = {name: [1.0] * len(labels) for name in ("readable", "one_face", "roll", "pan", "tilt")}
    table = build_table({**values, "size": [64.0] * len(labels)}, labels=labels, **facts)  # type: ignore[arg-type]
    return decide(table, kind, default_limits(kind))


def _plan(
    decision: Decision, *, kind: Kind = Kind.IMAGES, modes: Sequence[str] = ("RGB",), **options: object
) -> SnapshotPlan:
    return plan_snapshot("team", kind, decision, modes, SnapshotOptions(**options))  # type: ignore[arg-type]


def _sides(plan: SnapshotPlan, label: str) -> tuple[int, int, int]:
    train, validation, test = (plan.count(split, label) for split in (Split.TRAIN, Split.VALIDATION, Split.TEST))
    return train, validation, test


class TestSplit:
    @pytest.mark.parametrize(
        ("num_photos", "validation", "test", "expected"),
        [
            (10, 0.3, 0.0, (7, 3, 0)),
            (10, 0.3, 0.2, (5, 3, 2)),
            (4, 0.3, 0.0, (3, 1, 0)),  # 1.2 rounded
            (2, 0.3, 0.0, (1, 1, 0)),  # 0.6, but at least one
            (2, 0.9, 0.0, (1, 1, 0)),  # 1.8, but one stays to train on
            (3, 0.1, 0.1, (1, 1, 1)),
            (2, 0.4, 0.4, (1, 0, 1)),
            (10, 0.0, 0.0, (10, 0, 0)),
        ],
    )
    def test_every_label_is_split_by_the_same_fractions(
        self, num_photos: int, validation: float, test: float, expected: tuple[int, int, int]
    ) -> None:
        plan = _plan(_decide({"Ann": num_photos, "Bo": 20}), validation=validation, test=test)
        assert _sides(plan, "Ann") == expected
        assert _sides(plan, "Bo") == (
            20 - round(20 * validation) - round(20 * test),
            round(20 * validation),
            round(20 * test),
        )
        assert sum(plan.count(split) for split in Split) == num_photos + 20

    def test_every_photo_stands_on_one_side_once_in_import_order(self) -> None:
        plan = _plan(_decide({"Ann": 7, "Bo": 5}))
        assert [photo.place for photo in plan.photos] == list(range(12))

    @pytest.mark.parametrize("seed", range(20))
    def test_the_same_picture_never_stands_on_both_sides(self, seed: int) -> None:
        pixels = ["a", "a", "a", "b", "b", "c", "d", "e", "e", "f"] * 2
        pixels[10:] = [f"{name}2" for name in pixels[10:]]
        decision = _decide({"Ann": 10, "Bo": 10}, pixels=pixels, overrides=["keep"] * 20)
        sides: dict[str, set[Split]] = {}
        plan = _plan(decision, seed=seed, test=0.2)
        for photo in plan.photos:
            sides.setdefault(pixels[photo.place], set()).add(photo.split)
        assert all(len(splits) == 1 for splits in sides.values())
        assert len(plan.photos) == 20
        assert plan.count(Split.TRAIN, "Ann") >= 1

    def test_a_label_with_one_picture_in_two_copies_only_trains(self) -> None:
        decision = _decide({"Ann": 2, "Bo": 4, "Cy": 4}, pixels=["a", "a", *"bcdefghi"], overrides=["keep"] * 10)
        assert _sides(_plan(decision), "Ann") == (2, 0, 0)

    @pytest.mark.parametrize("seed", range(10))
    def test_near_copies_never_stand_on_both_sides_whoever_they_are_said_to_show(self, seed: int) -> None:
        """Ann's 0 to 5 with Bo's 0 to 5: groups 0 and 1 have photos of both, 2 only Bo's."""
        groups = np.array([0, 0, 1, -1, -1, -1, 0, 1, 2, 2, 2, -1])
        copies = StoredCopies(groups, np.arange(12), np.ones(12, np.bool_), np.full(12, ""))
        plan = _plan(_decide({"Ann": 6, "Bo": 6}, copies=copies, overrides=["keep"] * 12), seed=seed, validation=0.34)
        sides: dict[int, set[Split]] = {}
        for photo in plan.photos:
            sides.setdefault(int(groups[photo.place]), set()).add(photo.split)
        assert [len(sides[group]) for group in (0, 1, 2)] == [1, 1, 1]
        assert len(plan.photos) == 12
        assert plan.count(Split.TRAIN, "Ann") >= 1

    def test_a_copy_follows_the_side_that_a_source_gave_to_another(self) -> None:
        copies = StoredCopies(np.array([0, -1, -1, 0, -1, -1]), np.arange(6), np.ones(6, np.bool_), np.full(6, ""))
        decision = _decide({"Ann": 3, "Bo": 3}, copies=copies, overrides=["keep"] * 6)
        table = replace(decision.table, given_splits=np.array(["test", "", "", "", "", ""]))
        plan = _plan(replace(decision, table=table), validation=0)
        assert [photo.place for photo in plan.photos if photo.split is Split.TEST] == [0, 3]

    def test_pictures_that_are_said_to_be_no_copies_may_stand_on_both_sides(self) -> None:
        choices = np.array(["apart", "apart", "", ""])
        copies = StoredCopies(np.array([0, 0, -1, -1]), np.array([0, 1, 0, 0]), np.ones(4, np.bool_), choices)
        assert _sides(_plan(_decide({"Ann": 2, "Bo": 2}, copies=copies)), "Ann") == (1, 1, 0)

    def test_equal_seeds_give_equal_plans_and_others_another(self) -> None:
        decision = _decide({"Ann": 20, "Bo": 20})
        assert _plan(decision, seed=3) == _plan(decision, seed=3)
        assert _plan(decision, seed=3).photos != _plan(decision, seed=4).photos


class TestGivenSides:
    """Photos whose source says on which side they are, such as those of a folder with ``train/`` and ``test/``."""

    def _decide(self, given: dict[str, str], **facts: Sequence[object]) -> Decision:
        """``given``: a letter per photo of a label, T to train on, V validation, E test, - when nothing is said."""
        words = {"T": "train", "V": "validation", "E": "test", "-": ""}
        decision = _decide({label: len(letters) for label, letters in given.items()}, **facts)
        sides = np.array([words[letter] for letters in given.values() for letter in letters])
        return replace(decision, table=replace(decision.table, given_splits=sides))

    def test_photos_stay_on_their_side_and_one_that_is_missing_is_dealt_out_of_those_to_train_on(self) -> None:
        decision = self._decide({"Ann": "TTTTTTTTTTEE", "Bo": "TTTTTTTTTTEEE"})
        plan = _plan(decision, validation=0.3, test=0.5)
        assert (_sides(plan, "Ann"), _sides(plan, "Bo")) == ((7, 3, 2), (7, 3, 3))
        assert [photo.place for photo in plan.photos if photo.split is Split.TEST] == [10, 11, 22, 23, 24]

    def test_where_all_sides_are_given_nothing_is_dealt_out_and_the_rest_trains(self) -> None:
        plan = _plan(self._decide({"Ann": "TTVE--", "Bo": "TTVV"}), validation=0.4, test=0.4)
        assert (_sides(plan, "Ann"), _sides(plan, "Bo")) == ((4, 1, 1), (2, 2, 0))

    def test_a_label_with_nothing_to_train_on_is_left_out(self) -> None:
        plan = _plan(self._decide({"Ann": "TT", "Bo": "TTV", "Cy": "EEE"}), validation=0.0)
        assert (plan.labels, plan.left_out) == (("Ann", "Bo"), 3)

    def test_of_equal_pictures_on_two_sides_none_is_trained_on(self) -> None:
        decision = self._decide({"Ann": "TETT", "Bo": "TT"}, pixels=[*"aabcde"], overrides=["keep"] * 6)
        assert _sides(_plan(decision, validation=0.0), "Ann") == (2, 0, 2)

    def test_pictures_with_copies_on_two_given_sides_are_counted(self) -> None:
        given = {"Ann": "TETTV-", "Bo": "TTVE"}  # a: train and test; b: train and validation; c: validation alone
        decision = self._decide(given, pixels=[*"aabxcc", *"yzbw"], overrides=["keep"] * 10)
        assert _plan(decision, validation=0.0).num_straddling == 2
        assert _plan(decision, validation=0.0, keep_given=False).num_straddling == 0

    def test_a_copy_that_is_not_kept_counts_where_the_picture_is_in_the_plan(self) -> None:
        pixels, overrides = [*"aabcde"], ["keep", "reject", "", "", "", ""]
        decision = self._decide({"Ann": "TETT", "Bo": "TT"}, pixels=pixels, overrides=overrides)
        assert _plan(decision, validation=0.0).num_straddling == 1
        none_kept = self._decide({"Ann": "TETT", "Bo": "TT"}, pixels=pixels, overrides=["reject"] * 2 + [""] * 4)
        assert _plan(none_kept, validation=0.0).num_straddling == 0

    def test_balance_evens_out_what_is_trained_on_and_leaves_the_given_sides_whole(self) -> None:
        plan = _plan(self._decide({"Ann": "TTTTTTEE", "Bo": "TTE"}), validation=0.0, balance=Balance.UNDERSAMPLE)
        assert (_sides(plan, "Ann"), _sides(plan, "Bo")) == ((2, 0, 2), (2, 0, 1))

    def test_given_sides_can_be_ignored(self) -> None:
        decision = self._decide({"Ann": "EEEEEEEEEE", "Bo": "TTTTTTTTTT"})
        plan = _plan(decision, validation=0.3, keep_given=False)
        assert (_sides(plan, "Ann"), _sides(plan, "Bo")) == ((7, 3, 0), (7, 3, 0))


class TestLabels:
    def test_numbers_follow_the_order_of_names(self) -> None:
        plan = _plan(_decide({"Cy": 2, "Ann": 2, "김": 2}))
        assert plan.labels == ("Ann", "Cy", "김")
        assert [photo.number for photo in plan.photos] == [1, 1, 0, 0, 2, 2]

    def test_only_kept_photos_are_frozen(self) -> None:
        decision = _decide({"Ann": 4, "Bo": 3}, overrides=["reject", *[""] * 6])
        assert [photo.place for photo in _plan(decision).photos] == [1, 2, 3, 4, 5, 6]

    def test_a_label_with_a_single_photo_is_left_out_and_counted(self) -> None:
        plan = _plan(_decide({"Ann": 3, "Bo": 3, "Cy": 1}))
        assert (plan.labels, plan.left_out) == (("Ann", "Bo"), 1)

    def test_undersampling_takes_as_many_of_each_as_the_smallest_has(self) -> None:
        plan = _plan(_decide({"Ann": 10, "Bo": 4, "Cy": 6}), balance=Balance.UNDERSAMPLE)
        assert Counter(photo.number for photo in plan.photos) == {0: 4, 1: 4, 2: 4}
        assert plan.left_out == 8
        assert _sides(plan, "Ann") == (3, 1, 0)

    def test_undersampling_cuts_a_group_of_equal_pictures_to_fit(self) -> None:
        decision = _decide({"Ann": 6, "Bo": 4}, pixels=[*["a"] * 6, *"bcde"], overrides=["keep"] * 10)
        plan = _plan(decision, balance=Balance.UNDERSAMPLE)
        assert Counter(photo.number for photo in plan.photos) == {0: 4, 1: 4}


class TestRefused:
    def test_a_dataset_that_was_not_analyzed_says_so(self) -> None:
        decision = _decide({"Ann": 3, "Bo": 3}, is_measured=[False] * 6)
        with pytest.raises(DatasetEmpty, match=r"Dataset 'team' has not been analyzed\. Analyze it on the Filter page"):
            _plan(decision)

    def test_an_empty_dataset_says_how_many_people_are_needed(self) -> None:
        with pytest.raises(
            DatasetEmpty, match=r"'team' has 0 people with at least 2 kept photos\. Expected at least 2"
        ):
            _plan(_decide({}))

    def test_one_person_is_too_few(self) -> None:
        with pytest.raises(DatasetEmpty, match="'team' has 1 people with at least 2 kept photos"):
            _plan(_decide({"Ann": 5, "Bo": 1}))

    @pytest.mark.parametrize("size", [7, 513, 0, -1])
    def test_a_size_nobody_can_train_on_is_refused(self, size: int) -> None:
        with pytest.raises(BadInput, match=rf"Crops of {size} pixels cannot be made\. Expected 8 to 512"):
            SnapshotOptions(size=size)

    @pytest.mark.parametrize(("validation", "test"), [(1.0, 0.0), (0.5, 0.5), (-0.1, 0.0), (0.3, -0.1)])
    def test_a_split_that_leaves_nothing_to_train_on_is_refused(self, validation: float, test: float) -> None:
        with pytest.raises(BadInput, match="leave nothing to train on"):
            SnapshotOptions(validation=validation, test=test)


class TestCropKind:
    def test_faces_are_96_pixels_in_colour_whatever_the_photos_are(self) -> None:
        plan = _plan(_decide({"Ann": 2, "Bo": 2}, kind=Kind.FACES), kind=Kind.FACES, modes=["L"])
        assert (plan.size, plan.channels) == (96, 3)

    @pytest.mark.parametrize(
        ("sides", "expected"), [([28, 28, 28, 40], 28), ([300, 400, 500, 600], 96), ([9, 9, 9, 9], 9)]
    )
    def test_images_keep_their_usual_size_up_to_96(self, sides: list[int], expected: int) -> None:
        decision = _decide({"Ann": 2, "Bo": 2})
        size_wh = np.array([[side * 2, side] for side in sides])
        assert _plan(replace(decision, table=replace(decision.table, size_wh=size_wh))).size == expected

    def test_a_size_that_was_asked_for_is_taken(self) -> None:
        assert _plan(_decide({"Ann": 2, "Bo": 2}), size=32).size == 32

    @pytest.mark.parametrize(
        ("modes", "expected"), [(["L"], 1), (["L", "1", "I;16"], 1), (["L", "RGB"], 3), (["P"], 3), (["LA"], 3)]
    )
    def test_images_are_grey_only_when_all_of_them_are(self, modes: list[str], expected: int) -> None:
        assert _plan(_decide({"Ann": 2, "Bo": 2}), modes=modes).channels == expected
