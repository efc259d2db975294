"""The rows of a list's addresses: written, kept across imports, counted and found."""

from __future__ import annotations

import pytest

from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import Dataset, create_dataset
from engine.catalog.urls import (
    HostOutcomes,
    ListedUrl,
    UrlState,
    count_by_host,
    count_by_outcome,
    list_in_catalog,
    load_urls,
    read_rectangle,
    save_outcomes,
    withdraw_files,
)
from engine.kinds import Kind
from engine.settings import Settings

ANN_1 = ListedUrl("Ann", 1, "http://a.example/1.jpg", "a.example", (1.0, 2.5, 30.0, 40.0), "0" * 32)
ANN_2 = ListedUrl("Ann", 2, "http://b.example/2.jpg", "b.example")
BO_1 = ListedUrl("Bo", 1, "http://a.example/50%_off.jpg", "a.example")


@pytest.fixture
def catalog(settings: Settings) -> Catalog:
    return open_catalog(settings)


@pytest.fixture
def dataset(catalog: Catalog) -> Dataset:
    dataset = create_dataset(catalog, "listed", Kind.FACES, "list.txt")
    list_in_catalog(catalog, dataset, [BO_1, ANN_2, ANN_1])
    return dataset


def test_entries_come_back_as_listed_by_person_and_number(catalog: Catalog, dataset: Dataset) -> None:
    assert load_urls(catalog, dataset) == [UrlState(ANN_1), UrlState(ANN_2), UrlState(BO_1)]


def test_nothing_to_write_changes_nothing(catalog: Catalog, dataset: Dataset) -> None:
    before = catalog.revision()
    list_in_catalog(catalog, dataset, [])
    save_outcomes(catalog, dataset, [])
    withdraw_files(catalog, dataset, {})
    assert catalog.revision() == before


def test_outcomes_stay_when_the_list_is_imported_again(catalog: Catalog, dataset: Dataset) -> None:
    state = UrlState(ANN_1, "downloaded", "As listed.", "f" * 64, 99)
    save_outcomes(catalog, dataset, [state])
    list_in_catalog(catalog, dataset, [ANN_1, ANN_2])
    assert load_urls(catalog, dataset)[0] == state


def test_an_entry_with_another_address_begins_anew(catalog: Catalog, dataset: Dataset) -> None:
    save_outcomes(catalog, dataset, [UrlState(ANN_1, "downloaded", "As listed.", "f" * 64, 99)])
    moved = ListedUrl("Ann", 1, "http://c.example/1.jpg", "c.example")
    list_in_catalog(catalog, dataset, [moved])
    assert load_urls(catalog, dataset)[0] == UrlState(moved)


def test_entries_of_other_datasets_are_left_alone(catalog: Catalog, dataset: Dataset) -> None:
    other = create_dataset(catalog, "other", Kind.FACES, "list.txt")
    list_in_catalog(catalog, other, [ANN_1])
    save_outcomes(catalog, other, [UrlState(ANN_1, "empty")])
    assert count_by_outcome(catalog, dataset) == {"waiting": 3}
    assert count_by_outcome(catalog, other) == {"empty": 1}


def test_entries_are_found_by_outcome_host_and_text(catalog: Catalog, dataset: Dataset) -> None:
    save_outcomes(catalog, dataset, [UrlState(ANN_2, "empty", "No bytes.")])

    def found(outcome: str | None = None, host: str | None = None, text: str = "", limit: int | None = None) -> object:
        return [
            state.listed for state in load_urls(catalog, dataset, outcome=outcome, host=host, text=text, limit=limit)
        ]

    assert found(outcome="empty") == [ANN_2]
    assert found(outcome="waiting") == [ANN_1, BO_1]
    assert found(host="a.example") == [ANN_1, BO_1]
    assert found(text="ann") == [ANN_1, ANN_2]
    assert found(text="50%_") == [BO_1]  # no wildcard
    assert found(limit=1) == [ANN_1]
    assert found(host="a.example", text="Ann", outcome="empty") == []


def test_outcomes_are_counted_per_server_the_largest_first(catalog: Catalog, dataset: Dataset) -> None:
    save_outcomes(catalog, dataset, [UrlState(ANN_1, "empty"), UrlState(ANN_2, "empty")])
    assert count_by_outcome(catalog, dataset) == {"empty": 2, "waiting": 1}
    assert count_by_host(catalog, dataset) == [
        HostOutcomes("a.example", {"empty": 1, "waiting": 1}),
        HostOutcomes("b.example", {"empty": 1}),
    ]
    assert [found.num_urls for found in count_by_host(catalog, dataset)] == [2, 1]


def test_a_rectangle_is_four_numbers_or_nothing() -> None:
    assert read_rectangle("1,-2.5,30,40") == (1.0, -2.5, 30.0, 40.0)
    assert read_rectangle(None) is None
