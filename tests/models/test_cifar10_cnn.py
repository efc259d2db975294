"""The parts of ``cifar10_cnn`` that Keras has no layer for, and that they can be exported."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.training.device import prepare_backend
from engine.training.export import ExportFormat, export_model
from models.cifar10_cnn import ALPHA, BETA, BIAS, _locally_normalised, _standardised, build

pytestmark = pytest.mark.slow  # imports Keras


def test_local_response_normalisation_weighs_each_value_against_nine_channels() -> None:
    prepare_backend()
    x = np.random.default_rng(0).normal(0, 30, (2, 3, 3, 12)).astype(np.float32)
    by_hand = np.empty_like(x)
    for channel in range(12):
        energy = (x[..., max(0, channel - 4) : channel + 5] ** 2).sum(axis=-1)
        by_hand[..., channel] = x[..., channel] / (BIAS + ALPHA * energy) ** BETA
    assert np.asarray(_locally_normalised(x)) == pytest.approx(by_hand, rel=1e-5)
    assert not np.allclose(by_hand, x, rtol=0.1)


def test_each_picture_is_brought_to_mean_0_and_deviation_1_and_an_even_one_to_zeros() -> None:
    prepare_backend()
    noise = np.random.default_rng(0).uniform(40, 200, (1, 6, 6, 3)).astype(np.float32)
    pictures = np.concatenate([noise, np.full_like(noise, 128)])
    changed = np.asarray(_standardised(pictures))
    assert changed[0].mean() == pytest.approx(0, abs=1e-5)
    assert changed[0].std() == pytest.approx(1, abs=1e-5)
    assert not changed[1].any()


@pytest.mark.parametrize("format", [ExportFormat.LITERT, ExportFormat.ONNX])
def test_it_can_be_exported(format: ExportFormat, tmp_path: Path) -> None:
    prepare_backend()
    pytest.importorskip("tf2onnx") if format is ExportFormat.ONNX else None
    build((16, 16, 3), 4).save(tmp_path / "model.keras")
    pictures = np.random.default_rng(0).uniform(0, 255, (3, 16, 16, 3)).astype(np.float32)
    assert export_model(tmp_path / "model.keras", format, tmp_path, pictures).max_difference < 1e-5
