"""A photo that looks like somebody else is told from those that look like their own person."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.catalog.stored_faces import Embeddings
from engine.catalog.tables import MeasurementTable
from engine.checks.another_person import CHECK
from engine.faces import FloatArray
from engine.kinds import Kind
from engine.limit_effects import limit_curves, slider_bars
from engine.verdicts import Decision, change_limits, decide, default_limits
from tests.engine.builders import build_table

NAME = CHECK.name
GOOD = {"readable": 1.0, "size": 200.0, "one_face": 1.0, "face_size": 100.0, "face_cut": 0.0, "sunglasses": 0.0}
GOOD |= {"roll": 0.0, "pan": 0.0, "tilt": 0.0}
OFF = default_limits(Kind.FACES)
ON = change_limits(OFF, {NAME: 75})
PEOPLE = [name for name in ("Ann", "Bo", "Cy", "Di", "Ed", "Flo", "Gil", "Hal") for _ in range(20)]
RIGHT = [place // 20 for place in range(160)]  # who is on each photo
ONE_WRONG = [0, 0, 1, *RIGHT[3:]]  # the third of Ann's photos shows Bo


def _looks(shown: list[int]) -> FloatArray:
    """(n, 128) embeddings in which photos of one person differ about half as much as people do."""
    random = np.random.default_rng(0)
    people, noise = random.normal(size=(8, 128)), random.normal(scale=0.6, size=(len(shown), 128))
    return (people[shown] + noise).astype(np.float32)


def _table(shown: list[int], labels: list[str], pixels: list[str | None] | None = None) -> MeasurementTable:
    """Photos that are within every other limit, of which the first ``len(shown)`` have a face to compare."""
    good = {name: [value] * len(labels) for name, value in GOOD.items()}
    return build_table(good, labels=labels, vectors=_looks(shown), pixels=pixels)


def _decide(shown: list[int], labels: list[str] = PEOPLE) -> Decision:
    return decide(_table(shown, labels), Kind.FACES, ON)


def test_a_photo_under_a_wrong_name_is_rejected_and_says_why() -> None:
    decision = _decide(ONE_WRONG)
    assert decision.verdicts.tolist() == ["kept"] * 2 + ["rejected"] + ["kept"] * 157
    assert decision.values[NAME][2] > 95
    (sentence,) = decision.explain(2)
    assert sentence.startswith("Looks more like another person than like its own (")
    assert sentence.endswith(" of 100); limit 75")


def test_photos_under_their_own_name_are_kept() -> None:
    assert _decide(RIGHT).verdicts.tolist() == ["kept"] * 160


def test_one_person_alone_looks_like_nobody_else() -> None:
    assert _decide([0, 0, 1], ["Ann"] * 3).values[NAME].tolist() == [0, 0, 0]


def test_a_photo_without_a_face_is_not_suspected() -> None:
    decision = _decide(RIGHT, [*PEOPLE, "Ivy"])
    assert decision.values[NAME][160] == 0
    assert decision.verdicts[160] == "kept"


def test_a_photo_that_cannot_be_decoded_has_no_value() -> None:
    pixels = [*map(str, range(160)), None]
    values = decide(_table(RIGHT, [*PEOPLE, "Ivy"], pixels), Kind.FACES, ON).values[NAME]
    assert np.isnan(values).tolist() == [False] * 160 + [True]


def _counting_reads(table: MeasurementTable) -> tuple[MeasurementTable, list[int]]:
    """The table, and a list that grows whenever its embeddings are read."""
    reads: list[int] = []

    def read() -> tuple[NDArray[np.int64], FloatArray]:
        reads.append(1)
        return table.embeddings.read()

    return replace(table, embeddings=Embeddings(read)), reads


class TestSlowness:
    def test_embeddings_are_not_read_while_the_check_is_off(self) -> None:
        table, reads = _counting_reads(_table(RIGHT, PEOPLE))
        decision = decide(table, Kind.FACES, OFF)
        assert reads == []
        assert np.isnan(decision.values[NAME]).all()
        assert set(decision.verdicts) == {"kept"}

    def test_embeddings_are_read_once_for_all_decisions(self) -> None:
        table, reads = _counting_reads(_table(RIGHT, PEOPLE))
        for limit in (50, 60, 70):
            decide(table, Kind.FACES, change_limits(ON, {NAME: limit}))
        assert len(reads) == 1

    def test_its_slider_shows_values_once_it_is_on(self) -> None:
        table = _table(ONE_WRONG, PEOPLE)
        off, on = (decide(table, Kind.FACES, limits) for limits in (OFF, ON))
        assert sum(slider_bars(off)[NAME].counts) == 0
        assert sum(slider_bars(on)[NAME].counts) == 160
        assert set(limit_curves(off)[NAME].kept) == {160}
        assert limit_curves(on)[NAME].rejected[50] == 1
