"""Who stands for a picture and who comes after, worked out by hand from groups, decisions and choices."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.checks.duplicate import CHECK as DUPLICATE
from engine.checks.near_duplicate import CHECK as NEAR_DUPLICATE
from engine.copies.records import CopyChoice, StoredCopies
from engine.copies.standing import Standing
from engine.kinds import Kind, Verdict
from engine.verdicts import decide, default_limits, new_checks
from tests.engine.builders import build_table


def _stand(
    pixels: Sequence[str | None],
    groups: Sequence[int],
    places: Sequence[int],
    *,
    rejected: Sequence[int] = (),
    best: Sequence[int] = (),
    apart: Sequence[int] = (),
) -> Standing:
    is_rejected = np.zeros(len(pixels), np.bool_)
    is_rejected[list(rejected)] = True
    return Standing.of(pixels, is_rejected, _stored(groups, places, best, apart))


def _stored(
    groups: Sequence[int], places: Sequence[int], best: Sequence[int] = (), apart: Sequence[int] = ()
) -> StoredCopies:
    choices = np.full(len(groups), "", "<U5")
    choices[list(best)], choices[list(apart)] = CopyChoice.BEST, CopyChoice.APART
    return StoredCopies(np.array(groups), np.array(places), np.ones(len(groups), np.bool_), choices)


def _told(groups: Sequence[NDArray[np.int64]]) -> list[list[int]]:
    return [group.tolist() for group in groups]


def test_no_photos_have_no_groups() -> None:
    standing = _stand([], [], [])
    assert standing.copies() == []
    assert standing.better_pictures.tolist() == []


def test_the_best_picture_stands_first_and_a_photo_alone_has_none_before_it() -> None:
    standing = _stand("abcd", [7, -1, 7, 7], [2, 0, 0, 1])
    assert standing.better_pictures.tolist() == [2, 0, 0, 1]
    assert _told(standing.copies()) == [[2, 3, 0]]


def test_the_next_best_stands_for_a_group_whose_best_was_rejected_by_hand() -> None:
    standing = _stand("abc", [7, 7, 7], [0, 1, 2], rejected=[0])
    assert standing.better_pictures.tolist() == [2, 0, 1]
    assert _told(standing.copies()) == [[1, 2, 0]]


def test_the_one_that_was_chosen_comes_first_unless_it_was_rejected() -> None:
    assert _told(_stand("abc", [7, 7, 7], [0, 1, 2], best=[2]).copies()) == [[2, 0, 1]]
    assert _told(_stand("abc", [7, 7, 7], [0, 1, 2], best=[2], rejected=[2]).copies()) == [[0, 1, 2]]


def test_a_photo_set_apart_leaves_its_group_with_all_exact_copies() -> None:
    standing = _stand(["a", "b", "c", "b"], [7, 7, 7, 7], [0, 1, 2, 1], apart=[1])
    assert standing.better_pictures.tolist() == [0, 0, 1, 0]
    assert standing.exact_before.tolist() == [0, 0, 0, 1]
    assert _told(standing.copies()) == [[0, 2], [1, 3]]


def test_exact_copies_are_one_picture_and_follow_the_group_of_the_one_that_was_compared() -> None:
    standing = _stand(["a", "b", "a", None], [7, 7, -1, -1], [1, 0, 0, 0])
    assert standing.exact_before.tolist() == [1, 0, 0, 0]
    assert standing.better_pictures.tolist() == [1, 0, 1, 0]
    assert sorted(standing.copies()[0].tolist()) == [0, 1, 2]


def test_exact_copies_without_a_search_are_a_group() -> None:
    standing = _stand(["a", "b", "a", None, None], [-1] * 5, [0] * 5)
    assert _told(standing.copies()) == [[0, 2]]
    assert standing.better_pictures.tolist() == [0] * 5


def test_one_photo_of_a_group_is_kept_whichever_was_chosen() -> None:
    """0 and 2 have the same pixels, 1 is a copy of them in other quality; 2 was chosen to stand for all."""
    good = {"readable": [1.0] * 3, "size": [64.0] * 3}
    copies = _stored([7, 7, 7], [0, 1, 0], best=[2])
    table = build_table(good, pixels=["a", "b", "a"], copies=copies)
    decision = decide(table, Kind.IMAGES, default_limits(Kind.IMAGES))
    assert decision.select(verdict=Verdict.KEPT).tolist() == [2]
    assert decision.reason_names(0) == (DUPLICATE.name,)
    assert decision.reason_names(1) == (NEAR_DUPLICATE.name,)
    assert decision.explain(1) == ("A better copy of this picture is in the dataset",)


def test_photos_that_wait_to_be_compared_are_no_copies_but_ask_for_it() -> None:
    table = build_table({"readable": [1.0], "size": [64.0]}, copies=StoredCopies.none(1))
    decision = decide(table, Kind.IMAGES, default_limits(Kind.IMAGES))
    assert decision.values[NEAR_DUPLICATE.name].tolist() == [0]
    assert NEAR_DUPLICATE.name in new_checks(decision)
    compared = build_table({"readable": [1.0], "size": [64.0]}, copies=_stored([-1], [0]))
    assert NEAR_DUPLICATE.name not in new_checks(decide(compared, Kind.IMAGES, default_limits(Kind.IMAGES)))
