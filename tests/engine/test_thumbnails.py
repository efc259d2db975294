"""Small pictures for the screens."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image

from engine.errors import NotFound, UnreadablePhoto
from engine.photo_files import hash_file
from engine.settings import Settings
from engine.thumbnails import encode_jpeg, photo_jpeg, save_thumbnail, thumbnail_file, thumbnail_path
from tests.engine.builders import import_photos


def _import(settings: Settings, root: Path, image: Image.Image, name: str = "1.png", **how: object) -> str:
    file = root / "Ann" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    image.save(file, **how)  # type: ignore[arg-type]  # Pillow's options differ per format
    import_photos(settings, root)
    return hash_file(file)


def _pixels(jpeg: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    with Image.open(BytesIO(jpeg)) as image:
        return np.asarray(image)


def _size(jpeg: bytes) -> tuple[int, int]:
    height, width, _ = _pixels(jpeg).shape
    return width, height


@pytest.mark.parametrize(
    ("size_wh", "expected"),
    [((1000, 500), (256, 128)), ((500, 1000), (128, 256)), ((40, 30), (40, 30)), ((2000, 1), (256, 1))],
)
def test_a_picture_is_made_smaller_in_proportion_and_never_larger(
    size_wh: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert _size(encode_jpeg(np.zeros((size_wh[1], size_wh[0], 3), np.uint8), 256)) == expected


def test_a_thumbnail_is_made_when_asked_for_and_then_kept(settings: Settings, tmp_path: Path) -> None:
    sha256 = _import(settings, tmp_path / "people", Image.new("RGB", (1000, 500), (200, 100, 50)))
    file = thumbnail_file(settings, sha256)
    assert file == settings.thumbs_dir / sha256[:2] / f"{sha256}.jpg"
    assert _pixels(file.read_bytes()).shape == (128, 256, 3)
    assert np.abs(_pixels(file.read_bytes()).astype(int) - (200, 100, 50)).max() <= 3
    changed = file.stat().st_mtime_ns
    assert thumbnail_file(settings, sha256).stat().st_mtime_ns == changed


def test_a_thumbnail_stays_when_the_photo_is_gone(settings: Settings, tmp_path: Path) -> None:
    sha256 = _import(settings, tmp_path / "people", Image.new("RGB", (100, 50)))
    thumbnail_file(settings, sha256)
    (tmp_path / "people" / "Ann" / "1.png").unlink()
    assert thumbnail_file(settings, sha256).is_file()


def test_an_analysis_leaves_a_thumbnail_that_was_there(settings: Settings) -> None:
    white, black = np.full((10, 10, 3), 255, np.uint8), np.zeros((10, 10, 3), np.uint8)
    save_thumbnail(settings, "ab" * 32, white)
    save_thumbnail(settings, "ab" * 32, black)
    assert _pixels(thumbnail_path(settings, "ab" * 32).read_bytes()).min() > 250


def test_thumbnail_and_large_view_are_upright(settings: Settings, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    sha256 = _import(settings, tmp_path / "people", Image.new("RGB", (400, 200)), "1.jpg", exif=exif)
    assert _size(thumbnail_file(settings, sha256).read_bytes()) == (128, 256)
    assert _size(photo_jpeg(settings, sha256)) == (200, 400)


def test_the_large_view_is_a_jpeg_of_at_most_the_side_asked_for(settings: Settings, tmp_path: Path) -> None:
    sha256 = _import(settings, tmp_path / "people", Image.new("RGBA", (3000, 1500), (0, 0, 0, 0)), "1.png")
    data = photo_jpeg(settings, sha256, max_side=600)
    assert _size(data) == (600, 300)
    assert _pixels(data).min() > 250  # what was transparent is white


def test_an_unknown_photo_is_not_found(settings: Settings) -> None:
    with pytest.raises(NotFound, match="is not where it was imported from"):
        thumbnail_file(settings, "0" * 64)


def test_a_photo_that_cannot_be_decoded_says_why_and_leaves_no_thumbnail(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "people" / "Ann" / "1.jpg"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"Dear diary")
    import_photos(settings, tmp_path / "people")
    with pytest.raises(UnreadablePhoto, match="is not a picture"):
        thumbnail_file(settings, hash_file(file))
    assert not thumbnail_path(settings, hash_file(file)).exists()
