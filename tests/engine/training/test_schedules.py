"""Learning rates at chosen steps, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engine.training.config import TrainConfig
from engine.training.optimizers import averaging_share
from engine.training.schedules import rate_at


def config(**settings: object) -> TrainConfig:
    values: dict[str, object] = {
        "snapshot": "s1",
        "snapshot_content_hash": "abc",
        "architecture": "face_cnn",
        "steps": 100,
        "batch_size": 4,
        "learning_rate": 0.8,
        "evaluate_every": 10,
    }
    return TrainConfig(**values | settings)  # type: ignore[arg-type]


def rates(steps: list[int], **settings: object) -> list[float]:
    return [float(rate) for rate in rate_at(config(**settings), np.array(steps))]


def test_a_constant_rate_stays() -> None:
    assert rates([0, 50, 99], schedule="constant") == [0.8, 0.8, 0.8]


def test_a_staircase_falls_at_once_at_each_stair() -> None:
    found = rates([0, 9, 10, 19, 20], schedule="staircase", decay_factor=0.5, decay_every=10)
    assert found == [0.8, 0.8, 0.4, 0.4, 0.2]


def test_stairs_part_a_run_in_three_when_not_said() -> None:
    assert rates([33, 34, 68], schedule="staircase", decay_factor=0.5) == [0.8, 0.4, 0.2]  # 34 steps each, rounded up


def test_an_exponential_rate_falls_evenly() -> None:
    found = rates([0, 5, 10], schedule="exponential", decay_factor=0.25, decay_every=10)
    assert found == pytest.approx([0.8, 0.4, 0.2])


def test_a_cosine_rises_over_the_warm_up_and_is_at_its_half_midway() -> None:
    found = rates([0, 9, 10, 55, 100], schedule="cosine", warmup=0.1)
    assert found == pytest.approx([0.08, 0.8, 0.8, 0.4, 0.0])  # midway between 10 and 100 is 55


def test_a_cosine_without_warm_up_begins_at_the_rate() -> None:
    assert rates([0], schedule="cosine", warmup=0.0) == [0.8]


def test_one_cycle_rises_from_a_25th_and_ends_at_almost_nothing() -> None:
    found = rates([0, 29, 99], schedule="one_cycle")
    assert found == pytest.approx([0.032, 0.8, 0.8 / 25 / 10_000])


def test_one_cycle_is_midway_at_the_middle_of_each_part() -> None:
    found = rates([14, 15, 64], schedule="one_cycle")
    assert found[0] < (0.032 + 0.8) / 2 < found[1]  # the middle of the rise is step 14.5
    assert found[2] == pytest.approx((0.8 + 0.8 / 250_000) / 2)  # of the fall from 29 to 99: step 64


@pytest.mark.parametrize(("steps", "share"), [(5, 0.0), (10, 0.0), (100, 0.9), (1000, 0.99), (100_000, 0.999)])
def test_the_average_reaches_back_at_most_a_tenth_of_the_run(steps: int, share: float) -> None:
    assert averaging_share(config(steps=steps, ema=0.999)) == pytest.approx(share)
