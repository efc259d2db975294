"""Settings as people type them."""

from __future__ import annotations

from dataclasses import MISSING

import pytest

from engine.errors import BadInput
from engine.settings import Settings
from engine.training.config import CONTROLS, TrainConfig
from engine.training.configuring import make_config, repeat_config
from engine.training.controls import check_value, control_lines, read_settings
from engine.training.registry import architectures
from tests.engine.training.snapshot_builder import build_snapshot


def test_no_words_are_no_settings() -> None:
    assert read_settings([], CONTROLS) == {}


def test_each_kind_of_value_is_read_as_typed() -> None:
    words = ["steps=30", "learning-rate=5e-4", "flip=on", "contrast=0.5..1.5", "optimizer=lion", "patience=none"]
    assert read_settings(words, CONTROLS) == {
        "steps": 30,
        "learning_rate": 0.0005,
        "flip": True,
        "contrast": (0.5, 1.5),
        "optimizer": "lion",
        "patience": None,
    }


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("fast", "'fast' is no setting. Expected key=value"),
        ("speed=9", "There is no setting 'speed'. Expected one of: steps, epochs"),
        ("steps=many", "steps is 'many'. Expected a whole number from 1 to 10000000."),
        ("steps=2.5", "steps is '2.5'. Expected a whole number"),
        ("steps=none", "steps is 'none'. Expected a whole number"),
        ("ema=1", "ema is 1.0. Expected a number from 0 to 0.99999."),
        ("flip=perhaps", "flip is 'perhaps'. Expected on or off."),
        ("contrast=2", "contrast is '2'. Expected two numbers from 0 to 5, such as 0.5..1.5."),
        ("contrast=2..1", r"contrast is \(2.0, 1.0\). Expected two numbers"),
        ("optimizer=adagrad", "optimizer is adagrad. Expected one of sgd, adam, adamw, rmsprop, lion."),
        ("patience=0", "patience is 0. Expected a whole number from 1 to 10000, or none."),
    ],
)
def test_a_word_that_cannot_be_used_is_explained(word: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        read_settings([word], CONTROLS)


def test_every_setting_has_words_and_a_default_in_its_own_range() -> None:
    for control in CONTROLS.values():
        assert control.title
        assert control.help.endswith(".")
        if control.default is not MISSING:
            check_value(control, control.default)


def test_help_names_every_setting_once_with_its_default() -> None:
    lines = [line for line in control_lines(CONTROLS) if line.startswith("  ") and not line.startswith("   ")]
    assert [line.split()[0] for line in lines] != []
    assert sorted(line.split()[0] for line in lines) == sorted(CONTROLS)
    assert "  seed (0): a whole number from 0 to 2147483647" in lines
    assert "  steps (the architecture's): a whole number from 1 to 10000000" in lines


def made(settings: Settings, **said: object) -> TrainConfig:
    """``face_cnn`` on 21 photos to learn from and 9 to check with."""
    return make_config(build_snapshot(settings), architectures()["face_cnn"], **said)  # type: ignore[arg-type]


def test_settings_of_the_augmentation_change_only_what_is_said(settings: Settings) -> None:
    config = made(settings, flip=False, rotation=10.0)
    assert (config.augmentation.flip, config.augmentation.rotation) == (False, 10.0)
    assert config.augmentation.contrast == (0.2, 2.0)  # the architecture's


def test_epochs_decide_the_steps(settings: Settings) -> None:
    assert made(settings, epochs=3, batch_size=10).steps == 7  # 63 photos, 10 at a time


def test_a_copy_of_a_run_changes_what_is_said_and_what_follows_from_it(settings: Settings) -> None:
    snapshot = build_snapshot(settings)
    first = make_config(snapshot, architectures()["face_cnn"], steps=100, batch_size=10, momentum=0.5)
    assert first.evaluate_every == 2
    assert repeat_config(snapshot, first, {}) == first
    longer = repeat_config(snapshot, first, {"steps": 500, "optimizer": "sgd"})
    assert (longer.steps, longer.evaluate_every, longer.optimizer, longer.momentum) == (500, 10, "sgd", 0.5)
