"""Reads photo files of every kind Pillow opens as upright RGB pixels; what cannot be read becomes a sentence."""

from __future__ import annotations

import hashlib
import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, UnidentifiedImageError

from engine.errors import UnreadablePhoto

MAX_MEGAPIXELS = 100
# Pixels of the longer side that measuring needs: faces are looked for at 640, and then looked at twice as fine. A JPEG
# of 12 megapixels is decoded in half the time, and hashing and shrinking it take a quarter.
MEASURED_SIDE = 1280
NOT_PHOTOS = frozenset({"PDF", "EPS", "MPEG", "HDF5", "BUFR", "GRIB", "WMF", "FITS", "XVTHUMB", "PALM"})
SIGNATURES = (
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"GIF8",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
)  # files without an extension
WHITE = (255, 255, 255)
PNG_EXIF_MARKS = (b"eXIf", b"Raw profile type exif", b"XML:com.adobe.xmp")  # where Pillow finds a PNG's orientation

# EXIF 2.32, tag 0x0112: what to do to a stored picture to see it upright.
EXIF_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
LIES_ON_ITS_SIDE = frozenset(EXIF_TURNS[orientation] for orientation in (5, 6, 7, 8))

Image.MAX_IMAGE_PIXELS = None  # our own limit, MAX_MEGAPIXELS, is checked before any pixel is decoded


@dataclass(frozen=True)
class PhotoHeader:
    """What a photo file says of itself without decoding its pixels.

    Attributes:
        format: Pillow's name, such as ``JPEG``.
        mode: colour mode as stored, such as ``CMYK``.
        width, height: pixels, upright (EXIF orientation applied).
        taken: when, by the camera's clock, ISO 8601 without a zone; None when it does not say.
    """

    format: str
    mode: str
    width: int
    height: int
    taken: str | None = None


@dataclass(frozen=True)
class DecodedPhoto:
    """A photo as it is measured: all its pixels, or a large JPEG at a half, a quarter or an eighth.

    Attributes:
        pixels: (height, width, 3) uint8 RGB, upright.
        size_wh: the photo's own, upright; ``pixels`` may have fewer.
        format: of the file, as Pillow names it.
    """

    pixels: NDArray[np.uint8]
    size_wh: tuple[int, int]
    format: str


@cache
def image_extensions() -> frozenset[str]:
    """Extensions (lower case, with dot) of the formats that hold photos and that this Pillow opens."""
    registered = Image.registered_extensions()
    return frozenset(ext for ext, name in registered.items() if name in Image.OPEN and name not in NOT_PHOTOS)


def looks_like_photo(name: str, first_bytes: bytes) -> bool:
    """Whether a file claims to be a photo, by its extension or else by its first 12 bytes."""
    if Path(name).suffix.lower() in image_extensions():
        return True
    is_webp = first_bytes[:4] == b"RIFF" and first_bytes[8:12] == b"WEBP"
    return is_webp or first_bytes.startswith(SIGNATURES)


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_header(source: Path | bytes) -> PhotoHeader:
    """Read size, format and mode of a file, or of a file's bytes, without decoding.

    Raises:
        UnreadablePhoto: the file is no photo, is empty, or is over 100 megapixels.
    """
    with _opened(source) as image:
        width, height = image.size
        format_ = image.format or "unknown"
        if format_ == "PNG" and isinstance(source, bytes) and not any(mark in source for mark in PNG_EXIF_MARKS):
            return PhotoHeader(format_, image.mode, width, height)  # Pillow would decode all pixels to look for EXIF
        if _exif_turn(image) in LIES_ON_ITS_SIDE:
            width, height = height, width
        return PhotoHeader(format_, image.mode, width, height, _taken(image))


def read_pixels(source: Path | bytes, at_least: int | None = None) -> NDArray[np.uint8]:
    """Decode a photo (the first frame of an animation) to (height, width, 3) uint8 RGB, upright, on white.

    Args:
        source: a file, or a file's bytes.
        at_least: a JPEG may be decoded at reduced size, no side shorter than this many pixels; faster.

    Raises:
        UnreadablePhoto: the photo cannot be decoded; the message is the reason.
    """
    with _opened(source) as image:
        if at_least is not None:
            image.draft("RGB", (at_least, at_least))
        turn = _exif_turn(image)
        return np.asarray(_to_rgb(image if turn is None else image.transpose(turn)), np.uint8)


