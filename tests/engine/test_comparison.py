"""Where two analyzers differ, by numbers worked out by hand."""

from __future__ import annotations

import math

import pytest

from engine.catalog import open_catalog
from engine.catalog.datasets import get_dataset
from engine.comparison import Comparison, Difference, compare, compare_analyzers
from engine.kinds import Kind, Verdict
from engine.settings import Settings
from engine.verdicts import decide, default_limits
from tests.conftest import write_photo
from tests.engine.builders import build_table, import_photos, save_generated_faces

UNASKED = ("roll", "pan", "tilt", "one_face")


def _compare(first: dict[str, list[float]], second: dict[str, list[float]], **measured: list[bool]) -> Comparison:
    """Two decisions by angles and the number of faces alone."""
    decisions = []
    for values, is_measured in ((first, measured.get("by_first")), (second, measured.get("by_second"))):
        limits = default_limits(Kind.FACES)
        columns = {name: [math.nan] * len(values["pan"]) for name in limits} | values
        off = {name: type(setting)(setting.value, is_on=name in UNASKED) for name, setting in limits.items()}
        decisions.append(decide(build_table(columns, is_measured=is_measured), Kind.FACES, off))
    return compare(*decisions)


UPRIGHT = {"roll": [0.0, 0, 0, 0], "tilt": [0.0, 0, 0, 0], "one_face": [1.0, 1, 1, 1]}


def test_verdicts_angles_and_faces_that_differ_are_told_apart() -> None:
    first = UPRIGHT | {"pan": [0.0, 15, 15, 5]}
    second = UPRIGHT | {"pan": [4.0, -15, 25, 5], "one_face": [1.0, 1, 1, 2]}
    comparison = _compare(first, second)
    assert comparison.num_both == 4
    assert comparison.degrees_apart.tolist() == [4, 30, 10, 0]
    assert comparison.median_degrees_apart == 7
    assert comparison.differs[Difference.VERDICT].tolist() == [False, False, True, True]
    assert comparison.differs[Difference.ANGLES].tolist() == [False, True, False, False]
    assert comparison.differs[Difference.FACES].tolist() == [False, False, False, True]
    assert comparison.count(Verdict.KEPT, Verdict.REJECTED) == 2
    assert comparison.count(Verdict.REJECTED, Verdict.KEPT) == 0
    assert comparison.select(Difference.VERDICT).tolist() == [2, 3]  # 10° apart before 0°


def test_a_photo_that_one_has_not_measured_is_not_compared() -> None:
    values = UPRIGHT | {"pan": [0.0, 0, 0, 0]}
    other = UPRIGHT | {"pan": [90.0, 90, 90, 90]}
    comparison = _compare(values, other, by_first=[True, False, True, False], by_second=[True, True, False, False])
    assert comparison.is_both.tolist() == [True, False, False, False]
    assert {name: int(flags.sum()) for name, flags in comparison.differs.items()} == {
        Difference.VERDICT: 1,
        Difference.FACES: 0,
        Difference.ANGLES: 1,
    }


def test_without_a_face_on_either_side_no_angle_differs_but_the_number_of_faces_may() -> None:
    none = {name: [math.nan] for name in ("roll", "pan", "tilt")} | {"one_face": [0.0]}
    one = {name: [50.0] for name in ("roll", "pan", "tilt")} | {"one_face": [1.0]}
    comparison = _compare(none, one)
    assert comparison.median_degrees_apart is None
    assert not comparison.differs[Difference.ANGLES].any()
    assert comparison.differs[Difference.FACES].all()


def test_nothing_compares_to_nothing() -> None:
    empty: dict[str, list[float]] = {"roll": [], "pan": [], "tilt": [], "one_face": []}
    comparison = _compare(empty, empty)
    assert (comparison.num_both, comparison.median_degrees_apart) == (0, None)


@pytest.fixture
def people(settings: Settings) -> None:
    write_photo(settings.home / "in" / "Ann" / "1.png")
    import_photos(settings, settings.home / "in", kind=Kind.FACES)


@pytest.mark.usefixtures("people")
def test_two_analyzers_of_a_dataset_are_judged_by_its_limits(settings: Settings) -> None:
    catalog = open_catalog(settings)
    dataset = get_dataset(catalog, "team")
    save_generated_faces(catalog, dataset)
    comparison = compare_analyzers(catalog, dataset, "local", "vision")
    assert comparison.first.table.is_measured.tolist() == [True]
    assert comparison.second.table.is_measured.tolist() == [False]
    assert comparison.num_both == 0
