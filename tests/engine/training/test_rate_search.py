"""The learning rate that is suggested, and a real search."""

from __future__ import annotations

import numpy as np
import pytest

from engine.charts.rate_search import rate_search_figure
from engine.errors import TrainingError
from engine.kinds import Kind
from engine.settings import Settings
from engine.training.configuring import make_config
from engine.training.rate_search import find_rate, judge_rates, round_rate, smooth
from engine.training.registry import find_architecture
from tests.engine.training.snapshot_builder import build_snapshot


def test_smoothing_begins_at_the_first_loss_and_leaves_an_even_one() -> None:
    assert smooth([3.0, 3.0, 3.0]) == pytest.approx([3.0, 3.0, 3.0])
    assert smooth([2.0, 0.0]) == pytest.approx([2.0, 0.18 / 0.19])  # (0.9 · 0.1 · 2) / (1 - 0.9²)


@pytest.mark.parametrize(("rate", "rounded"), [(0.00347, 0.003), (0.0096, 0.01), (1.4, 1.0)])
def test_a_rate_is_said_to_one_digit(rate: float, rounded: float) -> None:
    assert round_rate(rate) == rounded


def test_the_rate_at_which_the_loss_falls_fastest_is_suggested() -> None:
    rates = np.geomspace(1e-6, 1.0, 61)
    fall = 2.0 - np.tanh(4 * (np.log10(rates) + 3))  # steepest at 0.001
    losses = np.where(rates > 0.1, 5.0, fall)
    found = judge_rates(list(rates), list(losses))
    assert 0.001 <= found.suggested <= 0.004  # smoothing lags a little behind
    assert len(found.losses) == 61


def test_too_few_rates_are_no_answer() -> None:
    with pytest.raises(TrainingError, match="Only 3 learning rates could be tried"):
        judge_rates([0.1, 0.2, 0.3], [1.0, 1.0, 1.0])


def test_the_chart_marks_the_suggestion_on_a_logarithmic_axis() -> None:
    figure = rate_search_figure([1e-4, 1e-3, 1e-2], [2.0, 1.0, 3.0], 5e-4)
    assert figure.layout.xaxis.type == "log"
    assert figure.layout.annotations[0].text == "suggested: 0.0005"
    assert figure.layout.shapes[0].x0 == 5e-4


@pytest.mark.slow
def test_a_head_on_embeddings_learns_at_the_suggested_rate(settings: Settings) -> None:
    snapshot = build_snapshot(settings, kind=Kind.FACES)
    config = make_config(snapshot, find_architecture("sface_head"), batch_size=21)
    found = find_rate(snapshot, config, lambda **_: None, lambda: False)
    assert 1e-4 <= found.suggested <= 1.0
    assert list(found.rates) == sorted(found.rates)
    assert min(found.losses) < found.losses[0]
