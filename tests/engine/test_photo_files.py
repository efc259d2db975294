"""Photo files of every kind, read as upright RGB pixels whose values were worked out by hand."""

from __future__ import annotations

import struct
import warnings
import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image, PngImagePlugin

from engine.errors import UnreadablePhoto
from engine.photo_files import hash_file, looks_like_photo, read_header, read_pixels

RED, BLUE = (255, 0, 0), (0, 0, 255)


def _png(width: int, height: int, *, data: bytes = b"") -> bytes:
    """A grey PNG that claims a size, with whatever picture data is given."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def _bmp(width: int, height: int) -> bytes:
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + header


def _reason(source: Path | bytes) -> str:
    with pytest.raises(UnreadablePhoto) as caught:
        read_pixels(source)
    return str(caught.value)


class TestFormats:
    @pytest.mark.parametrize("extension", ["jpg", "jfif", "png", "webp", "gif", "bmp", "tif", "ppm"])
    def test_a_colour_comes_back_from_every_format(self, tmp_path: Path, extension: str) -> None:
        file = tmp_path / f"photo.{extension}"
        Image.new("RGB", (20, 10), (200, 100, 50)).save(file)
        pixels = read_pixels(file)
        assert pixels.shape == (10, 20, 3)
        assert pixels.dtype == np.uint8
        assert np.abs(pixels.astype(int) - (200, 100, 50)).max() <= 3  # JPEG and WebP lose a little

    def test_bytes_are_read_like_a_file(self, tmp_path: Path) -> None:
        file = tmp_path / "photo.png"
        Image.new("RGB", (3, 2), (1, 2, 3)).save(file)
        assert np.array_equal(read_pixels(file.read_bytes()), read_pixels(file))

    def test_of_an_animation_the_first_frame_is_the_photo(self, tmp_path: Path) -> None:
        file = tmp_path / "moving.gif"
        frames = [Image.new("RGB", (4, 4), colour) for colour in (RED, BLUE)]
        frames[0].save(file, save_all=True, append_images=frames[1:])
        assert read_pixels(file)[0, 0].tolist() == [255, 0, 0]

    def test_a_header_says_format_mode_and_size_without_decoding(self, tmp_path: Path) -> None:
        file = tmp_path / "photo.jpg"
        Image.new("CMYK", (20, 10)).save(file)
        header = read_header(file)
        assert (header.format, header.mode, header.width, header.height) == ("JPEG", "CMYK", 20, 10)


class TestModes:
    @pytest.mark.parametrize(
        ("mode", "stored", "expected"),
        [
            ("L", 128, [128, 128, 128]),
            ("1", 1, [255, 255, 255]),
            ("CMYK", (0, 255, 255, 0), [255, 0, 0]),  # no cyan, all magenta and yellow
            ("RGBA", (255, 0, 0, 0), [255, 255, 255]),  # invisible: white
            ("RGBA", (0, 0, 0, 51), [204, 204, 204]),  # a fifth of black on white: 255 × 4/5
            ("LA", (0, 255), [0, 0, 0]),
            ("I;16", 65535, [255, 255, 255]),
            ("I;16", 25700, [100, 100, 100]),  # 25700 / 257
            ("I", 257, [1, 1, 1]),
        ],
    )
    def test_every_colour_mode_becomes_rgb_on_white(
        self, tmp_path: Path, mode: str, stored: int | tuple[int, ...], expected: list[int]
    ) -> None:
        file = tmp_path / "photo.tif"
        Image.new(mode, (4, 4), stored).save(file)
        assert read_pixels(file)[2, 1].tolist() == expected

    def test_a_palette_is_looked_up(self, tmp_path: Path) -> None:
        image = Image.new("P", (2, 1))
        image.putpalette([*RED, 10, 20, 30])
        image.putpixel((1, 0), 1)
        image.save(tmp_path / "photo.png")
        assert read_pixels(tmp_path / "photo.png").tolist() == [[[255, 0, 0], [10, 20, 30]]]

    def test_a_transparent_palette_colour_is_white(self, tmp_path: Path) -> None:
        image = Image.new("P", (2, 1))
        image.putpalette([*RED, 10, 20, 30])
        image.putpixel((1, 0), 1)
        image.save(tmp_path / "photo.gif", transparency=0)
        assert read_pixels(tmp_path / "photo.gif").tolist() == [[[255, 255, 255], [10, 20, 30]]]

    def test_sixteen_bit_png_is_scaled_by_its_full_range(self, tmp_path: Path) -> None:
        Image.fromarray(np.array([[0, 257, 32896, 65535]], np.uint16)).save(tmp_path / "photo.png")
        assert read_pixels(tmp_path / "photo.png")[0, :, 0].tolist() == [0, 1, 128, 255]

    def test_numbers_without_a_fixed_range_use_the_range_they_have(self, tmp_path: Path) -> None:
        Image.fromarray(np.array([[-1.0, 0.0, 1.0]], np.float32)).save(tmp_path / "photo.tif")
        assert read_pixels(tmp_path / "photo.tif")[0, :, 0].tolist() == [0, 128, 255]

    def test_a_picture_of_one_float_everywhere_is_read(self, tmp_path: Path) -> None:
        Image.fromarray(np.full((2, 2), 7.5, np.float32)).save(tmp_path / "photo.tif")
        assert read_pixels(tmp_path / "photo.tif").max() == 0


class TestOrientation:
    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_every_orientation_is_turned_upright(self, tmp_path: Path, orientation: int) -> None:
        upright = np.array([[[255, 0, 0], [0, 0, 255], [0, 255, 0]], [[9, 9, 9], [50, 60, 70], [0, 0, 0]]], np.uint8)
        file = self._save_turned(tmp_path, upright, orientation)
        assert np.array_equal(read_pixels(file), upright)
        header = read_header(file)
        assert (header.width, header.height) == (3, 2)

    @pytest.mark.parametrize("orientation", [5, 6, 7, 8])
    def test_a_header_of_a_photo_on_its_side_gives_the_upright_size(self, tmp_path: Path, orientation: int) -> None:
        exif = Image.Exif()
        exif[ExifTags.Base.Orientation] = orientation
        Image.new("RGB", (30, 20)).save(tmp_path / "photo.jpg", exif=exif)
        header = read_header(tmp_path / "photo.jpg")
        assert (header.width, header.height) == (20, 30)
        assert read_pixels(tmp_path / "photo.jpg").shape == (30, 20, 3)

    @pytest.mark.parametrize("tag", [b"\xff" * 40, b"Exif\x00\x00II*\x00\xff\xff\xff\xff", b"Exif\x00\x00nonsense"])
    def test_damaged_exif_does_not_make_a_photo_unreadable(self, tmp_path: Path, tag: bytes) -> None:
        file = tmp_path / "photo.jpg"
        Image.new("RGB", (30, 20), (200, 100, 50)).save(file, exif=tag)
        assert read_pixels(file).shape == (20, 30, 3)
        assert read_header(file).width == 30

    def test_an_orientation_that_does_not_exist_is_passed_over(self, tmp_path: Path) -> None:
        exif = Image.Exif()
        exif[ExifTags.Base.Orientation] = 99
        Image.new("RGB", (30, 20)).save(tmp_path / "photo.jpg", exif=exif)
        assert read_pixels(tmp_path / "photo.jpg").shape == (20, 30, 3)

    @staticmethod
    def _save_turned(folder: Path, upright: np.ndarray, orientation: int) -> Path:
        """Store as EXIF 2.32 defines it: where the stored picture's row 0 and column 0 lie in the upright one."""
        stored = {
            1: upright,  # row 0 top, column 0 left
            2: upright[:, ::-1],  # top, right
            3: upright[::-1, ::-1],  # bottom, right
            4: upright[::-1],  # bottom, left
            5: upright.swapaxes(0, 1),  # left, top
            6: upright.swapaxes(0, 1)[::-1],  # right, top
            7: upright.swapaxes(0, 1)[::-1, ::-1],  # right, bottom
            8: upright.swapaxes(0, 1)[:, ::-1],  # left, bottom
        }[orientation]
        exif = Image.Exif()
        exif[ExifTags.Base.Orientation] = orientation
        Image.fromarray(np.ascontiguousarray(stored)).save(folder / "photo.png", exif=exif)
        return folder / "photo.png"


