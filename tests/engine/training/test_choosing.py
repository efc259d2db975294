"""Which networks are offered for a snapshot, in which order, and with what words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.kinds import Kind
from engine.settings import Settings
from engine.snapshots import Snapshot
from engine.training.choosing import Suggestion, fewest_photos, suggest_networks
from engine.training.configuring import make_config
from engine.training.registry import find_architecture
from engine.training.speeds import Speed, known_speed, remember_speed, run_seconds
from tests.engine.training.snapshot_builder import build_snapshot, write_snapshot
from tests.pages.run_builder import write_run


@pytest.fixture(autouse=True)
def keras_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where no trained weights are."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    return tmp_path / "keras"


def by_name(settings: Settings, snapshot: Snapshot) -> dict[str, Suggestion]:
    return {each.architecture.name: each for each in suggest_networks(settings, snapshot, [])}


def test_the_embedding_is_recommended_for_people_and_networks_for_things_are_not_offered(settings: Settings) -> None:
    offered = by_name(settings, build_snapshot(settings, kind=Kind.FACES, size=96))
    assert next(iter(offered)) == "sface_head"
    assert offered["sface_head"].is_recommended
    assert offered["sface_head"].reason == "Suits crops of 96 pixels with 7 photos or more of each to learn from."
    assert "digits_cnn" not in offered


def test_very_few_photos_of_one_person_make_the_cosine_head_the_one_to_try(settings: Settings) -> None:
    offered = by_name(settings, build_snapshot(settings, kind=Kind.FACES, per_label=5, size=96))
    assert next(iter(offered)) == "sface_cosine"
    reason = "Wants 5 photos of each to learn from; 'label 0' has 2."
    assert (offered["sface_head"].suits, offered["sface_head"].reason) == (False, reason)


def test_few_photos_of_things_want_a_trained_network_once_it_is_at_hand(settings: Settings, keras_home: Path) -> None:
    snapshot = build_snapshot(settings, per_label=15, size=64)
    offered = by_name(settings, snapshot)
    assert next(iter(offered)) == "small_resnet"  # the usual one: nothing that suits is at hand
    assert offered["mobilenet"].needs_download
    (keras_home / "models").mkdir(parents=True)
    (keras_home / "models" / "mobilenet_1_0_224_tf_no_top.h5").touch()
    offered = by_name(settings, snapshot)
    assert next(iter(offered)) == "mobilenet"
    assert not offered["mobilenet"].needs_download


def test_a_network_for_other_crops_says_which(settings: Settings) -> None:
    offered = by_name(settings, build_snapshot(settings, size=64))
    assert offered["digits_cnn"].reason == "Made for crops of 16 to 48 pixels; these have 64."


def test_what_an_earlier_run_reached_is_known_and_decides_the_order(settings: Settings) -> None:
    snapshot = build_snapshot(settings, size=64, per_label=300)
    runs = [write_run(settings, snapshot, name, accuracies) for name, accuracies in (("r1", [0.5]), ("r2", [0.75]))]
    suggestions = suggest_networks(settings, snapshot, runs)
    assert suggestions[0].architecture.name == "small_resnet"
    assert (suggestions[1].architecture.name, suggestions[1].accuracy) == ("face_cnn", 0.75)


def test_the_label_with_the_fewest_photos_to_learn_from_counts(settings: Settings) -> None:
    numbers = np.array([0, 0, 0, 1, 1, 1])
    crops = np.arange(6 * 8 * 8 * 3, dtype=np.uint8).reshape(6, 8, 8, 3)
    is_validation = [False, False, False, True, False, False]
    assert fewest_photos(write_snapshot(settings, crops, numbers, is_validation, kind=Kind.IMAGES)) == ("label 1", 2)


def test_a_run_takes_its_start_its_steps_and_its_looks_at_validation_photos(settings: Settings) -> None:
    snapshot = build_snapshot(settings)  # 21 photos to learn from, 9 to check with
    architecture = find_architecture("small_resnet")
    config = make_config(snapshot, architecture, steps=100, batch_size=10, evaluate_every=10)
    assert run_seconds(Speed(5.0, 100.0), snapshot, architecture, config) == pytest.approx(5 + 10 + 0.3)


def test_a_head_takes_one_look_at_every_photo_and_its_own_short_steps(settings: Settings) -> None:
    snapshot = build_snapshot(settings)
    architecture = find_architecture("mobilenet")
    config = make_config(snapshot, architecture, steps=100, head_steps=100)
    speed = Speed(5.0, 2.0, features_per_second=15.0, head_steps_per_second=50.0)
    assert run_seconds(speed, snapshot, architecture, config) == pytest.approx(5 + 30 / 15 + 100 / 50)


def test_a_speed_is_remembered_for_its_network_and_crop_alone(settings: Settings) -> None:
    snapshot, speed = build_snapshot(settings), Speed(5.0, 100.0)
    assert known_speed(settings, snapshot, find_architecture("small_resnet")) is None
    remember_speed(settings, snapshot, find_architecture("small_resnet"), speed)
    assert known_speed(settings, snapshot, find_architecture("small_resnet")) == speed
    assert known_speed(settings, snapshot, find_architecture("face_cnn")) is None
