"""How a run, new or resumed, is split into intervals."""

from __future__ import annotations

import pytest

from engine.training.progress import RunProgress, Segment, one_by_one, plan_segments


@pytest.mark.parametrize(
    ("first_step", "steps", "evaluate_every", "expected"),
    [
        (0, 30, 10, [Segment(0, 10, 3)]),
        (0, 35, 10, [Segment(0, 10, 3), Segment(30, 5, 1)]),
        (20, 35, 10, [Segment(20, 10, 1), Segment(30, 5, 1)]),
        (13, 35, 10, [Segment(13, 7, 1), Segment(20, 10, 1), Segment(30, 5, 1)]),
        (32, 35, 10, [Segment(32, 3, 1)]),
        (0, 3, 10, [Segment(0, 3, 1)]),
        (35, 35, 10, []),
    ],
)
def test_evaluations_fall_on_the_same_steps_however_a_run_was_interrupted(
    first_step: int, steps: int, evaluate_every: int, expected: list[Segment]
) -> None:
    assert plan_segments(first_step, steps, evaluate_every) == expected


def test_seconds_of_earlier_sittings_count() -> None:
    moments = iter([100.0, 107.5])
    progress = RunProgress(seconds_before=20.0, clock=lambda: next(moments))
    assert progress.seconds == 27.5


def test_intervals_one_by_one_are_the_same_steps() -> None:
    segments = [Segment(3, 2, 1), Segment(5, 5, 2), Segment(15, 1, 1)]
    assert one_by_one(segments) == [Segment(3, 2, 1), Segment(5, 5, 1), Segment(10, 5, 1), Segment(15, 1, 1)]
