"""What limits do, each by itself: the values a slider runs over, and what each of its stops would reject and keep.

All of it is counted once per decision, so that a slider can tell the numbers of any place while it is dragged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.checks import Bound, Check, Values
from engine.kinds import Override, Verdict
from engine.verdicts import Decision, was_asked

NUM_BARS = 48
MAX_STOPS = 256  # of one slider; a longer one is counted at every second, third ... step
ROUNDING = 1e-9  # 0.3 / 0.1 is a little more than 3

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class SliderBars:
    """How the values of a check lie along its slider.

    Attributes:
        counts: photos per bar, from the slider's lowest limit to its highest; values beyond stand in the outer bars.
        is_whole: each bar holds one whole number, in its middle; else the bars lie edge to edge.
        num_below: photos below the lowest limit that are never kept, such as those with no face; in no bar.
        num_unanswered: photos without a value.
    """

    counts: tuple[int, ...]
    is_whole: bool
    num_below: int
    num_unanswered: int


@dataclass(frozen=True)
class LimitCurve:
    """What a check would do at each stop of its slider if it were on, with all others as they are.

    Attributes:
        stops: limits, rising in equal steps.
        rejected: per stop, photos on the wrong side, but for those kept by hand.
        kept: per stop, photos of the whole dataset that would be kept.
    """

    stops: Values
    rejected: tuple[int, ...]
    kept: tuple[int, ...]


def rejected_alone(decision: Decision, name: str) -> Flags:
    """(n,) True where a photo is rejected by this check and nothing else: without it, it would come back."""
    if name not in decision.failing:
        return np.zeros(len(decision.table), np.bool_)
    return np.asarray(decision.failing[name] & (_num_failing(decision) == 1) & decision.table.is_left_to_checks)


def places_rejected_alone(decision: Decision, name: str) -> NDArray[np.int64]:
    """Where the photos of :func:`rejected_alone` stand in the decision's table."""
    return np.flatnonzero(rejected_alone(decision, name))


def places_of_open_questions(decision: Decision) -> NDArray[np.int64]:
    """Where undecided photos stand that were looked at: a question has no answer, or the analysis failed."""
    is_tried = decision.table.is_measured | np.array([bool(error) for error in decision.table.errors], np.bool_)
    return np.flatnonzero(decision.has_verdict(Verdict.UNDECIDED) & is_tried)


def changed_between(before: Decision, after: Decision) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places of the photos that came back, and of those that went: rejected in one of two decisions on a table."""
    was, is_now = before.has_verdict(Verdict.REJECTED), after.has_verdict(Verdict.REJECTED)
    return np.flatnonzero(was & ~is_now), np.flatnonzero(is_now & ~was)


def slider_bars(decision: Decision) -> Mapping[str, SliderBars]:
    """The bars of every adjustable check; counted once for all limits."""

    def count() -> dict[str, SliderBars]:
        checks = {name: check for name, check in decision.checks.items() if check.is_adjustable}
        return {name: count_slider_bars(check, decision.values[name]) for name, check in checks.items()}

    found: dict[str, SliderBars] = decision.table.results.get(("slider_bars", decision.slow_on), count)
    return found


def count_slider_bars(check: Check, values: Values) -> SliderBars:
    """The bars of one check's values."""
    low, high = check.limit_range
    known = check.keep_if.sizes(values[~np.isnan(values)])
    num_unanswered = len(values) - len(known)
    num_below = 0
    if check.keep_if.bound is Bound.ONE_TO:
        num_below = int(np.count_nonzero(known < 1))
        known = known[known >= 1]
    num_steps = round((high - low) / check.limit_step)
    is_whole = num_steps < NUM_BARS and bool(np.all(known % 1 == 0))
    num_bars = num_steps + 1 if is_whole else NUM_BARS
    along = (known - low) / check.limit_step + 0.5 if is_whole else (known - low) / (high - low) * NUM_BARS
    places = np.clip(np.floor(along + ROUNDING), 0, num_bars - 1).astype(np.int64)
    return SliderBars(tuple(np.bincount(places, minlength=num_bars).tolist()), is_whole, num_below, num_unanswered)


