"""Scores against a confusion matrix worked out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.training.evaluation import (
    LabelScore,
    confusion_matrix,
    read_evaluation,
    summarize,
    write_evaluation,
)

TRUE = np.array([0, 0, 0, 1, 1])
PREDICTED = np.array([0, 0, 1, 1, 0])


def test_rows_are_true_and_columns_predicted() -> None:
    assert confusion_matrix(TRUE, PREDICTED, 3).tolist() == [[2, 1, 0], [1, 1, 0], [0, 0, 0]]


def test_no_photo_is_an_empty_matrix() -> None:
    nothing = np.zeros(0, np.int64)
    assert confusion_matrix(nothing, nothing, 2).tolist() == [[0, 0], [0, 0]]


def test_scores_per_label() -> None:
    evaluation = summarize("s1", "validation", ("Ann", "Bo", "Cy"), confusion_matrix(TRUE, PREDICTED, 3))
    assert evaluation.accuracy == 0.6
    assert evaluation.per_label["Ann"] == LabelScore(pytest.approx(2 / 3), pytest.approx(2 / 3), 3)
    assert evaluation.per_label["Bo"] == LabelScore(0.5, 0.5, 2)


def test_a_label_without_photos_has_no_scores() -> None:
    evaluation = summarize("s1", "validation", ("Ann", "Bo", "Cy"), confusion_matrix(TRUE, PREDICTED, 3))
    assert evaluation.per_label["Cy"] == LabelScore(None, None, 0)


def test_an_evaluation_reads_back_as_it_was_written(tmp_path: Path) -> None:
    written = summarize("s1", "validation", ("Ann", "Bo"), confusion_matrix(TRUE, PREDICTED, 2))
    write_evaluation(tmp_path, written)
    assert read_evaluation(tmp_path) == written


def test_a_run_that_never_ended_has_no_evaluation(tmp_path: Path) -> None:
    assert read_evaluation(tmp_path) is None