class TestReducedSize:
    def test_a_jpeg_is_decoded_smaller_but_no_side_below_what_is_asked(self, tmp_path: Path) -> None:
        Image.new("RGB", (1600, 800), (200, 100, 50)).save(tmp_path / "photo.jpg")
        assert read_pixels(tmp_path / "photo.jpg", at_least=200).shape == (200, 400, 3)

    def test_a_smaller_photo_is_not_enlarged(self, tmp_path: Path) -> None:
        Image.new("RGB", (40, 30)).save(tmp_path / "photo.jpg")
        assert read_pixels(tmp_path / "photo.jpg", at_least=200).shape == (30, 40, 3)


class TestUnreadable:
    def test_an_empty_file_says_so(self, tmp_path: Path) -> None:
        (tmp_path / "photo.jpg").touch()
        assert _reason(tmp_path / "photo.jpg") == "The file is empty."
        assert _reason(b"") == "The file is empty."

    def test_text_named_like_a_photo_is_no_picture(self, tmp_path: Path) -> None:
        (tmp_path / "photo.jpg").write_text("Dear diary", encoding="utf-8")
        assert _reason(tmp_path / "photo.jpg") == "The file is not a picture, or is damaged at its beginning."

    @pytest.mark.parametrize("extension", ["jpg", "png", "webp", "gif", "bmp", "tif", "ppm"])
    def test_a_photo_cut_in_half_gives_a_sentence(self, tmp_path: Path, extension: str) -> None:
        file = tmp_path / f"photo.{extension}"
        noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
        Image.fromarray(noise).save(file)
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
        reason = _reason(file)
        assert reason.endswith(".")
        assert str(tmp_path) not in reason

    def test_a_truncated_jpeg_was_probably_not_copied_completely(self, tmp_path: Path) -> None:
        file = tmp_path / "photo.jpg"
        Image.fromarray(np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)).save(file)
        file.write_bytes(file.read_bytes()[:-2000])
        assert "not copied completely" in _reason(file)
        assert read_header(file).width == 64  # the header alone does not tell

    @pytest.mark.parametrize("data", [_png(0, 5), _png(5, 0), _bmp(0, 0)], ids=["no width", "no height", "no size"])
    def test_a_photo_without_pixels_is_a_sentence(self, data: bytes) -> None:
        assert _reason(data).endswith(".")

    @pytest.mark.parametrize("data", [_png(20_000, 20_000), _bmp(20_000, 20_000)], ids=["png", "bmp"])
    def test_more_than_100_megapixels_are_refused_before_decoding(self, tmp_path: Path, data: bytes) -> None:
        (tmp_path / "huge").write_bytes(data)
        expected = "The photo is 20000 × 20000, 400 megapixels. At most 100 are read; make it smaller."
        assert _reason(data) == expected
        with pytest.raises(UnreadablePhoto, match="400 megapixels"):
            read_header(tmp_path / "huge")

    def test_exactly_100_megapixels_pass_the_header(self, tmp_path: Path) -> None:
        (tmp_path / "large.png").write_bytes(_png(10_000, 10_000))
        assert read_header(tmp_path / "large.png").height == 10_000

    def test_a_file_that_is_gone_says_what_to_do(self, tmp_path: Path) -> None:
        assert _reason(tmp_path / "gone.jpg").startswith("The file is not there. Check its name, or put it back")

    def test_a_folder_named_like_a_photo_is_a_sentence(self, tmp_path: Path) -> None:
        (tmp_path / "photo.jpg").mkdir()
        assert _reason(tmp_path / "photo.jpg").endswith(".")

    def test_no_damage_lets_another_error_or_a_warning_out(self) -> None:
        intact = _png(16, 16, data=b"\x00" + b"\x80" * 16)
        rng = np.random.default_rng(0)
        for _ in range(300):
            damaged = bytearray(intact)
            for place in rng.integers(8, len(damaged), 3):
                damaged[place] = rng.integers(256)
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                with suppress(UnreadablePhoto):
                    assert read_pixels(bytes(damaged)).ndim == 3