def limit_curves(decision: Decision) -> dict[str, LimitCurve]:
    """The curve of every adjustable check."""
    key = ("turns", decision.slow_on)
    everywhere: dict[str, _Turns] = decision.table.results.get(key, lambda: _all_turns(decision))
    is_by_hand = ~decision.table.is_left_to_checks
    num_always_kept = int(np.count_nonzero(decision.has_verdict(Verdict.KEPT) & is_by_hand))
    return {
        name: _curve(decision.checks[name], turns, _passes_others(decision, name), num_always_kept)
        for name, turns in everywhere.items()
    }


def slider_stops(check: Check) -> Values:
    """The limits that a slider is counted at: all it can be set to, or evenly chosen ones of them."""
    low, high = check.limit_range
    num_steps = round((high - low) / check.limit_step)
    stride = -(-num_steps // (MAX_STOPS - 1))
    return np.asarray(low + check.limit_step * stride * np.arange(num_steps // stride + 1), np.float64)


def turning_stops(check: Check, values: Values) -> NDArray[np.int16]:
    """(n,) the place among the stops where a value changes sides; -1 without a value.

    Below that place an upper limit rejects it, a lower limit keeps it.
    """
    stops, values = slider_stops(check), check.keep_if.sizes(values)
    along = (values - stops[0]) / (stops[1] - stops[0])
    is_lower = check.keep_if.bound is Bound.AT_LEAST
    turns = np.floor(along + ROUNDING) + 1 if is_lower else np.ceil(along - ROUNDING)
    if check.keep_if.bound is Bound.ONE_TO:
        turns = np.where(values < 1, len(stops), turns)
    turns = np.clip(turns, 0, len(stops))
    return np.where(np.isnan(values), -1, turns).astype(np.int16)


@dataclass(frozen=True, eq=False)
class _Turns:
    """What of a curve does not depend on the other limits: where each value turns, what each stop rejects."""

    of_photos: NDArray[np.int16]
    rejected: tuple[int, ...]


def _all_turns(decision: Decision) -> dict[str, _Turns]:
    found = {}
    is_kept_by_hand = decision.table.overrides == Override.KEEP
    for name, check in decision.checks.items():
        if check.is_adjustable:
            turns = turning_stops(check, decision.values[name])
            # A question that was not asked has no say: its photos never turn to the rejected side.
            never = len(slider_stops(check)) if check.keep_if.bound is Bound.AT_LEAST else 0
            turns[(turns < 0) & ~was_asked(decision.table, check, decision.limits)] = never
            rejected = _num_rejected(check, turns[~is_kept_by_hand], len(slider_stops(check)))
            found[name] = _Turns(turns, tuple(rejected.tolist()))
    return found


def _curve(check: Check, turns: _Turns, passes_others: Flags, num_always_kept: int) -> LimitCurve:
    stops = slider_stops(check)
    at_stake = turns.of_photos[passes_others]
    kept = np.count_nonzero(at_stake >= 0) - _num_rejected(check, at_stake, len(stops)) + num_always_kept
    return LimitCurve(stops, turns.rejected, tuple(kept.tolist()))


def _num_rejected(check: Check, turns: NDArray[np.int16], num_stops: int) -> NDArray[np.int64]:
    """Per stop, how many of the values it rejects."""
    counts = np.bincount(turns + 1, minlength=num_stops + 2)[1:]  # the first are those without a value
    passed = np.cumsum(counts)[:num_stops]
    return passed if check.keep_if.bound is Bound.AT_LEAST else counts.sum() - passed


def _passes_others(decision: Decision, name: str) -> Flags:
    """(n,) True where this check alone decides about a photo: all others keep it."""
    against = decision.results.get("against", lambda: _num_against(decision))
    if name not in decision.failing:
        return np.asarray(against == 0)
    return np.asarray(against == (decision.failing[name] | decision.unanswered[name]).view(np.uint8))


def _num_against(decision: Decision) -> NDArray[np.uint8]:
    """(n,) checks that a photo fails or has no answer to; more than one where no check decides about it."""
    against = _num_failing(decision) + _sum(decision, decision.unanswered)
    against[~(decision.table.is_left_to_checks & decision.table.is_measured)] = 2
    return against


def _num_failing(decision: Decision) -> NDArray[np.uint8]:
    found: NDArray[np.uint8] = decision.results.get("num_failing", lambda: _sum(decision, decision.failing))
    return found


def _sum(decision: Decision, flags: Mapping[str, Flags]) -> NDArray[np.uint8]:
    total = np.zeros(len(decision.table), np.uint8)
    for flag in flags.values():
        total += flag.view(np.uint8)
    return total
