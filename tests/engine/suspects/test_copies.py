"""One picture under two names is told once, however it was copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from engine.catalog.datasets import Conflict
from engine.copies.records import StoredCopies
from engine.kinds import Kind
from engine.suspects import Copies, Likeness
from engine.suspects.copies import find_copies
from engine.verdicts import Decision, decide, default_limits
from tests.engine.builders import build_table


def _decide(labels: Sequence[str], groups: Sequence[int], pixels: str, choices: Sequence[str] = ()) -> Decision:
    """Photos with a letter each for their pixels, in groups of near-duplicates; -1 for none."""
    length = len(labels)
    chosen = np.array(choices or [""] * length, "<U5")
    copies = StoredCopies(np.array(groups), np.arange(length), np.ones(length, np.bool_), chosen)
    table = build_table({"readable": [1.0] * length}, labels=labels, pixels=list(pixels), copies=copies)
    return decide(table, Kind.IMAGES, default_limits(Kind.IMAGES))


def _told(found: Sequence[Copies]) -> list[tuple[Likeness, list[str]]]:
    return [(copies.likeness, [photo.sha256.removeprefix("photo-") for photo in copies.photos]) for copies in found]


def test_without_copies_nothing_is_told() -> None:
    assert find_copies(_decide(["Ann", "Bo"], [-1, -1], "ab"), []) == []


def test_near_duplicates_of_one_person_are_no_suspicion() -> None:
    assert find_copies(_decide(["Ann", "Ann", "Bo"], [0, 0, -1], "abc"), []) == []


def test_near_duplicates_under_two_names_are_told() -> None:
    found = find_copies(_decide(["Ann", "Bo", "Cy"], [0, 0, -1], "abc"), [])
    assert _told(found) == [(Likeness.NEARLY_SAME, ["0", "1"])]
    assert found[0].labels == ("Ann", "Bo")


def test_of_many_copies_one_of_each_name_comes_first() -> None:
    found = find_copies(_decide(["Ann", "Ann", "Ann", "Bo", "Bo"], [7] * 5, "abcde"), [])
    assert _told(found) == [(Likeness.NEARLY_SAME, ["0", "3", "1", "2", "4"])]


def test_pictures_that_are_said_to_be_no_copies_are_not_told() -> None:
    assert find_copies(_decide(["Ann", "Bo"], [0, 0], "ab", ["apart", "apart"]), []) == []


def test_photos_set_aside_are_not_told() -> None:
    decision = _decide(["Ann", "Bo"], [0, 0], "ab")
    aside = replace(decision, table=replace(decision.table, is_aside=np.array([False, True])))
    assert find_copies(aside, []) == []


def test_surest_copies_come_first_and_equal_pixels_are_not_told_again_as_nearly_the_same() -> None:
    decision = _decide(["Ann", "Bo", "Cy", "Di"], [0, 0, 3, 3], "abcc")
    conflict = Conflict(sha256="photo-1", counted_as="Bo", label="Ed", path="Ed/1.png")
    assert _told(find_copies(decision, [conflict])) == [
        (Likeness.SAME_FILE, ["1", "1"]),
        (Likeness.SAME_PICTURE, ["2", "3"]),
        (Likeness.NEARLY_SAME, ["0", "1"]),
    ]
