"""Turns a photo into the film that Chromium plays as its webcam."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageOps

SIZE_WH = (1280, 720)
NUM_FRAMES = 20


def write_webcam(photo: Path, film: Path) -> Path:
    """Write ``film``, an ``.mjpeg`` of ``photo`` standing still in the middle of a 1280 × 720 picture.

    A Motion JPEG file is JPEG pictures one after another, so nothing but Pillow is needed.
    """
    with Image.open(photo) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    frame = ImageOps.pad(upright, SIZE_WH)
    picture = io.BytesIO()
    frame.save(picture, "JPEG", quality=92, subsampling="4:2:0")
    film.write_bytes(picture.getvalue() * NUM_FRAMES)
    return film
