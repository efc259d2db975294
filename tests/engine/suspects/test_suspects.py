"""A photo in the wrong folder is the first suspect; an answer lasts; one person under two names is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import Dataset
from engine.catalog.suspicions import Answer, load_answers, save_answer
from engine.edits import move_photos, move_to_new_person
from engine.settings import Settings
from engine.suspects import Suspicions, find_suspicions, nearest_photos, unsettled
from engine.verdicts import decide_dataset
from tests.engine.suspects.crowd import MISPLACED, import_crowd


@pytest.fixture
def crowd(settings: Settings, tmp_path: Path) -> Dataset:
    return import_crowd(settings, tmp_path / "crowd")


@pytest.fixture
def catalog(settings: Settings, crowd: Dataset) -> Catalog:
    return open_catalog(settings)


def _waiting(catalog: Catalog, crowd: Dataset) -> Suspicions:
    decision = decide_dataset(catalog, crowd)
    return unsettled(find_suspicions(catalog, crowd, decision), load_answers(catalog, crowd), decision)


def test_a_photo_in_the_wrong_folder_is_the_only_suspect(catalog: Catalog, crowd: Dataset) -> None:
    found = _waiting(catalog, crowd)
    assert found.num_embedded == 96
    (suspect,) = found.suspects
    assert (suspect.path, suspect.label, suspect.suggested) == (MISPLACED, "Bo", "Ann")
    assert 0.5 < suspect.score <= 1
    assert not found.pairs
    assert not found.is_unsure


def test_the_photos_most_like_a_suspect_are_of_the_person_asked_for(catalog: Catalog, crowd: Dataset) -> None:
    decision = decide_dataset(catalog, crowd)
    (suspect,) = _waiting(catalog, crowd).suspects
    near = nearest_photos(catalog, crowd, decision, suspect.sha256, "Ann", 4)
    labels = dict(zip(decision.table.sha256s, decision.table.labels.tolist(), strict=True))
    assert [labels[each] for each in near] == ["Ann"] * 4


def test_a_label_said_to_be_right_is_not_asked_for_again(catalog: Catalog, crowd: Dataset) -> None:
    (suspect,) = _waiting(catalog, crowd).suspects
    save_answer(catalog, crowd, suspect.subject, Answer.SKIP)
    assert _waiting(catalog, crowd).suspects == (suspect,)
    save_answer(catalog, crowd, suspect.subject, Answer.KEEP)
    assert _waiting(catalog, crowd).suspects == ()
    save_answer(catalog, crowd, suspect.subject, None)
    assert _waiting(catalog, crowd).suspects == (suspect,)


def test_a_photo_that_is_moved_is_under_suspicion_no_longer(catalog: Catalog, crowd: Dataset) -> None:
    (suspect,) = _waiting(catalog, crowd).suspects
    move_photos(catalog, crowd, [suspect.sha256], "Ann")
    assert _waiting(catalog, crowd).suspects == ()


def test_one_person_under_two_names_is_told(catalog: Catalog, crowd: Dataset) -> None:
    table = decide_dataset(catalog, crowd).table
    some = [table.sha256s[place] for place in range(len(table)) if table.labels[place] == "Cho"][:6]
    move_to_new_person(catalog, crowd, some, "Cho Min")
    (pair,) = _waiting(catalog, crowd).pairs
    assert {pair.label, pair.other} == {"Cho", "Cho Min"}
    assert {pair.num_photos, pair.num_other} == {6}
