"""Angles of the head: from rotations worked out by hand, and against photos with known angles."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.faces.local import LocalFaceFinder
from engine.faces.pose import AverageHead, best_rotation, head_angles, read_average_head, roll_pan_tilt_degrees
from engine.faces.weights import FACE_LANDMARKER
from engine.photo_files import read_pixels

Matrix = NDArray[np.float64]

# A nose pointing at the viewer, two eyes, a chin: x right, y up, z towards the viewer.
HEAD = np.array([[0.0, 0.0, 5.0], [-3.0, 4.0, 0.0], [3.0, 4.0, 0.0], [0.0, -6.0, 1.0]])
COS_30, SIN_30 = np.sqrt(3) / 2, 0.5
LEANING_CLOCKWISE = np.array([[COS_30, SIN_30, 0], [-SIN_30, COS_30, 0], [0, 0, 1]])
TURNED_TO_THE_RIGHT = np.array([[COS_30, 0, SIN_30], [0, 1, 0], [-SIN_30, 0, COS_30]])
LOOKING_UP = np.array([[1, 0, 0], [0, COS_30, SIN_30], [0, -SIN_30, COS_30]])


@pytest.mark.parametrize(
    ("rotation", "expected"),
    [
        (np.eye(3), (0, 0, 0)),
        (LEANING_CLOCKWISE, (30, 0, 0)),
        (TURNED_TO_THE_RIGHT, (0, 30, 0)),
        (LOOKING_UP, (0, 0, 30)),
        (LEANING_CLOCKWISE.T, (-30, 0, 0)),
        (LEANING_CLOCKWISE @ TURNED_TO_THE_RIGHT @ LOOKING_UP, (30, 30, 30)),
    ],
    ids=["straight", "clockwise", "right", "up", "counter-clockwise", "all three"],
)
def test_angles_of_rotations_worked_out_by_hand(rotation: Matrix, expected: tuple[float, float, float]) -> None:
    assert roll_pan_tilt_degrees(rotation) == pytest.approx(expected)


def test_the_directions_are_those_the_words_say() -> None:
    crown, nose = np.array([0.0, 1.0, 0.0]), np.array([0.0, 0.0, 1.0])
    assert (LEANING_CLOCKWISE @ crown)[0] > 0
    assert (TURNED_TO_THE_RIGHT @ nose)[0] > 0
    assert (LOOKING_UP @ nose)[1] > 0


def test_a_head_moved_enlarged_and_turned_is_recognised() -> None:
    target = 7.0 * HEAD @ TURNED_TO_THE_RIGHT.T + (100.0, -50.0, 20.0)
    assert best_rotation(HEAD, target, np.ones(4)) == pytest.approx(TURNED_TO_THE_RIGHT)


def test_a_mirrored_head_still_gives_a_rotation() -> None:
    found = best_rotation(HEAD, HEAD * (1.0, 1.0, -1.0), np.ones(4))
    assert np.linalg.det(found) == pytest.approx(1.0)


def test_a_point_without_weight_has_no_say() -> None:
    target = HEAD @ LOOKING_UP.T
    target[3] += 100.0
    assert best_rotation(HEAD, target, np.array([1.0, 1.0, 1.0, 0.0])) == pytest.approx(LOOKING_UP)


def test_landmarks_run_down_and_away_and_are_picked_by_number() -> None:
    head = AverageHead(np.array([5, 0, 2, 7]), HEAD, np.ones(4))
    landmarks = np.full((8, 3), 999.0, np.float32)
    landmarks[head.numbers] = (HEAD @ LEANING_CLOCKWISE.T) * (1.0, -1.0, -1.0) * 10 + 200
    assert head_angles(landmarks, head) == pytest.approx((30, 0, 0), abs=1e-3)


def test_the_average_head_looks_at_the_viewer(weights: dict[str, Path]) -> None:
    head = read_average_head(weights[FACE_LANDMARKER])
    assert head.vertices.shape == (33, 3)
    assert head.weights.min() > 0
    nose_tip = head.vertices[head.numbers.tolist().index(4)]
    assert nose_tip[0] == pytest.approx(0, abs=0.01)
    assert nose_tip[2] == head.vertices[:, 2].max()


@pytest.mark.photos
def test_known_angles_are_measured_within_five_degrees(finder: LocalFaceFinder, photos_dir: Path) -> None:
    known, measured = _known_and_measured(finder, photos_dir / "head_pose")
    moderate = np.abs(known).max(axis=1) < 45
    assert moderate.sum() == 5
    mean_errors = np.abs(known - measured)[moderate].mean(axis=0)
    assert (mean_errors < 5.0).all(), mean_errors  # measured: roll 2.7, pan 3.0, tilt 4.8


@pytest.mark.photos
def test_heads_turned_by_more_than_twenty_degrees_are_told_apart(finder: LocalFaceFinder, photos_dir: Path) -> None:
    known, measured = _known_and_measured(finder, photos_dir / "head_pose")
    is_turned = (np.abs(known) > 20).any(axis=1)
    assert is_turned.sum() == 5
    assert ((np.abs(measured) > 20).any(axis=1) == is_turned).all()


def _known_and_measured(finder: LocalFaceFinder, folder: Path) -> tuple[Matrix, Matrix]:
    """(8, 3) roll, pan and tilt each; the file's pan runs against ours."""
    known, measured = [], []
    with (folder / "angles.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            known.append([float(row["roll_degrees"]), -float(row["pan_degrees"]), float(row["tilt_degrees"])])
            measured.append(finder.find(read_pixels(folder / row["file"])).roll_pan_tilt_degrees[0])
    return np.array(known), np.array(measured, np.float64)