class TestNames:
    def test_a_picture_is_known_by_its_extension_in_any_case(self) -> None:
        assert looks_like_photo("a.JPG", b"")
        assert looks_like_photo("a.jfif", b"")
        assert not looks_like_photo("a.txt", b"Dear diary")
        assert not looks_like_photo("a.pdf", b"%PDF-1.7 ...")

    @pytest.mark.parametrize("extension", ["jpg", "png", "webp", "gif", "bmp", "tif"])
    def test_a_picture_without_an_extension_is_known_by_its_first_bytes(self, tmp_path: Path, extension: str) -> None:
        file = tmp_path / f"photo.{extension}"
        Image.new("RGB", (8, 8)).save(file)
        assert looks_like_photo("photo", file.read_bytes()[:12])

    def test_a_file_is_named_by_the_sha256_of_its_bytes(self, tmp_path: Path) -> None:
        (tmp_path / "abc").write_bytes(b"abc")  # FIPS 180-2, appendix B.1
        expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        assert hash_file(tmp_path / "abc") == expected


def test_a_text_made_to_fill_memory_is_a_reason_people_understand(tmp_path: Path) -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("comment", "a" * 2_000_000, zip=True)
    Image.new("RGB", (8, 8)).save(tmp_path / "bomb.png", pnginfo=text)
    with pytest.raises(UnreadablePhoto, match="a text that unpacks to far more than any photo has"):
        read_header(tmp_path / "bomb.png")
