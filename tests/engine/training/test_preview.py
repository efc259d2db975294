"""What is shown before training."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from engine.kinds import Kind
from engine.settings import Settings
from engine.training.preview import augmentation_preview, balance_sentence, changes_photos
from engine.training.registry import find_architecture
from models import Augmentation
from tests.engine.training.snapshot_builder import build_snapshot, write_snapshot


def picture(data: bytes | None) -> np.ndarray:
    assert data is not None
    return np.asarray(Image.open(io.BytesIO(data)))


def test_without_training_photos_there_is_no_picture(settings: Settings) -> None:
    snapshot = build_snapshot(settings, per_label=3, num_validation=3)
    assert augmentation_preview(snapshot, Augmentation(flip=True)) is None


def test_a_row_shows_a_photo_as_it_is_and_then_six_times_changed(settings: Settings) -> None:
    shown = picture(augmentation_preview(build_snapshot(settings, size=16), Augmentation(brightness=0.5)))
    times = 96 * 4 // (4 * 20)  # crops of 16 with gaps of 4, in four rows
    assert shown.shape == (4 * 20 * times, 7 * 20 * times, 3)
    first, second = shown[: 16 * times, : 16 * times], shown[: 16 * times, 20 * times : 36 * times]
    assert first.max() <= 84  # label 0 is dark noise, below a third
    assert not np.array_equal(first, second)


def test_without_changes_all_views_are_the_photo_itself_also_in_grey(settings: Settings) -> None:
    shown = picture(augmentation_preview(build_snapshot(settings, size=16, channels=1), Augmentation()))
    assert np.array_equal(shown[:60, :60], shown[:60, 80:140])


def test_only_networks_that_look_at_pixels_see_changes() -> None:
    changes = Augmentation(flip=True)
    assert changes_photos(find_architecture("face_cnn"), changes)
    assert not changes_photos(find_architecture("face_cnn"), Augmentation())
    assert not changes_photos(find_architecture("sface_head"), changes)


def test_uneven_numbers_are_told_from_twice_as_many_on(settings: Settings) -> None:
    crops = np.random.default_rng(0).integers(0, 255, (9, 8, 8, 3), dtype=np.uint8)
    numbers = np.array([0] * 6 + [1] * 3)
    snapshot = write_snapshot(settings, crops, numbers, [False] * 9, kind=Kind.IMAGES)
    assert str(balance_sentence(snapshot)).startswith("label 0 has 6 training photos, label 1 only 3:")


def test_even_numbers_need_no_word(settings: Settings) -> None:
    assert balance_sentence(build_snapshot(settings)) is None
