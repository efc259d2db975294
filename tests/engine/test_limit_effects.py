"""What each limit does by itself: bars along a slider, what every stop would keep, what one check alone rejects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from engine.catalog.decisions import LimitSetting
from engine.checks import all_checks, checks_for
from engine.kinds import Kind, Verdict
from engine.limit_effects import (
    changed_between,
    count_slider_bars,
    limit_curves,
    rejected_alone,
    slider_bars,
    slider_stops,
    turning_stops,
)
from engine.verdicts import Decision, decide
from tests.engine.builders import build_table

NAN = float("nan")
CHECKS = checks_for(Kind.FACES)
# Four photos: good, turned, turned and leaning, leaning without an answer about pan.
PAN, ROLL = (5.0, 30.0, 50.0, NAN), (1.0, 2.0, 40.0, 25.0)


def _decide(
    pan: Sequence[float] = PAN,
    roll: Sequence[float] = ROLL,
    *,
    on: Sequence[str] = ("pan", "roll"),
    overrides: Sequence[str] | None = None,
    limits: Mapping[str, float] = MappingProxyType({}),
) -> Decision:
    """A decision in which only the checks ``on`` take part, with limits of 20 unless said otherwise."""
    columns = {name: [1.0] * len(pan) for name in CHECKS} | {"pan": list(pan), "roll": list(roll)}
    settings = {name: LimitSetting(limits.get(name, 20.0), name in on) for name in CHECKS}
    return decide(build_table(columns, overrides=overrides), Kind.FACES, settings)


class TestRejectedAlone:
    def test_a_photo_that_two_checks_reject_stays_rejected_without_one_of_them(self) -> None:
        decision = _decide()
        assert decision.verdicts.tolist() == ["kept", "rejected", "rejected", "rejected"]
        assert rejected_alone(decision, "pan").tolist() == [False, True, False, False]
        assert rejected_alone(decision, "roll").tolist() == [False, False, False, True]

    def test_it_is_what_comes_back_when_the_check_is_switched_off(self) -> None:
        decision, without = _decide(), _decide(on=["roll"])
        back, gone = changed_between(decision, without)
        assert back.tolist() == np.flatnonzero(rejected_alone(decision, "pan")).tolist()
        assert gone.tolist() == []

    def test_what_the_user_decided_does_not_come_back(self) -> None:
        assert not rejected_alone(_decide(overrides=["", "reject", "", ""]), "pan").any()
        assert not rejected_alone(_decide(overrides=["", "keep", "", ""]), "pan").any()

    def test_a_check_that_is_off_rejects_nothing(self) -> None:
        assert not rejected_alone(_decide(on=["roll"]), "pan").any()


def test_a_moved_limit_brings_photos_back_and_takes_others() -> None:
    back, gone = changed_between(_decide(), _decide(limits={"pan": 40}))
    assert (back.tolist(), gone.tolist()) == ([1], [])
    back, gone = changed_between(_decide(), _decide(limits={"pan": 2, "roll": 30}))
    assert (back.tolist(), gone.tolist()) == ([3], [0])


class TestCurves:
    def test_every_stop_says_what_it_would_reject_and_keep(self) -> None:
        curve = limit_curves(_decide())["pan"]
        assert curve.stops[[0, 1, 90]].tolist() == [0, 1, 90]
        assert [curve.rejected[stop] for stop in (4, 5, 29, 30, 49, 50)] == [3, 2, 2, 1, 1, 0]
        # The third photo leans as well; the fourth has no number to compare.
        assert [curve.kept[stop] for stop in (4, 5, 29, 30, 50)] == [0, 1, 1, 2, 2]

    def test_a_lower_limit_rejects_more_the_higher_it_is(self) -> None:
        decision = _decide(on=[])
        sizes = np.array([10.0, 100.0, 100.5, NAN])
        turns = turning_stops(CHECKS["brightness"], sizes)
        assert turns.tolist() == [11, 101, 101, -1]  # the first whole limits above them
        assert limit_curves(decision)["brightness"].rejected[:3] == (0, 0, 4)  # all four have a 1

    @pytest.mark.parametrize("name", [name for name, check in CHECKS.items() if check.is_adjustable])
    def test_a_curve_says_what_a_decision_with_that_limit_says(self, name: str) -> None:
        check, rng = CHECKS[name], np.random.default_rng(3)
        low, high = check.limit_range
        columns = {other: np.where(rng.random(60) < 0.1, NAN, rng.uniform(0, 40, 60)) for other in CHECKS}
        columns[name] = np.where(rng.random(60) < 0.1, NAN, np.round(rng.uniform(low - 1, high + 1, 60)))
        overrides = rng.choice(["", "", "", "keep", "reject"], 60).tolist()
        table = build_table({key: column.tolist() for key, column in columns.items()}, overrides=overrides)
        settings = {other: LimitSetting(20, other in ("pan", "tilt", name)) for other in CHECKS}
        curve = limit_curves(decide(table, Kind.FACES, settings))[name]
        for stop in range(0, len(curve.stops), 7):
            settings[name] = LimitSetting(float(curve.stops[stop]))
            moved = decide(table, Kind.FACES, settings)
            assert curve.rejected[stop] == moved.reasons()[name]
            assert curve.kept[stop] == moved.count(Verdict.KEPT)

    def test_a_head_turned_to_either_side_turns_at_the_same_stop(self) -> None:
        assert turning_stops(CHECKS["pan"], np.array([-30.0, 30.0, 0.0, NAN])).tolist() == [30, 30, 0, -1]
        assert count_slider_bars(CHECKS["pan"], np.array([-45.0, 45.0])).counts[24] == 2

    def test_a_long_slider_is_counted_at_fewer_stops(self) -> None:
        stops = slider_stops(CHECKS["size"])
        assert len(stops) <= 256
        assert stops[0] == CHECKS["size"].limit_range[0]

    def test_steps_below_one_are_not_lost_to_rounding(self) -> None:
        check = replace(all_checks()["pan"], limit_range=(0.0, 1.0), limit_step=0.1)
        assert turning_stops(check, np.array([0.3, 0.7])).tolist() == [3, 7]


class TestBars:
    def test_bars_lie_along_the_slider_and_the_outer_ones_hold_what_is_beyond(self) -> None:
        bars = count_slider_bars(CHECKS["pan"], np.array([0.5, 45.0, 89.9, 120.0, NAN]))  # 48 bars of 1.875 degrees
        assert len(bars.counts) == 48
        assert {place: count for place, count in enumerate(bars.counts) if count} == {0: 1, 24: 1, 47: 2}
        assert (bars.is_whole, bars.num_below, bars.num_unanswered) == (False, 0, 1)

    def test_counted_things_have_a_bar_each_and_none_at_all_is_told_apart(self) -> None:
        bars = count_slider_bars(CHECKS["one_face"], np.array([0.0, 0.0, 1.0, 1.0, 3.0, 14.0]))
        assert bars.counts == (2, 0, 1, 0, 0, 0, 0, 0, 0, 1)
        assert (bars.is_whole, bars.num_below) == (True, 2)

    def test_without_photos_there_is_nothing_to_count(self) -> None:
        decision = _decide([], [])
        assert sum(slider_bars(decision)["pan"].counts) == 0
        assert set(limit_curves(decision)["pan"].kept) == {0}
