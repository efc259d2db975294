"""Brightness and sharpness on pictures whose answer can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from engine.checks import MeasuredPhoto
from engine.checks.brightness import measure_brightness
from engine.checks.sharpness import CHECK, measure_sharpness
from engine.faces import Faces
from tests.engine.builders import one_face

NOISE = np.random.default_rng(0).integers(0, 256, (480, 640, 3), dtype=np.uint8)


def _plain(value: int, size_wh: tuple[int, int] = (64, 64)) -> NDArray[np.uint8]:
    return np.full((size_wh[1], size_wh[0], 3), value, np.uint8)


class TestBrightness:
    @pytest.mark.parametrize("value", [0, 128, 255])
    def test_a_grey_photo_is_as_bright_as_its_grey(self, value: int) -> None:
        assert measure_brightness(MeasuredPhoto(_plain(value), None)) == pytest.approx(value, abs=0.01)

    def test_green_counts_more_than_blue(self) -> None:
        pixels = _plain(0)
        pixels[..., 1] = 100
        assert measure_brightness(MeasuredPhoto(pixels, None)) == pytest.approx(58.7, abs=0.01)
        assert measure_brightness(MeasuredPhoto(pixels[..., [0, 2, 1]], None)) == pytest.approx(11.4, abs=0.01)

    def test_a_bright_background_does_not_hide_a_dark_face(self) -> None:
        pixels = _plain(250)
        pixels[12:52, 16:48] = 20  # the box of one_face
        assert measure_brightness(MeasuredPhoto(pixels, one_face())) == pytest.approx(20, abs=0.01)
        without = measure_brightness(MeasuredPhoto(pixels, Faces.none()))
        assert without == pytest.approx((250 * (64 * 64 - 40 * 32) + 20 * 40 * 32) / (64 * 64), abs=0.01)

    def test_a_large_photo_is_as_bright_as_the_same_small(self) -> None:
        left_half_white = _plain(0, (1920, 1440))
        left_half_white[:, :960] = 255
        assert measure_brightness(MeasuredPhoto(left_half_white, None)) == pytest.approx(127.5, abs=1)

    def test_a_photo_that_cannot_be_opened_has_no_brightness(self) -> None:
        assert measure_brightness(MeasuredPhoto(None, None)) is None


class TestSharpness:
    def test_noise_is_the_finest_detail_there_is(self) -> None:
        value = measure_sharpness(MeasuredPhoto(NOISE[:96, :96], None))
        assert value == pytest.approx(100, abs=4)

    @pytest.mark.parametrize("pixels", [_plain(128), _plain(7, (1, 1)), _plain(7, (640, 2))])
    def test_one_colour_has_no_detail(self, pixels: NDArray[np.uint8]) -> None:
        assert measure_sharpness(MeasuredPhoto(pixels, None)) == 0

    def test_an_even_slope_has_no_detail(self) -> None:
        slope = np.repeat(np.arange(96, dtype=np.uint8)[None, :, None] * 2, 96, axis=0).repeat(3, axis=2)
        assert measure_sharpness(MeasuredPhoto(slope, None)) == pytest.approx(0, abs=0.01)

    def test_stripes_one_pixel_wide_are_sharper_than_stripes_of_four(self) -> None:
        # Single pixels: Laplacian ±2·2a, gradient 2a: quotient 4. Stripes of four: half of the pixels lie at an edge
        # with ±2a, every fourth step is one of 2a: quotient 2.
        fine, broad = (np.tile(np.repeat([0, 200], width), 96 // width)[:96] for width in (1, 4))
        values = [measure_sharpness(MeasuredPhoto(_rows(row), None)) for row in (fine, broad)]
        assert values == [pytest.approx(80, abs=1.5), pytest.approx(40, abs=1.5)]

    def test_less_light_changes_nothing(self) -> None:
        smooth = cv2.GaussianBlur(NOISE, (0, 0), 3)
        bright = measure_sharpness(MeasuredPhoto(smooth, None))
        dim = measure_sharpness(MeasuredPhoto((smooth * 0.5).astype(np.uint8), None))
        assert dim == pytest.approx(bright, rel=0.05)

    def test_a_blurred_face_before_a_sharp_background_is_blurred(self) -> None:
        pixels = NOISE[:64, :64].copy()
        squares = np.kron(np.indices((8, 8)).sum(axis=0) % 2, np.full((8, 8), 255)).astype(np.uint8)
        pixels[12:52, 16:48] = cv2.GaussianBlur(squares, (0, 0), 4)[12:52, 16:48, None]
        face = measure_sharpness(MeasuredPhoto(pixels, one_face()))
        assert face is not None
        assert face < CHECK.keep_if.value < 30
        assert (measure_sharpness(MeasuredPhoto(pixels, Faces.none())) or 0) > 30

    def test_a_box_narrower_than_a_pixel_is_measured_all_the_same(self) -> None:
        thin = replace(one_face(), boxes_ltrb=np.array([[10.1, 10.1, 10.3, 10.3]], np.float32))
        assert measure_sharpness(MeasuredPhoto(NOISE, thin)) == 0


def _rows(row: NDArray[np.int_]) -> NDArray[np.uint8]:
    return np.repeat(row[None, :, None], 96, axis=0).repeat(3, axis=2).astype(np.uint8)
