"""A query survives its way through an address; what says nothing is left out with a sentence."""

from __future__ import annotations

import random

import pytest

from engine.kinds import Split, Verdict
from engine.photo_query import NO_SPLIT, PhotoQuery, Range, SortOrder
from engine.query_params import read_query, write_query

FULL = PhotoQuery(
    label="Kim & Söhne, 김",
    verdict=Verdict.REJECTED,
    check="pan",
    split=NO_SPLIT,
    format="JPEG",
    mode="RGB",
    source="zip",
    text="a=b..c",
    unsure=True,
    selected=True,
    first_day="2024-01-31",
    last_day="2024-02-01",
    ranges={"brightness": Range(0, 60), "num_bytes": Range(low=1234567), "sharpness": Range(high=0.1)},
    order="num_bytes",
    descending=True,
)


def test_all_photos_as_imported_need_no_parameter() -> None:
    assert write_query(PhotoQuery()) == {}
    assert read_query({}) == (PhotoQuery(), ())


def test_each_condition_is_one_short_parameter() -> None:
    assert write_query(FULL) == {
        "person": "Kim & Söhne, 김",
        "verdict": "rejected",
        "failed": "pan",
        "split": "none",
        "type": "JPEG",
        "mode": "RGB",
        "source": "zip",
        "name": "a=b..c",
        "unsure": "1",
        "selected": "1",
        "from": "2024-01-31",
        "to": "2024-02-01",
        "brightness": "0..60",
        "num_bytes": "1234567..",
        "sharpness": "..0.1",
        "sort": "-num_bytes",
    }
    assert read_query(write_query(FULL)) == (FULL, ())


@pytest.mark.parametrize("seed", range(50))
def test_any_query_comes_back_as_it_went(seed: int) -> None:
    chance = random.Random(seed)
    low = chance.choice([0.0, -3.5, 1e-9, 1e20, 1 / 3, chance.uniform(-1e6, 1e6)])
    high = low + abs(low) + chance.choice([1.0, 0.1, 1e21])
    query = PhotoQuery(
        label=chance.choice([None, "Ann", "..", "1..2", "-x"]),
        verdict=chance.choice([None, *Verdict]),
        split=chance.choice([None, NO_SPLIT, *(split.value for split in Split)]),
        text=chance.choice([None, "0", " "]),
        unsure=chance.random() < 0.5,
        ranges={"pan": chance.choice([Range(low, high), Range(low=low), Range(high=high)])},
        order=chance.choice([*SortOrder, "pan"]),
        descending=chance.random() < 0.5,
    )
    assert read_query(write_query(query)) == (query, ())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("verdict", "maybe"),
        ("split", "holdout"),
        ("unsure", "yes"),
        ("from", "yesterday"),
        ("to", "2024-13-01"),
        ("brightness", "60"),
        ("brightness", ".."),
        ("brightness", "60..0"),
        ("brightness", "5..5"),
        ("brightness", "a..b"),
        ("brightness", "nan.."),
        ("brightness", "..inf"),
        ("utm_source", "mail"),
    ],
)
def test_what_says_nothing_is_left_out_with_a_sentence(name: str, text: str) -> None:
    query, ignored = read_query({name: text, "person": "Ann"})
    assert query == PhotoQuery(label="Ann")
    assert ignored == (f"The address says {name}={text}, which is no filter. It is left out.",)


def test_empty_values_ask_for_nothing() -> None:
    assert read_query({"person": "", "name": "", "sort": ""}) == (PhotoQuery(), ())
    assert read_query({"sort": "-"})[0] == PhotoQuery(descending=True)
