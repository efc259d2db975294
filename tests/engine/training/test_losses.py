"""Losses in numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.training.device import prepare_backend
from engine.training.losses import losses
from tests.engine.training.test_schedules import config

TRUE = np.array([[1, 0], [0.25, 0.75]], np.float32)
PREDICTED = np.array([[0.5, 0.5], [0.25, 0.75]], np.float32)


def loss_of(name: str, **settings: object) -> np.ndarray:
    prepare_backend()
    return np.asarray(losses()[name].make(config(loss=name, **settings))(TRUE, PREDICTED))


def test_both_losses_are_found() -> None:
    assert {"cross_entropy", "focal"} <= set(losses())


@pytest.mark.slow  # imports Keras
def test_cross_entropy_is_minus_the_logarithm_of_what_the_true_label_got() -> None:
    mixed = -0.25 * math.log(0.25) - 0.75 * math.log(0.75)
    assert loss_of("cross_entropy") == pytest.approx([math.log(2), mixed])


@pytest.mark.slow
def test_focal_loss_cares_less_about_what_is_known() -> None:
    mixed = -0.25 * 0.75**2 * math.log(0.25) - 0.75 * 0.25**2 * math.log(0.75)
    assert loss_of("focal", focal_gamma=2.0) == pytest.approx([math.log(2) / 4, mixed])


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(losses()))
def test_a_wrong_answer_of_full_certainty_has_a_finite_loss(name: str) -> None:
    prepare_backend()
    found = losses()[name].make(config(loss=name))(np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]]))
    assert 0 < float(np.asarray(found)[0]) < 100
