"""The local analyzer as a whole: the contract of analyzers, rotated photos, and who is who."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.faces import Faces
from engine.faces.counting import counted
from engine.faces.local import MAX_MEASURED, LocalFaceFinder
from engine.faces.registry import analyzers
from engine.photo_files import read_pixels

REPOSITORY = Path(__file__).resolve().parents[3]
SAME_PERSON_COSINE = 0.363  # published with SFace's weights


def _check(faces: Faces, pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
    """What every analyzer promises about a photo with a face."""
    height, width = pixels.shape[:2]
    left, top, right, bottom = faces.boxes_ltrb.T
    assert (left >= 0).all()
    assert (top >= 0).all()
    assert (right <= width).all()
    assert (bottom <= height).all()
    assert (right > left).all()
    assert (bottom > top).all()
    assert ((faces.scores > 0) & (faces.scores <= 1)).all()
    assert np.isfinite(faces.roll_pan_tilt_degrees[0]).all()
    assert faces.embedding is not None
    assert float(np.linalg.norm(faces.embedding)) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.photos
def test_what_is_found_lies_inside_the_photo(finder: LocalFaceFinder, photos_dir: Path) -> None:
    photos = sorted((photos_dir / "people5").rglob("*.jpg"))[::30]
    assert len(photos) > 5
    for photo in photos:
        pixels = read_pixels(photo)
        faces = finder.find(pixels)
        if len(faces):
            _check(faces, pixels)


@pytest.mark.photos
def test_of_a_crowd_the_largest_faces_are_measured(finder: LocalFaceFinder, photos_dir: Path) -> None:
    faces = finder.find(read_pixels(photos_dir / "odd_files" / "multi_face" / "016_8.jpg"))
    assert len(faces) == 8
    assert counted(faces).all()
    assert np.isfinite(faces.roll_pan_tilt_degrees).all(axis=1).sum() == MAX_MEASURED


@pytest.mark.photos
@pytest.mark.parametrize("clockwise_degrees", [-30, -10, 15, 30])
def test_turning_the_photo_turns_only_the_roll(
    finder: LocalFaceFinder, photos_dir: Path, clockwise_degrees: int
) -> None:
    changes = []
    for photo in sorted((photos_dir / "lfw62").glob("*/*_0001.jpg"))[:12]:
        pixels = read_pixels(photo)
        turned = np.asarray(Image.fromarray(pixels).rotate(-clockwise_degrees, Image.Resampling.BILINEAR))
        changes.append((finder.find(turned).roll_pan_tilt_degrees - finder.find(pixels).roll_pan_tilt_degrees)[0])
    assert len(changes) == 12
    assert np.median(changes, axis=0) == pytest.approx([clockwise_degrees, 0, 0], abs=1.5)


@pytest.mark.photos
def test_embeddings_of_one_person_are_alike_and_of_two_are_not(finder: LocalFaceFinder, photos_dir: Path) -> None:
    people = sorted((photos_dir / "lfw62").iterdir())[:4]
    embedded = np.array(
        [finder.find(read_pixels(photo)).embedding for person in people for photo in sorted(person.iterdir())[:4]]
    )
    cosines = embedded @ embedded.T
    is_same = np.kron(np.eye(4), np.ones((4, 4))).astype(bool)
    assert (cosines[is_same] >= SAME_PERSON_COSINE).all()
    assert (cosines[~is_same] < SAME_PERSON_COSINE).all()


@pytest.mark.photos
def test_the_same_photo_is_measured_the_same_twice(finder: LocalFaceFinder, photos_dir: Path) -> None:
    pixels = read_pixels(sorted((photos_dir / "lfw62").glob("*/*"))[0])
    first, second = finder.find(pixels), finder.find(pixels)
    assert (first.boxes_ltrb == second.boxes_ltrb).all()
    assert (first.roll_pan_tilt_degrees == second.roll_pan_tilt_degrees).all()
    assert first.embedding is not None
    assert second.embedding is not None
    assert (first.embedding == second.embedding).all()


def test_the_local_analyzer_is_found_by_name() -> None:
    assert "local" in analyzers()


def test_listing_the_analyzers_loads_no_networks() -> None:
    script = (
        "import sys; from engine.faces.registry import analyzers; analyzers(); "
        "print(sorted({'cv2', 'ai_edge_litert', 'httpx'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", script]
    told = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=True)
    assert told.stdout.strip() == "[]"
