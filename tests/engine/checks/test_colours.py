"""Colour, tint, contrast, glare, shape and type on pictures whose answer can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.checks import MeasuredPhoto
from engine.checks.contrast import measure_contrast
from engine.checks.elongated import measure_elongation
from engine.checks.file_type import measure_file_type
from engine.checks.glare import measure_glare
from engine.checks.grayscale import measure_colour
from engine.checks.tint import CHECK as TINT
from engine.checks.tint import measure_tint
from tests.engine.builders import one_face

RAMP = np.tile(np.arange(40, 236, dtype=np.uint8), (64, 1))  # 196 greys


def _photo(pixels: NDArray[np.uint8]) -> MeasuredPhoto:
    return MeasuredPhoto(pixels, None)


def _toned(red: float, green: float, blue: float) -> NDArray[np.uint8]:
    return (RAMP[..., None] * np.array([red, green, blue])).astype(np.uint8)


def _halves(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.concatenate([first, second])


class TestColour:
    def test_grey_has_no_colour(self) -> None:
        assert measure_colour(_photo(_toned(1, 1, 1))) == pytest.approx(0, abs=0.1)

    def test_pure_red_has_the_chroma_that_lab_gives_it(self) -> None:
        red = np.zeros((32, 32, 3), np.uint8)
        red[..., 0] = 255
        assert measure_colour(_photo(red)) == pytest.approx(np.hypot(80.1, 67.2), abs=0.3)  # its a* and b*

    def test_a_small_coloured_mark_does_not_make_a_grey_photo_one_in_colour(self) -> None:
        pixels = np.full((100, 100, 3), 128, np.uint8)
        pixels[:, :4] = (255, 0, 0)
        assert measure_colour(_photo(pixels)) == pytest.approx(0, abs=0.1)
        pixels[:, :10] = (255, 0, 0)
        assert measure_colour(_photo(pixels)) > 90  # type: ignore[operator]  # a photo with pixels has a value

    def test_a_photo_that_cannot_be_opened_has_none(self) -> None:
        assert measure_colour(MeasuredPhoto(None, None)) is None
        assert measure_tint(MeasuredPhoto(None, None)) is None


class TestTint:
    @pytest.mark.parametrize("tone", [(1, 0.85, 0.6), (0.6, 0.8, 1), (1, 0.25, 0.25)], ids=["sepia", "blue", "red"])
    def test_one_tone_on_every_lightness_is_a_tint(self, tone: tuple[float, float, float]) -> None:
        value = measure_tint(_photo(_toned(*tone)))
        assert value is not None
        assert value > TINT.keep_if.value

    def test_grey_is_no_tint(self) -> None:
        assert measure_tint(_photo(_toned(1, 1, 1))) == pytest.approx(0, abs=5)

    def test_two_tones_at_the_same_lightness_are_none(self) -> None:
        warm, cold = _toned(1, 0.85, 0.6), _toned(0.72, 0.9, 1)
        value = measure_tint(_photo(_halves(warm, cold)))
        assert value is not None
        assert value < TINT.keep_if.value / 2

    def test_too_few_pixels_show_no_tone(self) -> None:
        assert measure_tint(_photo(np.full((2, 2, 3), (200, 100, 50), np.uint8))) == 0


class TestContrast:
    def test_a_ramp_reaches_from_its_fifth_to_its_ninety_fifth_percentile(self) -> None:
        assert measure_contrast(_photo(_toned(1, 1, 1))) == pytest.approx(0.9 * 195, abs=2)

    def test_one_colour_has_none(self) -> None:
        assert measure_contrast(_photo(np.full((20, 30, 3), 90, np.uint8))) == 0

    def test_a_flat_face_before_a_lively_background_is_flat(self) -> None:
        pixels = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
        pixels[12:52, 16:48] = 100  # the box of one_face
        assert measure_contrast(MeasuredPhoto(pixels, one_face())) == 0


class TestGlare:
    def test_the_share_of_nearly_white_pixels_counts(self) -> None:
        pixels = np.full((40, 40, 3), 249, np.uint8)
        assert measure_glare(_photo(pixels)) == 0
        pixels[:10] = 251
        assert measure_glare(_photo(pixels)) == 25

    def test_a_white_background_does_not_blind_a_face(self) -> None:
        pixels = np.full((64, 64, 3), 255, np.uint8)
        pixels[12:52, 16:48] = 100
        assert measure_glare(MeasuredPhoto(pixels, one_face())) == 0


@pytest.mark.parametrize(("size_wh", "percent"), [((64, 64), 100), ((96, 64), 150), ((64, 192), 300)])
def test_how_long_a_photo_is_beside_its_width(size_wh: tuple[int, int], percent: float) -> None:
    assert measure_elongation(_photo(np.zeros((size_wh[1], size_wh[0], 3), np.uint8))) == percent


@pytest.mark.parametrize(("name", "value"), [("JPEG", 1), ("PNG", 2), ("WEBP", 2), ("GIF", 3), ("", None)])
def test_file_types_go_from_what_cameras_write_to_what_drawings_come_in(name: str, value: float | None) -> None:
    assert measure_file_type(MeasuredPhoto(RAMP, None, name)) == value
