"""One look at a photo: a large JPEG is decoded at reduced size; what is said of it is said in the photo's pixels."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image

from engine.checks import MeasuredPhoto, photo_checks_for
from engine.checks._main_part import main_part
from engine.faces import Faces
from engine.faces.registry import analyzers
from engine.kinds import Kind
from engine.photo_analysis import hash_pixels, load_photo_analyzer
from engine.photo_files import decode_to_measure, read_pixels
from engine.settings import Settings
from tests.engine.builders import one_face


def _encode(image: Image.Image, format_: str, orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    buffer = BytesIO()
    image.save(buffer, format_, quality=95, exif=exif)
    return buffer.getvalue()


def _picture(size_wh: tuple[int, int]) -> Image.Image:
    """Dark on the left, light on the right."""
    width, height = size_wh
    return Image.fromarray(np.tile(np.linspace(0, 255, width).astype(np.uint8), (height, 1))).convert("RGB")


class TestDecoded:
    @pytest.mark.parametrize(
        ("size_wh", "decoded_wh"),
        [
            ((2560, 1000), (1280, 500)),
            ((2559, 1000), (2559, 1000)),
            ((1000, 5120), (250, 1280)),
            ((300, 200), (300, 200)),
            ((2601, 1301), (1301, 651)),
        ],
    )
    def test_a_jpeg_keeps_1280_pixels_of_its_longer_side_or_more(
        self, size_wh: tuple[int, int], decoded_wh: tuple[int, int]
    ) -> None:
        photo = decode_to_measure(_encode(_picture(size_wh), "JPEG"))
        assert (photo.size_wh, photo.format) == (size_wh, "JPEG")
        assert photo.pixels.shape == (decoded_wh[1], decoded_wh[0], 3)

    def test_other_formats_are_decoded_whole(self) -> None:
        photo = decode_to_measure(_encode(_picture((2600, 100)), "PNG"))
        assert (photo.size_wh, photo.pixels.shape) == ((2600, 100), (100, 2600, 3))

    def test_a_photo_that_lies_on_its_side_is_upright(self) -> None:
        photo = decode_to_measure(_encode(_picture((2600, 1300)), "JPEG", orientation=6))
        assert (photo.size_wh, photo.pixels.shape) == ((1300, 2600), (1300, 650, 3))
        top, bottom = photo.pixels[0].mean(), photo.pixels[-1].mean()
        assert top < 5 < 250 < bottom

    def test_a_small_photo_has_the_pixels_that_everything_else_reads(self) -> None:
        data = _encode(_picture((300, 200)), "JPEG")
        np.testing.assert_array_equal(decode_to_measure(data).pixels, read_pixels(data))


class TestInPixelsOfThePhoto:
    def test_faces_found_in_a_half_stand_at_twice_the_place(self) -> None:
        found = replace(
            one_face(),
            boxes_ltrb=np.array([[10, 20, 30, 50.5]], np.float32),
            points=np.full((1, 5, 2), (15, 25), np.float32),
        )
        faces = found.enlarged((201, 101), (51, 101, 3))
        np.testing.assert_allclose(faces.boxes_ltrb, [[19.901, 39.608, 59.703, 100.01]], rtol=1e-4)
        np.testing.assert_allclose(faces.points[0, 0], [29.851, 49.510], rtol=1e-4)
        assert found.enlarged((101, 51), (51, 101, 3)) is found
        assert len(Faces.none().enlarged((201, 101), (51, 101, 3))) == 0

    def test_a_box_at_the_border_stays_inside_the_photo(self) -> None:
        found = replace(one_face(), boxes_ltrb=np.array([[0, 0, 1301, 651]], np.float32))
        faces = found.enlarged((2601, 1301), (651, 1301, 3))
        assert faces.boxes_ltrb.tolist() == [[0, 0, 2601, 1301]]

    def test_the_size_is_the_photos_and_the_main_part_lies_where_the_face_is(self) -> None:
        pixels = np.zeros((50, 100, 3), np.uint8)
        pixels[10:30, 40:60] = 200
        faces = replace(one_face(), boxes_ltrb=np.array([[80, 20, 120, 60]], np.float32))
        photo = MeasuredPhoto(pixels, faces, "JPEG", (200, 100))
        checks = photo_checks_for(Kind.FACES)
        assert checks["size"].measure(photo) == 100
        assert checks["face_size"].measure(photo) == 40
        part = main_part(photo)
        assert part is not None
        assert part.shape == (20, 20, 3)
        assert (part == 200).all()

    def test_pixels_of_a_reduced_photo_are_no_copy_of_a_small_one(self) -> None:
        pixels = np.zeros((50, 100, 3), np.uint8)
        assert hash_pixels(pixels, (100, 50)) == hash_pixels(pixels)
        assert hash_pixels(pixels, (200, 100)) != hash_pixels(pixels)

    @pytest.mark.photos
    def test_a_face_in_a_large_photo_is_found_where_all_its_pixels_show_it(
        self, settings: Settings, photos_dir: Path, weights: dict[str, Path]
    ) -> None:
        small = Image.open(min((photos_dir / "lfw62").rglob("*.jpg")))
        data = _encode(small.resize((small.width * 12, small.height * 12), Image.Resampling.BICUBIC), "JPEG")
        tools = load_photo_analyzer(settings, analyzers()["local"], Kind.FACES)
        whole = tools.finder.find(read_pixels(data))
        seen = tools.analyze(1, data)
        assert seen.values["size"] == 3000
        assert seen.faces is not None
        assert seen.embedding is not None
        side = float(whole.boxes_ltrb[0, 2] - whole.boxes_ltrb[0, 0])
        np.testing.assert_allclose(seen.faces.boxes_ltrb[0], whole.boxes_ltrb[0], atol=side / 50)
        np.testing.assert_allclose(seen.faces.points[0], whole.points[0], atol=side / 50)
        np.testing.assert_allclose(seen.faces.roll_pan_tilt_degrees[0], whole.roll_pan_tilt_degrees[0], atol=1)
        assert seen.embedding @ whole.embedding > 0.99
