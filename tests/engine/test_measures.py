"""Every number of a photo has a name and a title, whether its file or a check gives it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.checks import all_checks
from engine.kinds import Kind
from engine.measures import all_measures
from engine.query_params import CONDITIONS, SORT
from engine.verdicts import Decision, decide, default_limits
from pages.widgets.browse_address import NO_CONDITIONS
from tests.engine.builders import build_table


def _decision() -> Decision:
    limits = default_limits(Kind.FACES)
    values = {name: [float(place) for place in range(3)] for name in limits}
    table = replace(build_table(values), size_wh=np.array([[1000, 500], [30, 40], [0, 0]]))
    return decide(table, Kind.FACES, limits)


def test_the_file_gives_size_shape_and_bytes_where_it_could_be_read() -> None:
    measures = all_measures(_decision())
    np.testing.assert_array_equal(measures["size"].values, [500, 30, np.nan])
    np.testing.assert_array_equal(measures["megapixels"].values, [0.5, 0.0012, np.nan])
    np.testing.assert_array_equal(measures["aspect_ratio"].values, [2, 0.75, np.nan])
    np.testing.assert_array_equal(measures["num_bytes"].values, [1000, 1000, 1000])


def test_checks_give_what_they_measured_but_no_answers_of_yes_and_no() -> None:
    measures = all_measures(_decision())
    np.testing.assert_array_equal(measures["pan"].values, [0, 1, 2])
    assert measures["pan"].title == "Head turned aside (pan)"
    assert not {"readable", "duplicate"} & set(measures)


def test_the_extent_is_the_smallest_and_largest_known_value() -> None:
    measures = all_measures(_decision())
    assert measures["size"].extent == (30, 500)
    assert replace(measures["size"], values=np.array([np.nan])).extent is None


def test_no_check_is_called_like_another_part_of_the_address() -> None:
    assert not (set(all_checks()) | set(all_measures(_decision()))) & {*CONDITIONS, SORT, *NO_CONDITIONS}
