"""Charts show the numbers they were given, in an order a person can read, on any ground."""

import subprocess
import sys

import pytest

from engine.charts.balance import balance_figure
from engine.charts.confusion import confusion_figure
from engine.charts.curves import Curve, curves_figure
from engine.charts.palette import COLOURS, HATCHES, RUN_COLOURS, RUN_MARKERS, TRANSPARENT
from engine.charts.people import people_figure
from engine.kinds import Split, Verdict


def test_an_empty_table_makes_an_empty_chart() -> None:
    assert len(balance_figure({}).data) == 0
    assert list(people_figure({}).data[0].y) == []
    assert len(curves_figure([], title="loss").data) == 0
    assert len(confusion_figure([], []).data[0].z) == 0


def test_balance_stacks_verdicts_with_most_photos_on_top() -> None:
    figure = balance_figure({"Park": {Verdict.KEPT: 4}, "Kim": {Verdict.KEPT: 7, Verdict.REJECTED: 2}})
    kept, rejected = figure.data
    assert figure.layout.barmode == "stack"
    assert list(kept.y) == ["Park", "Kim"]  # plotly draws the last category at the top
    assert (kept.name, list(kept.x)) == ("kept", [4, 7])
    assert (rejected.name, list(rejected.x)) == ("rejected", [0, 2])


def test_balance_may_stand_in_order_of_name() -> None:
    figure = balance_figure({"Park": {Verdict.KEPT: 4}, "Kim": {Verdict.KEPT: 1}}, by_name=True)
    assert list(figure.data[0].y) == ["Park", "Kim"]  # the last one is drawn at the top


def test_balance_by_split_leaves_out_a_side_that_nobody_is_on() -> None:
    figure = balance_figure({"Kim": {Split.TRAIN: 7, Split.VALIDATION: 3}})
    assert [bar.name for bar in figure.data] == ["train", "validation"]


def test_a_person_named_like_a_number_stays_a_name() -> None:
    assert balance_figure({"7": {Verdict.KEPT: 1}}).layout.yaxis.type == "category"


def test_people_keep_their_place_by_name_while_their_numbers_grow() -> None:
    bar = people_figure({"Park": 1200, "Kim": 3}).data[0]
    assert list(bar.y) == ["Park", "Kim"]  # the last one is drawn at the top
    assert list(bar.text) == ["1,200", "3"]


def test_curves_of_one_run_share_a_colour_and_differ_by_dash() -> None:
    curves = [Curve("a", Split.TRAIN, [1, 2], [0.9, 0.5]), Curve("a", Split.VALIDATION, [2], [0.6])]
    training, validation = curves_figure(curves, title="loss").data
    assert (training.name, validation.name) == ("training", "validation")
    assert training.line.color == validation.line.color
    assert (training.line.dash, validation.line.dash) == ("dot", "solid")
    assert list(training.y) == [0.9, 0.5]


def test_curves_of_several_runs_carry_their_names_colours_and_markers() -> None:
    curves = [Curve("a", Split.VALIDATION, [1], [0.9]), Curve("b", Split.VALIDATION, [1], [0.8])]
    first, second = curves_figure(curves, title="accuracy", is_share=True).data
    assert (first.name, second.name) == ("a, validation", "b, validation")
    assert first.line.color != second.line.color
    assert first.marker.symbol != second.marker.symbol


def test_a_live_chart_keeps_the_zoom_when_it_is_drawn_again() -> None:
    assert curves_figure([], title="loss").layout.uirevision == "loss"


def test_a_curve_with_a_step_too_few_is_refused() -> None:
    with pytest.raises(ValueError, match="1 steps and 2 values"):
        Curve("a", Split.TRAIN, [1], [0.9, 0.5])


def test_confusion_shades_by_share_of_the_true_label_and_writes_counts() -> None:
    figure = confusion_figure([[3, 1], [0, 8]], ["Kim", "Park"])
    heat_map, on_light, on_dark = figure.data
    assert [list(row) for row in heat_map.z] == [[0.75, 0.25], [0.0, 1.0]]
    assert list(zip(on_light.x, on_light.y, on_light.text, strict=True)) == [("Park", "Kim", "1")]
    assert list(zip(on_dark.x, on_dark.y, on_dark.text, strict=True)) == [("Kim", "Kim", "3"), ("Park", "Park", "8")]


def test_confusion_of_a_label_without_photos_is_all_empty() -> None:
    heat_map = confusion_figure([[0, 0], [0, 1]], ["Kim", "Park"]).data[0]
    assert list(heat_map.z[0]) == [0.0, 0.0]


def test_a_confusion_table_that_is_not_square_is_refused() -> None:
    with pytest.raises(ValueError, match="1 rows for 2 labels"):
        confusion_figure([[1, 2]], ["Kim", "Park"])


def test_every_chart_is_see_through_so_that_it_suits_light_and_dark() -> None:
    figures = [
        balance_figure({"Kim": {Verdict.KEPT: 1}}),
        people_figure({"Kim": 1}),
        curves_figure([], title="loss"),
        confusion_figure([[1]], ["Kim"]),
    ]
    assert {(figure.layout.paper_bgcolor, figure.layout.plot_bgcolor) for figure in figures} == {
        (TRANSPARENT, TRANSPARENT)
    }


def test_no_two_parts_of_a_bar_differ_by_colour_alone() -> None:
    for parts in (list(Verdict), list(Split)):
        assert len({COLOURS[part] for part in parts}) == len(parts)
        assert len({HATCHES[part] for part in parts}) == len(parts)
    assert len(set(RUN_COLOURS)) == len(RUN_COLOURS) == len(set(RUN_MARKERS)) == len(RUN_MARKERS)


def test_importing_the_charts_does_not_load_plotly() -> None:
    code = "import sys, engine.charts.curves, engine.charts.balance; sys.exit('plotly' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
