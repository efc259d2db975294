"""Faces that Google names, with what this computer sees in them: both analyzers fill the same fields."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.cloud_vision.client import pack
from engine.faces.local import load as load_local
from engine.faces.traits import Trait
from engine.faces.vision import load
from engine.photo_files import read_pixels
from engine.settings import Settings
from tests.engine.cloud_vision.answers import face_json


def test_without_an_answer_there_is_no_face(settings: Settings, weights: dict[str, Path]) -> None:
    assert len(load(settings).find(np.full((48, 64, 3), 128, np.uint8))) == 0


@pytest.mark.photos
def test_both_analyzers_say_the_same_kinds_of_things_of_one_person(
    settings: Settings, weights: dict[str, Path], photos_dir: Path
) -> None:
    folder = sorted((photos_dir / "lfw62").iterdir())[0]
    pixels = read_pixels(sorted(folder.iterdir())[0])
    here = load_local(settings).find(pixels)
    left, top, right, bottom = here.boxes_ltrb[0].round().astype(int).tolist()
    names = ("LEFT_EYE", "RIGHT_EYE", "NOSE_TIP", "MOUTH_LEFT", "MOUTH_RIGHT")
    marks = [
        {"type": name, "position": {"x": float(x), "y": float(y)}}
        for name, (x, y) in zip(names, here.points[0], strict=True)
    ]
    face = face_json((left, top, right, bottom), landmarks=marks, joyLikelihood="VERY_LIKELY", panAngle=-7.0)
    labels = [{"description": "Sunglasses", "score": 0.875}]
    answer = pack({"size_wh": (250, 250), "response": {"faceAnnotations": [face], "labelAnnotations": labels}})
    there = load(settings).find(pixels, answer)
    assert set(there.traits) == set(here.traits) | {Trait.JOY, Trait.SUNGLASSES}
    assert there.traits[Trait.JOY] == 1
    assert there.traits[Trait.SUNGLASSES] >= 0.875
    assert there.roll_pan_tilt_degrees.tolist() == [[0, -7, 0]]
    assert here.embedding is not None
    assert there.embedding is not None
    assert float(here.embedding @ there.embedding) > 0.95
