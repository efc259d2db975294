"""Sample data: handwritten digits, without any network."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from engine.errors import BadInput
from engine.kinds import Kind
from engine.photo_files import read_pixels
from engine.samples import all_samples
from engine.sources import find_source
from engine.sources.samples import list_sample
from tests.engine.builders import listed


def test_the_digits_are_found_by_their_text_and_need_no_face() -> None:
    source = find_source("sample:digits")
    assert source.name == "samples"
    assert source.default_kind("sample:digits") is Kind.IMAGES


def test_every_digit_has_between_174_and_183_pictures() -> None:
    with listed(list_sample, "sample:digits") as listing:
        counts = Counter(file.label for file in listing.files)
    # As scikit-learn documents load_digits: 1,797 samples, about 180 per class.
    assert counts == {
        "0": 178,
        "1": 182,
        "2": 177,
        "3": 183,
        "4": 181,
        "5": 182,
        "6": 181,
        "7": 179,
        "8": 174,
        "9": 180,
    }
    assert sum(counts.values()) == all_samples()["digits"].num_photos
    assert len(counts) == all_samples()["digits"].num_labels


def test_a_digit_is_a_grey_picture_of_28_pixels_white_on_black() -> None:
    with listed(list_sample, "sample:digits") as listing:
        first = next(file for file in listing.files if file.label == "0")
        assert first.open is not None
        pixels = read_pixels(first.open().read())
    assert pixels.shape == (28, 28, 3)
    assert np.array_equal(pixels[:, :, 0], pixels[:, :, 2])
    assert pixels[14, 14, 0] < 60  # the hole of a zero
    assert pixels[:, 0].max() == 0
    assert pixels.max() > 200


def test_an_unknown_sample_lists_those_there_are() -> None:
    with (
        pytest.raises(BadInput, match=r"There is no sample 'cats'\. Expected one of: digits"),
        listed(list_sample, "sample:cats"),
    ):
        pass
