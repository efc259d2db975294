"""Augmentation against colours worked out by hand."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from engine.training.augmentation import augment, hue_saturation_matrix, warp_matrix
from models import Augmentation


def crops_of(*colours: tuple[int, ...]) -> np.ndarray:
    """One crop of 1×2 pixels: the two colours side by side."""
    return np.array([[colours]], np.uint8)


def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def test_without_ranges_crops_stay_as_they_are() -> None:
    crops = crops_of((0, 120, 255), (7, 8, 9))
    changed = augment(crops, Augmentation(), rng())
    assert changed.dtype == np.float32
    assert np.array_equal(changed, crops)


def test_no_crops_give_no_crops() -> None:
    crops = np.zeros((0, 4, 4, 3), np.uint8)
    everything = Augmentation(flip=True, brightness=0.5, contrast=(0.2, 2), hue=0.08, saturation=(0.2, 2))
    assert augment(crops, everything, rng()).shape == (0, 4, 4, 3)


def test_flip_mirrors_about_half_of_the_crops_left_and_right() -> None:
    crops = np.repeat(crops_of((0, 0, 0), (9, 9, 9)), 1000, axis=0)
    changed = augment(crops, Augmentation(flip=True), rng())
    mirrored = changed[:, 0, 0, 0] == 9
    assert np.array_equal(changed[:, 0, 1, 0] == 0, mirrored)
    assert 450 < mirrored.sum() < 550  # three standard deviations of 16


def test_contrast_two_doubles_the_distance_from_the_mean() -> None:
    changed = augment(crops_of((100, 100, 100), (120, 120, 120)), Augmentation(contrast=(2, 2)), rng())
    assert changed[0, 0, :, 0] == pytest.approx([90, 130], abs=1e-3)


def test_contrast_zero_leaves_only_the_mean() -> None:
    changed = augment(crops_of((100, 0, 40), (120, 10, 60)), Augmentation(contrast=(0, 0)), rng())
    assert changed[0, 0] == pytest.approx(np.array([[110, 5, 50], [110, 5, 50]]), abs=1e-3)


def test_saturation_zero_gives_the_grey_of_the_same_brightness() -> None:
    changed = augment(crops_of((255, 0, 0), (0, 255, 0)), Augmentation(saturation=(0, 0)), rng())
    # 0.299 · 255 and 0.587 · 255
    assert changed[0, 0] == pytest.approx(np.array([[76.245] * 3, [149.685] * 3]), abs=0.01)


def test_brightness_shifts_a_whole_crop_by_at_most_its_range_and_stops_at_the_ends() -> None:
    crops = np.full((500, 1, 1, 3), 200, np.uint8)
    changed = augment(crops, Augmentation(brightness=0.5), rng())
    assert np.ptp(changed, axis=3).max() < 1e-3
    assert changed.max() == 255
    assert 72.5 <= changed.min() < 80  # 200 - 127.5


def test_a_third_of_a_turn_of_hue_thrice_is_no_change() -> None:
    third = hue_saturation_matrix(np.array([2 * math.pi / 3]), np.array([1.0]))[0]
    assert third @ third @ third == pytest.approx(np.eye(3), abs=1e-9)
    assert third @ np.ones(3) == pytest.approx(np.ones(3), abs=1e-5)


def test_hue_turns_red_towards_yellow_or_magenta_only() -> None:
    crops = np.repeat(np.array([[[[128, 0, 0]]]], np.uint8), 200, axis=0)
    changed = augment(crops, Augmentation(hue=0.08), rng())[:, 0, 0]
    assert (changed[:, 0] > changed[:, 1]).all()
    assert (changed[:, 0] > changed[:, 2]).all()
    assert changed[:, 1].max() > 20
    assert changed[:, 2].max() > 20


def test_grey_crops_take_brightness_and_contrast() -> None:
    crops = np.array([[[[100], [120]]]], np.uint8)
    changed = augment(crops, Augmentation(contrast=(2, 2), hue=0.08, saturation=(0.2, 2)), rng())
    assert changed[0, 0, :, 0] == pytest.approx([90, 130], abs=1e-3)


def test_each_crop_has_its_own_draw() -> None:
    crops = np.full((50, 1, 1, 3), 100, np.uint8)
    changed = augment(crops, Augmentation(brightness=0.2), rng())
    assert len(np.unique(changed[:, 0, 0, 0].round(3))) > 45


def test_a_quarter_turn_moves_the_right_column_to_the_top() -> None:
    crop = np.array([[1, 2], [3, 4]], np.uint8)
    matrix = warp_matrix((2, 2), 90.0, 1.0, (0.5, 0.5))
    turned = cv2.warpAffine(crop, matrix, (2, 2), flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP)
    assert turned.tolist() == [[2, 4], [1, 3]]


def test_a_zoom_to_half_at_the_right_bottom_shows_that_quarter() -> None:
    matrix = warp_matrix((8, 8), 0.0, 0.5, (1.0, 1.0))
    # The part from 4 to 8: its first pixel's middle lies a quarter of a pixel before that of pixel 4.
    assert matrix.tolist() == [[0.5, 0.0, 3.75], [0.0, 0.5, 3.75]]
    assert (matrix @ np.array([7, 7, 1])).tolist() == [7.25, 7.25]


def test_no_turn_and_no_zoom_leave_every_pixel() -> None:
    assert warp_matrix((96, 96), 0.0, 1.0, (0.3, 0.9)).tolist() == [[1, 0, 0], [0, 1, 0]]


def test_rotation_and_zoom_keep_an_even_crop_even_also_grey_ones() -> None:
    crops = np.full((3, 9, 9, 1), 77, np.uint8)
    changed = augment(crops, Augmentation(rotation=30.0, zoom=0.5), rng())
    assert changed.shape == crops.shape
    assert (changed == 77).all()


def test_cutout_covers_one_square_of_its_size_or_less_at_the_border() -> None:
    changed = augment(np.zeros((50, 20, 20, 3), np.uint8), Augmentation(cutout=0.5), rng())
    covered = (changed == 127.5).all(axis=3)
    assert set(np.unique(changed)) == {0.0, 127.5}
    heights, widths = covered.any(axis=2).sum(axis=1), covered.any(axis=1).sum(axis=1)
    assert (covered.sum(axis=(1, 2)) == heights * widths).all()
    assert (heights.max(), widths.max()) == (10, 10)
    assert min(heights.min(), widths.min()) >= 5
