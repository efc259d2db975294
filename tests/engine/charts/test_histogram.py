"""Bins a person can read, counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engine.charts.histogram import Bar, bar_words, count_bars, edges_for, even_edges, histogram_figure

NAN = float("nan")


def test_no_values_no_bars() -> None:
    assert count_bars(np.array([]), (0, 1)) == ()
    assert count_bars(np.array([NAN]), (0, 1)) == ()
    assert even_edges(np.array([NAN])) == ()


def test_a_value_on_an_edge_belongs_to_the_bar_above_it() -> None:
    values = np.array([0.0, 5.0, 5.0, 9.9, 10.0, NAN])
    assert count_bars(values, (0, 5, 10, 15)) == (Bar(0, 5, 1), Bar(5, 10, 3), Bar(10, 15, 1))


def test_values_beyond_the_edges_stand_in_open_bars() -> None:
    bars = count_bars(np.array([-1.0, 2.0, 20.0, 30.0]), (0, 5, 10))
    assert bars == (Bar(None, 0, 1), Bar(0, 5, 1), Bar(5, 10, 0), Bar(10, None, 2))
    assert [bar_words(bar) for bar in bars] == ["below 0", "0–5", "5–10", "10 and more"]


def test_empty_bars_at_the_ends_are_left_away() -> None:
    assert count_bars(np.array([7.0]), (0, 5, 10, 15)) == (Bar(5, 10, 1),)


def test_every_photo_stands_in_one_bar() -> None:
    values = np.random.default_rng(0).normal(100, 300, 5000)
    for name in ("size", "pan", "num_bytes"):
        assert sum(bar.count for bar in count_bars(values, edges_for(name, values))) == 5000


@pytest.mark.parametrize(
    ("values", "edges"),
    [
        ([0.0, 100.0], (0, 20, 40, 60, 80, 100, 120)),
        ([0.11, 0.38], (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4)),
        ([3.0, 3.0], (3.0,)),
        ([1200.0, 7900.0], (1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000)),
    ],
)
def test_even_edges_are_round_numbers(values: list[float], edges: tuple[float, ...]) -> None:
    assert even_edges(np.array(values), max_bars=8) == pytest.approx(edges)


def test_one_number_alone_names_a_bar_of_whole_numbers() -> None:
    bars = [Bar(0, 1, 4), Bar(1, 2, 9), Bar(5, None, 1)]
    figure = histogram_figure(bars, axis_title="faces", is_whole=True)
    assert list(figure.data[0].x) == ["0", "1", "5 and more"]
    assert list(figure.data[0].y) == [4, 9, 1]


def test_the_chosen_bars_stand_out() -> None:
    bars = [Bar(0, 1, 4), Bar(1, 2, 9)]
    assert histogram_figure(bars, axis_title="", is_chosen=[False, True]).data[0].marker.opacity == (0.3, 1.0)
    assert histogram_figure(bars, axis_title="", is_chosen=[False, False]).data[0].marker.opacity == 1.0
