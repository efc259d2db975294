"""Small pictures for the screens: a thumbnail per photo, made once, and a large view made when asked for."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine import atomic
from engine.catalog import Catalog, open_catalog
from engine.catalog.photos import find_location
from engine.photo_files import read_pixels
from engine.settings import Settings

THUMB_SIDE = 256
LARGE_SIDE = 1280
JPEG_QUALITY = 85


def thumbnail_path(settings: Settings, sha256: str) -> Path:
    """Where a photo's thumbnail lies, made or not."""
    return settings.thumbs_dir / sha256[:2] / f"{sha256}.jpg"


def thumbnail_file(settings: Settings, sha256: str) -> Path:
    """A photo's thumbnail, at most 256 pixels on the longer side; made now if it was not.

    Raises:
        NotFound: the photo is unknown, or its file is gone.
        UnreadablePhoto: the photo cannot be decoded.
    """
    file = thumbnail_path(settings, sha256)
    if not file.exists():
        location = find_location(_shared_catalog(settings), sha256)
        save_thumbnail(settings, sha256, read_pixels(location, at_least=THUMB_SIDE))
    return file


def save_thumbnail(settings: Settings, sha256: str, pixels: NDArray[np.uint8]) -> None:
    """Write the thumbnail of decoded ``pixels``, (height, width, 3) uint8 RGB; kept if there is one."""
    file = thumbnail_path(settings, sha256)
    if not file.exists():
        atomic.write_bytes(file, encode_jpeg(pixels, THUMB_SIDE))


def photo_jpeg(settings: Settings, sha256: str, max_side: int = LARGE_SIDE) -> bytes:
    """A photo as an upright JPEG that any browser shows, at most ``max_side`` pixels on the longer side.

    Raises:
        NotFound: the photo is unknown, or its file is gone.
        UnreadablePhoto: the photo cannot be decoded.
    """
    return encode_jpeg(read_pixels(find_location(_shared_catalog(settings), sha256), at_least=max_side), max_side)


def encode_jpeg(pixels: NDArray[np.uint8], max_side: int) -> bytes:
    """Encode (height, width, 3) uint8 RGB, scaled down to ``max_side``; never scaled up."""
    image = Image.fromarray(pixels)
    image.thumbnail((max_side, max_side), Image.Resampling.BILINEAR, reducing_gap=2.0)
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=JPEG_QUALITY)
    return buffer.getvalue()


@cache
def _shared_catalog(settings: Settings) -> Catalog:
    return open_catalog(settings)
