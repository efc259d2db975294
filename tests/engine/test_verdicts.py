"""From measurements, limits and decisions by hand to verdicts, every answer worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engine.catalog.decisions import LimitSetting
from engine.catalog.tables import MeasurementTable
from engine.errors import BadInput
from engine.kinds import Kind, Verdict
from engine.verdicts import PersonCounts, change_limits, decide, default_limits
from tests.engine.builders import build_table

NAN = float("nan")
GOOD = {"readable": 1, "size": 200, "one_face": 1, "roll": 5, "pan": 5, "tilt": 5}
FACES = default_limits(Kind.FACES)


def _table(*photos: dict[str, float], **facts: list[object]) -> MeasurementTable:
    """A table of good photos, each with some numbers changed."""
    rows = [GOOD | photo for photo in photos]
    return build_table({name: [row[name] for row in rows] for name in GOOD}, **facts)  # type: ignore[arg-type]


def _verdicts(table: MeasurementTable, limits: dict[str, LimitSetting] = FACES) -> list[str]:
    return decide(table, Kind.FACES, limits).verdicts.tolist()


class TestLimits:
    def test_a_dataset_without_photos_has_no_verdicts(self) -> None:
        decision = decide(build_table({name: [] for name in GOOD}), Kind.FACES, FACES)
        assert decision.verdicts.tolist() == []
        assert decision.people() == {}
        assert [decision.count(verdict) for verdict in Verdict] == [0, 0, 0]

    def test_a_photo_within_every_limit_is_kept(self) -> None:
        assert _verdicts(_table({})) == ["kept"]

    @pytest.mark.parametrize(
        ("check", "inside", "outside"),
        [
            ("pan", 20.0, 20.01),
            ("roll", 20.0, 20.01),
            ("tilt", 20.0, 20.01),
            ("size", 64, 63),
            ("one_face", 1, 2),
            ("one_face", 1, 0),
            ("readable", 1, 0),
        ],
    )
    def test_a_value_on_the_limit_is_kept_and_one_beyond_is_rejected(
        self, check: str, inside: float, outside: float
    ) -> None:
        decision = decide(_table({check: inside}, {check: outside}), Kind.FACES, FACES)
        assert decision.verdicts.tolist() == ["kept", "rejected"]
        assert decision.reason_names(1) == (check,)

    def test_a_moved_limit_decides_anew_without_measuring(self) -> None:
        table = _table({"pan": 10}, {"pan": 25}, {"pan": 40})
        assert _verdicts(table) == ["kept", "rejected", "rejected"]
        assert _verdicts(table, change_limits(FACES, {"pan": 30})) == ["kept", "kept", "rejected"]
        assert _verdicts(table, change_limits(FACES, {"pan": 5})) == ["rejected"] * 3

    def test_more_faces_may_be_allowed_but_never_none(self) -> None:
        table = _table({"one_face": 0}, {"one_face": 1}, {"one_face": 3}, {"one_face": 4})
        assert _verdicts(table, change_limits(FACES, {"one_face": 3})) == ["rejected", "kept", "kept", "rejected"]

    def test_a_check_that_is_off_rejects_nobody(self) -> None:
        limits = change_limits(FACES, {}, off=["pan"])
        decision = decide(_table({"pan": 80}, {"pan": NAN}), Kind.FACES, limits)
        assert decision.verdicts.tolist() == ["kept", "kept"]
        assert "pan" not in decision.reasons()

    def test_images_may_be_as_small_as_eight_pixels_and_need_no_face(self) -> None:
        table = build_table({"readable": [1, 1], "size": [8, 7]})
        assert decide(table, Kind.IMAGES, default_limits(Kind.IMAGES)).verdicts.tolist() == ["kept", "rejected"]


class TestUndecided:
    def test_a_photo_that_was_not_analyzed_is_undecided(self) -> None:
        nothing = dict.fromkeys(GOOD, NAN)
        decision = decide(_table(nothing, is_measured=[False], pixels=[None]), Kind.FACES, FACES)
        assert decision.verdicts.tolist() == ["undecided"]
        assert decision.explain(0) == ("Not analyzed yet",)

    def test_a_photo_without_an_answer_is_undecided_and_says_to_which_question(self) -> None:
        decision = decide(_table({"pan": NAN, "tilt": NAN}), Kind.FACES, FACES)
        assert decision.verdicts.tolist() == ["undecided"]
        assert decision.explain(0) == ("No answer to: head turned aside, head tilted",)

    def test_one_failed_check_rejects_whatever_is_unanswered(self) -> None:
        assert _verdicts(_table({"pan": NAN, "roll": 90})) == ["rejected"]

    def test_a_photo_without_a_face_is_rejected_and_undecided_when_faces_need_not_be_counted(self) -> None:
        faceless = {"one_face": 0.0, "roll": NAN, "pan": NAN, "tilt": NAN}
        table = _table(faceless)
        assert _verdicts(table) == ["rejected"]
        assert _verdicts(table, change_limits(FACES, {}, off=["one_face"])) == ["undecided"]
        angles = ["one_face", "roll", "pan", "tilt"]
        assert _verdicts(table, change_limits(FACES, {}, off=angles)) == ["kept"]

    def test_an_error_of_the_analysis_is_the_reason_for_not_deciding(self) -> None:
        nothing = dict.fromkeys(GOOD, NAN)
        table = _table(nothing, is_measured=[False], errors=["The file is gone."], pixels=[None])
        assert decide(table, Kind.FACES, FACES).explain(0) == ("The file is gone.",)


class TestByHand:
    def test_a_decision_by_hand_wins_over_every_check(self) -> None:
        table = _table({"pan": 80}, {}, {"pan": NAN}, overrides=["keep", "reject", "keep"])
        assert _verdicts(table) == ["kept", "rejected", "kept"]

    def test_photos_rejected_by_hand_are_counted_under_their_own_reason(self) -> None:
        decision = decide(_table({}, {"pan": 80}, overrides=["reject", "reject"]), Kind.FACES, FACES)
        assert decision.reasons()["by_hand"] == 2
        assert decision.reasons()["pan"] == 1
        assert decision.reason_names(0) == ("by_hand",)
        assert decision.reason_names(1) == ("pan", "by_hand")

    def test_a_photo_kept_by_hand_counts_for_no_check(self) -> None:
        decision = decide(_table({"pan": 80}, overrides=["keep"]), Kind.FACES, FACES)
        assert decision.reasons()["pan"] == 0
        assert "by_hand" not in decision.reasons()
        assert decision.explain(0) == ("Kept by hand", "Head turned 80° to the right; limit 20°")


class TestDuplicates:
    def test_the_first_of_equal_pictures_is_kept(self) -> None:
        decision = decide(_table({}, {}, {}, {}, pixels=["a", "b", "a", "a"]), Kind.FACES, FACES)
        assert decision.verdicts.tolist() == ["kept", "kept", "rejected", "rejected"]
        assert decision.values["duplicate"].tolist() == [0, 0, 1, 2]

    def test_a_copy_takes_the_place_of_a_first_that_was_rejected_by_hand(self) -> None:
        table = _table({}, {}, {}, pixels=["a", "a", "a"], overrides=["reject", "", ""])
        assert _verdicts(table) == ["rejected", "kept", "rejected"]

    def test_a_second_copy_may_be_kept_by_hand(self) -> None:
        assert _verdicts(_table({}, {}, pixels=["a", "a"], overrides=["", "keep"])) == ["kept", "kept"]

    def test_photos_without_pixels_are_no_copies_of_each_other(self) -> None:
        unreadable = dict.fromkeys(GOOD, NAN) | {"readable": 0.0}
        decision = decide(_table(unreadable, unreadable, pixels=[None, None]), Kind.FACES, FACES)
        assert decision.reasons()["duplicate"] == 0


class TestTold:
    @pytest.fixture
    def table(self) -> MeasurementTable:
        """Ann: kept, pan and roll. Bo: kept, undecided, by hand. In this order."""
        return _table(
            {},
            {"pan": 33.4, "roll": 21},
            {"roll": 45},
            {},
            {"tilt": NAN},
            {},
            labels=["Ann", "Ann", "Ann", "Bo", "Bo", "Bo"],
            overrides=["", "", "", "", "", "reject"],
        )

    def test_every_person_is_counted_by_verdict(self, table: MeasurementTable) -> None:
        decision = decide(table, Kind.FACES, FACES)
        assert decision.people() == {"Ann": PersonCounts(1, 2, 0), "Bo": PersonCounts(1, 1, 1)}
        assert decision.people()["Ann"].total == 3
        assert decision.usable_per_person() == {"Ann": 1, "Bo": 2}
        assert [decision.count(verdict) for verdict in Verdict] == [2, 3, 1]

    def test_a_photo_may_stand_under_several_reasons(self, table: MeasurementTable) -> None:
        reasons = decide(table, Kind.FACES, FACES).reasons()
        assert {name: count for name, count in reasons.items() if count} == {"pan": 1, "roll": 2, "by_hand": 1}
        assert set(reasons) == {*(name for name, setting in FACES.items() if setting.is_on), "by_hand"}

    def test_reasons_are_sentences_with_the_photos_own_numbers(self, table: MeasurementTable) -> None:
        decision = decide(table, Kind.FACES, FACES)
        assert decision.explain(0) == ()
        assert decision.explain(1) == (
            "Head turned 33° to the right; limit 20°",
            "Head leans 21° to the right; limit 20°",
        )
        assert decision.explain(5) == ("Rejected by hand",)

    def test_an_unreadable_photo_gives_the_reason_its_decoder_gave(self) -> None:
        unreadable = dict.fromkeys(GOOD, NAN) | {"readable": 0.0}
        decision = decide(_table(unreadable, problems=["The file is empty."], pixels=[None]), Kind.FACES, FACES)
        assert decision.verdicts.tolist() == ["rejected"]
        assert decision.explain(0) == ("The file is empty.",)

    def test_photos_are_found_by_person_verdict_and_reason(self, table: MeasurementTable) -> None:
        decision = decide(table, Kind.FACES, FACES)
        assert decision.select().tolist() == [0, 1, 2, 3, 4, 5]
        assert decision.select(label="Bo").tolist() == [3, 4, 5]
        assert decision.select(verdict=Verdict.REJECTED).tolist() == [1, 2, 5]
        assert decision.select(check="roll").tolist() == [1, 2]
        assert decision.select(check="by_hand").tolist() == [5]
        assert decision.select(label="Ann", verdict=Verdict.REJECTED, check="pan").tolist() == [1]
        assert decision.select(check="no such check").tolist() == []


class TestNewerQuestions:
    """``GOOD`` says nothing of sunglasses: the photos were analyzed before that was asked."""

    SUNGLASSES_ON = FACES | {"sunglasses": LimitSetting(50)}

    def test_a_question_newer_than_the_analysis_has_no_say(self) -> None:
        decision = decide(_table({}, {"pan": 45}), Kind.FACES, self.SUNGLASSES_ON)
        assert decision.verdicts.tolist() == ["kept", "rejected"]
        assert not decision.unanswered["sunglasses"].any()

    def test_once_it_is_measured_it_decides(self) -> None:
        measured = {"sunglasses": [97, 3, NAN]}
        table = build_table({name: [value] * 3 for name, value in GOOD.items()} | measured)
        decision = decide(table, Kind.FACES, self.SUNGLASSES_ON)
        assert decision.verdicts.tolist() == ["rejected", "kept", "undecided"]
        assert decision.explain(2) == ("No answer to: sunglasses",)

    def test_a_photo_without_a_face_says_so_once_instead_of_naming_every_question(self) -> None:
        faceless = {"one_face": 0, "pan": NAN, "tilt": NAN, "roll": NAN}
        decision = decide(_table(faceless), Kind.FACES, self.SUNGLASSES_ON)
        assert decision.explain(0) == ("No face was found",)
        without_count = change_limits(self.SUNGLASSES_ON, {}, off=["one_face"])
        decision = decide(_table(faceless), Kind.FACES, without_count)
        assert decision.verdicts.tolist() == ["undecided"]
        assert decision.explain(0) == ("No face was found",)


class TestChangingLimits:
    def test_moving_a_limit_switches_its_check_on_and_leaves_the_others(self) -> None:
        off = change_limits(FACES, {}, off=["pan", "roll"])
        moved = change_limits(off, {"pan": 30})
        assert moved["pan"] == LimitSetting(30, is_on=True)
        assert moved["roll"] == LimitSetting(20, is_on=False)
        assert moved["tilt"] == FACES["tilt"]

    @pytest.mark.parametrize(("moved", "off"), [({"beard": 1.0}, []), ({}, ["beard"])])
    def test_a_check_that_is_not_there_is_answered_with_those_that_are(
        self, moved: dict[str, float], off: list[str]
    ) -> None:
        with pytest.raises(BadInput, match=r"There is no check 'beard' here\. Expected one of: \w+, \w+"):
            change_limits(FACES, moved, off)

    @pytest.mark.parametrize("value", [NAN, float("inf")])
    def test_a_limit_that_is_no_number_is_refused(self, value: float) -> None:
        with pytest.raises(BadInput, match=r"The limit of 'pan' is (nan|inf)\. Expected a finite number"):
            change_limits(FACES, {"pan": value})


def test_58_000_photos_are_judged_as_one_photo_after_another_would_be() -> None:
    table = _random_table(58_000)
    limits = change_limits(FACES, {"pan": 33, "one_face": 2}, off=["tilt"])
    decision = decide(table, Kind.FACES, limits)
    for place in np.random.default_rng(1).choice(len(table), 500, replace=False).tolist():
        assert decision.verdicts[place] == _judge_one(table, place), place


def _random_table(length: int) -> MeasurementTable:
    rng = np.random.default_rng(0)
    angles = {
        name: np.where(rng.random(length) < 0.02, NAN, rng.uniform(0, 60, length)) for name in ("roll", "pan", "tilt")
    }
    return build_table(
        {
            "readable": (rng.random(length) > 0.05).astype(float),
            "size": rng.integers(30, 400, length).astype(float),
            "one_face": rng.integers(0, 5, length).astype(float),
            **angles,
        },  # type: ignore[dict-item]  # arrays are sequences of floats
        overrides=rng.choice(["", "", "", "keep", "reject"], length).tolist(),
        pixels=[f"pixels {number}" for number in rng.integers(0, length, length)],
        is_measured=(rng.random(length) > 0.03).tolist(),
    )


def _judge_one(table: MeasurementTable, place: int) -> str:
    if table.overrides[place]:
        return "kept" if table.overrides[place] == "keep" else "rejected"
    value = {name: float(column[place]) for name, column in table.values.items()}
    same = [other for other, pixels in enumerate(table.pixel_hashes) if pixels == table.pixel_hashes[place]]
    first = next((other for other in same if table.overrides[other] != "reject"), place)
    fails = (
        value["readable"] < 1
        or value["size"] < 64
        or not 1 <= value["one_face"] <= 2
        or value["roll"] > 20
        or value["pan"] > 33
        or first != place
    )
    if fails:
        return "rejected"
    is_answered = value["roll"] == value["roll"] and value["pan"] == value["pan"]
    return "kept" if is_answered and table.is_measured[place] else "undecided"
