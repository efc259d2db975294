"""Which label a source means by a name, after renames, merges, removals and names given by hand."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import Dataset, create_dataset
from engine.catalog.labels import (
    LabelState,
    given_label_ids,
    label_ids_after_merges,
    list_labels,
    still_given,
)
from engine.catalog.schema import labels
from engine.kinds import Kind
from engine.settings import Settings


@pytest.fixture
def catalog(settings: Settings) -> Catalog:
    return open_catalog(settings)


@pytest.fixture
def dataset(catalog: Catalog) -> Dataset:
    return create_dataset(catalog, "team", Kind.FACES, "/photos")


def _given(catalog: Catalog, dataset: Dataset, *names: str) -> dict[str, int]:
    with catalog.write() as connection:
        return given_label_ids(connection, dataset.id, names)


def _change(catalog: Catalog, label_id: int, **values: object) -> None:
    with catalog.write() as connection:
        connection.execute(sa.update(labels).where(labels.c.id == label_id).values(values))


def _by_hand(catalog: Catalog, dataset: Dataset, name: str) -> int:
    row = {"dataset_id": dataset.id, "source_name": "/by-hand/1", "name": name}
    with catalog.write() as connection:
        return int(connection.execute(sa.insert(labels).values(row).returning(labels.c.id)).scalar_one())


def test_a_name_is_one_label_however_often_it_is_said(catalog: Catalog, dataset: Dataset) -> None:
    first = _given(catalog, dataset, "Ann", "Bo", "Ann")
    assert _given(catalog, dataset, "Bo", "Ann") == first
    assert [label.name for label in list_labels(catalog, dataset.id)] == ["Ann", "Bo"]


def test_a_renamed_label_is_found_by_both_names(catalog: Catalog, dataset: Dataset) -> None:
    (ann,) = _given(catalog, dataset, "Ann").values()
    _change(catalog, ann, name="Anna")
    assert _given(catalog, dataset, "Ann", "Anna") == {"Ann": ann, "Anna": ann}


def test_merges_lead_on_to_the_last(catalog: Catalog, dataset: Dataset) -> None:
    ann, bo, cy = _given(catalog, dataset, "Ann", "Bo", "Cy").values()
    _change(catalog, ann, state=LabelState.MERGED, merged_into=bo)
    _change(catalog, bo, state=LabelState.MERGED, merged_into=cy)
    assert _given(catalog, dataset, "Ann") == {"Ann": ann}
    with catalog.read() as connection:
        assert label_ids_after_merges(connection, dataset.id) == {ann: cy, bo: cy, cy: cy}


@pytest.mark.parametrize("state", [LabelState.REMOVED, LabelState.MERGED])
def test_a_label_that_is_gone_is_still_meant_until_somebody_else_has_its_name(
    catalog: Catalog, dataset: Dataset, state: LabelState
) -> None:
    (ann,) = _given(catalog, dataset, "Ann").values()
    _change(catalog, ann, state=state)
    assert _given(catalog, dataset, "Ann") == {"Ann": ann}
    other = _by_hand(catalog, dataset, "Ann")
    assert _given(catalog, dataset, "Ann") == {"Ann": other}


def test_a_label_made_by_hand_is_the_sources_from_the_first_time_it_says_the_name(
    catalog: Catalog, dataset: Dataset
) -> None:
    made = _by_hand(catalog, dataset, "Cy")
    assert _given(catalog, dataset, "Cy") == {"Cy": made}
    _change(catalog, made, name="Cyrus")
    assert _given(catalog, dataset, "Cy") == {"Cy": made}


def test_a_file_keeps_its_label_while_its_source_says_the_same() -> None:
    names = {1: "Ann", 2: "/by-hand/x"}
    assert [still_given(names, id, "Ann") for id in (1, 2, 3, None)] == [1, 2, None, None]
    assert still_given(names, 1, "Bo") is None
