"""Conditions on photos combine, and photos stand in the order asked for. Every answer was worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.catalog.tables import MeasurementTable
from engine.kinds import Kind, Verdict
from engine.photo_query import PhotoQuery, Range, SortOrder, find_photos, is_unsure, without_unknown
from engine.verdicts import Decision, decide, default_limits
from tests.engine.builders import build_table

NAN = float("nan")
SPLITS = np.array(["train", "", "test", "train"], np.str_)
FACES = default_limits(Kind.FACES)  # a head may turn 20 degrees; 9 are a tenth of the slider


def _table(pans: list[float], **facts: object) -> MeasurementTable:
    good = {"readable": 1.0, "size": 200.0, "one_face": 1.0, "roll": 0.0, "pan": 0.0, "tilt": 0.0}
    values = {name: [value] * len(pans) for name, value in good.items()} | {"pan": pans}
    unasked = {name: [NAN] * len(pans) for name in FACES if name not in values}
    return replace(build_table(values | unasked), **facts)  # type: ignore[arg-type]


def _decide(table: MeasurementTable) -> Decision:
    asked = {name: replace(limit, is_on=name in ("readable", "pan", "one_face")) for name, limit in FACES.items()}
    return decide(table, Kind.FACES, asked)


@pytest.fixture
def decision() -> Decision:
    """Four photos whose heads turn by 0, 15, 50 degrees and unknown: kept, kept, rejected, undecided."""
    table = _table(
        [0.0, 15.0, 50.0, NAN],
        labels=np.array(["Kim", "Bo", "Bo", "Kim"]),
        paths=("Kim/Zoo.png", "Bo/b.jpg", "Bo/a.jpg", "Kim/zoo 2.png"),
        num_bytes=np.array([400, 100, 300, 100]),
        size_wh=np.array([[10, 20], [20, 20], [40, 80], [0, 0]]),
        formats=np.array(["PNG", "JPEG", "JPEG", ""]),
        modes=np.array(["RGB", "L", "RGB", ""]),
        source_types=np.array(["folder", "zip", "zip", "folder"]),
        taken=np.array(["2024-05-01T10:00:00", "NaT", "2023-01-02T00:00:00", "2024-05-03T23:59:59"], "datetime64[s]"),
    )
    return _decide(table)


def _found(decision: Decision, **conditions: object) -> list[int]:
    return find_photos(decision, PhotoQuery(**conditions), SPLITS).tolist()  # type: ignore[arg-type]


class TestConditions:
    def test_nothing_is_found_among_no_photos(self) -> None:
        empty = _decide(_table([]))
        query = PhotoQuery(text="a", unsure=True, first_day="2024-01-01", order="pan", descending=True)
        assert find_photos(empty, query, np.array([], np.str_)).tolist() == []

    def test_no_condition_finds_all_as_imported(self, decision: Decision) -> None:
        assert _found(decision) == [0, 1, 2, 3]

    @pytest.mark.parametrize(
        ("conditions", "places"),
        [
            ({"label": "Bo"}, [1, 2]),
            ({"verdict": Verdict.KEPT}, [0, 1]),
            ({"verdict": Verdict.UNDECIDED}, [3]),
            ({"check": "pan"}, [2]),
            ({"check": "by_hand"}, []),
            ({"split": "train"}, [0, 3]),
            ({"split": "none"}, [1]),
            ({"format": "JPEG"}, [1, 2]),
            ({"mode": "RGB"}, [0, 2]),
            ({"source": "zip"}, [1, 2]),
            ({"text": "ZOO"}, [0, 3]),
            ({"text": "bo/"}, [1, 2]),
            ({"first_day": "2024-05-01"}, [0, 3]),
            ({"last_day": "2024-05-02"}, [0, 2]),
            ({"first_day": "2024-05-03", "last_day": "2024-05-03"}, [3]),
            ({"ranges": {"pan": Range(0, 15)}}, [0]),
            ({"ranges": {"pan": Range(low=15)}}, [1, 2]),
            ({"ranges": {"size": Range(high=40)}}, [0, 1]),
            ({"label": "Bo", "format": "JPEG", "ranges": {"pan": Range(10, 60), "num_bytes": Range(200)}}, [2]),
            ({"label": "Bo", "split": "train"}, []),
        ],
    )
    def test_each_narrows_the_photos_and_all_combine(
        self, decision: Decision, conditions: dict[str, object], places: list[int]
    ) -> None:
        assert _found(decision, **conditions) == places

    def test_only_the_selected_are_found_and_none_when_none_is(self, decision: Decision) -> None:
        selected = np.array([False, True, False, True])
        query = PhotoQuery(selected=True, label="Kim")
        assert find_photos(decision, query, SPLITS, selected).tolist() == [3]
        assert find_photos(decision, query, SPLITS).tolist() == []

    def test_a_range_takes_the_place_of_an_earlier_one_and_goes(self) -> None:
        query = PhotoQuery(ranges={"pan": Range(1, 2), "size": Range(3)})
        assert query.narrowed("pan", Range(5)).ranges == {"size": Range(3), "pan": Range(5)}
        assert query.narrowed("pan", None).ranges == {"size": Range(3)}


class TestOrder:
    @pytest.mark.parametrize(
        ("order", "ascending", "descending"),
        [
            (SortOrder.IMPORTED, [0, 1, 2, 3], [3, 2, 1, 0]),
            (SortOrder.LABEL, [1, 2, 0, 3], [0, 3, 1, 2]),
            (SortOrder.NAME, [2, 1, 0, 3], [3, 0, 1, 2]),
            (SortOrder.DATE, [2, 0, 3, 1], [3, 0, 2, 1]),
            ("num_bytes", [1, 3, 2, 0], [0, 2, 1, 3]),
            ("pan", [0, 1, 2, 3], [2, 1, 0, 3]),
        ],
    )
    def test_equal_photos_stay_as_imported_and_unknown_values_come_last(
        self, decision: Decision, order: str, ascending: list[int], descending: list[int]
    ) -> None:
        assert _found(decision, order=order) == ascending
        assert _found(decision, order=order, descending=True) == descending


class TestUnsure:
    def test_a_small_step_of_a_limit_turns_the_unsure(self) -> None:
        # Turned by 10 (a limit of 11 keeps it), 12, 28 (a limit of 29 keeps it), 30 degrees, and unknown.
        decision = _decide(_table([10.0, 12.0, 28.0, 30.0, NAN]))
        assert is_unsure(decision).tolist() == [False, True, True, False, True]

    def test_one_clear_failure_is_sure_whatever_else_is_close(self) -> None:
        table = _table([21.0, 21.0])
        values = {**table.values, "one_face": np.array([1.0, 5.0])}
        assert is_unsure(_decide(replace(table, values=values))).tolist() == [True, False]

    def test_what_was_decided_by_hand_is_sure(self) -> None:
        table = _table([21.0, 19.0, NAN], overrides=np.array(["keep", "reject", "keep"]))
        assert is_unsure(_decide(table)).tolist() == [False, False, False]
        aside = _table([19.0], is_aside=np.array([True]))
        assert is_unsure(_decide(aside)).tolist() == [False]


class TestUnknownConditions:
    def test_conditions_on_what_is_not_there_are_left_out_with_a_sentence(self, decision: Decision) -> None:
        query = PhotoQuery(label="Zed", check="age", ranges={"age": Range(1), "pan": Range(2)}, order="age")
        known, notes = without_unknown(decision, replace(query, descending=True, text="a"))
        assert known == PhotoQuery(text="a", ranges={"pan": Range(2)})
        assert notes == (
            "Nobody here is called 'Zed'. Photos of all people are shown.",
            "No check 'age' is asked here. That filter is left out.",
            "There is no measurement 'age' here. That filter is left out.",
            "Photos cannot be sorted by 'age'. They stand in the order of the import.",
        )

    def test_known_conditions_stay(self, decision: Decision) -> None:
        query = PhotoQuery(label="Kim", check="by_hand", ranges={"megapixels": Range(1)}, order=SortOrder.DATE)
        assert without_unknown(decision, query) == (query, ())