def decode_to_measure(source: Path | bytes) -> DecodedPhoto:
    """Decode a photo to be measured, as :func:`read_pixels` does; a large JPEG at reduced size.

    Raises:
        UnreadablePhoto: the photo cannot be decoded; the message is the reason.
    """
    with _opened(source) as image:
        format_ = image.format or ""
        width, height = image.size
        turn = _exif_turn(image)
        side = MEASURED_SIDE / max(width, height)
        image.draft("RGB", (math.ceil(width * side), math.ceil(height * side)))
        pixels = np.asarray(_to_rgb(image if turn is None else image.transpose(turn)), np.uint8)
        size_wh = (height, width) if turn in LIES_ON_ITS_SIDE else (width, height)
        return DecodedPhoto(pixels, size_wh, format_)


@contextmanager
def _opened(source: Path | bytes) -> Iterator[Image.Image]:
    """Open with Pillow and turn whatever its decoders raise, also inside the block, into a reason."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # damaged EXIF and the like: the pixels are what counts
            with Image.open(_readable(source)) as image:
                _check_size(image.size)
                yield image
    except UnreadablePhoto:
        raise
    except MemoryError:
        raise UnreadablePhoto("The photo does not fit into memory.") from None
    except Exception as error:  # Pillow's decoders raise OSError, SyntaxError, ValueError, struct.error and more
        raise UnreadablePhoto(_reason(source, error)) from error


def _readable(source: Path | bytes) -> Path | BinaryIO:
    return BytesIO(source) if isinstance(source, bytes) else source


def _check_size(size_wh: tuple[int, int]) -> None:
    width, height = size_wh
    if width <= 0 or height <= 0:
        raise UnreadablePhoto(f"The photo has no pixels ({width} × {height}).")
    if width * height > MAX_MEGAPIXELS * 1_000_000:
        raise UnreadablePhoto(
            f"The photo is {width} × {height}, {width * height / 1e6:.0f} megapixels. "
            f"At most {MAX_MEGAPIXELS} are read; make it smaller."
        )


def why_not_opened(error: OSError) -> str:
    """What the system's refusal to open or read a file means."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "The file is not there. Check its name, or put it back and import its folder again."
    if isinstance(error, PermissionError):
        return "The file may not be read by this user. Change its permissions."
    if isinstance(error, IsADirectoryError):
        return "This is a folder, not a file. Expected the path of a picture."
    return f"The file cannot be read ({error.strerror or error})."


def _reason(source: Path | bytes, error: Exception) -> str:
    if isinstance(error, FileNotFoundError | PermissionError):
        return why_not_opened(error)
    num_bytes = len(source) if isinstance(source, bytes) else source.stat().st_size
    if num_bytes == 0:
        return "The file is empty."
    if isinstance(error, UnidentifiedImageError):
        return "The file is not a picture, or is damaged at its beginning."
    if "Decompressed data too large" in str(error):
        return "The file holds a text that unpacks to far more than any photo has; it was made to fill memory."
    if "truncated" in str(error) or "broken data stream" in str(error) or isinstance(error, EOFError):
        return "The file ends early or its picture data is damaged; it was probably not copied completely."
    return f"The picture is damaged and cannot be decoded ({error})."


def _exif_turn(image: Image.Image) -> Image.Transpose | None:
    """What makes the photo upright; None when it is, or when its EXIF data is damaged."""
    try:
        return EXIF_TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001 - as many kinds of error as decoders have; the pixels may be fine all the same
        return None


def _taken(image: Image.Image) -> str | None:
    """EXIF 2.32, tags 0x9003 and 0x0132, "YYYY:MM:DD HH:MM:SS"; cameras without a set clock write zeros."""
    try:
        exif = image.getexif()
        text = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
        return datetime.strptime(str(text).strip("\0 "), "%Y:%m:%d %H:%M:%S").isoformat() if text else None
    except Exception:  # noqa: BLE001 - as in _exif_turn
        return None


def _to_rgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith(("I", "F")):
        return Image.fromarray(_to_8_bit(np.asarray(image)), "L").convert("RGB")
    if image.has_transparency_data:
        with_alpha = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", image.size, (*WHITE, 255)), with_alpha).convert("RGB")
    return image.convert("RGB")


def _to_8_bit(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Scale 16-bit integers by their full range, and floats or wider integers by the range they use."""
    numbers = values.astype(np.float64)
    if values.dtype.kind in "ui" and numbers.min() >= 0 and numbers.max() <= 65535:
        return (numbers / 257.0).round().astype(np.uint8)
    low, high = np.nanmin(numbers), np.nanmax(numbers)
    scaled = (numbers - low) / (high - low or 1.0) * 255.0
    return np.nan_to_num(scaled).round().astype(np.uint8)
