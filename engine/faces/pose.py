"""Head angles from landmarks: the rotation that turns an average head into the one in the photo."""

from __future__ import annotations

import math
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.faces import FloatArray
from engine.faces.wire_format import read_floats, read_messages, read_numbers

GEOMETRY = "geometry_pipeline_metadata_landmarks.binarypb"
NUMBERS_PER_VERTEX = 5  # x, y, z and two texture coordinates

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class AverageHead:
    """MediaPipe's canonical face model: the points that move least with expression.

    Attributes:
        numbers: (n,) which of the landmarks they are.
        vertices: (n, 3) centimetres of a head that looks at the viewer; x right, y up, z towards the viewer.
        weights: (n,) how much each point says about the head's position.
    """

    numbers: NDArray[np.int64]
    vertices: Matrix
    weights: Matrix


def read_average_head(face_landmarker: Path) -> AverageHead:
    """Read the head from ``face_landmarker.task``, message GeometryPipelineMetadata of MediaPipe's face_geometry."""
    with zipfile.ZipFile(face_landmarker) as bundle:
        metadata = bundle.read(GEOMETRY)
    (mesh,) = read_messages(metadata, field=1)
    points = read_messages(metadata, field=2)
    vertices = np.array(read_floats(mesh, field=3)).reshape(-1, NUMBERS_PER_VERTEX)[:, :3]
    numbers = np.array([number for point in points for number in read_numbers(point, field=1)], np.int64)
    weights = np.array([weight for point in points for weight in read_floats(point, field=2)])
    return AverageHead(numbers, vertices[numbers], weights)


def head_angles(landmarks: FloatArray, head: AverageHead) -> tuple[float, float, float]:
    """Roll, pan and tilt in degrees of (478, 3) landmarks (x right, y down, z away), signs as in ``Faces``."""
    upright = landmarks[head.numbers].astype(np.float64) * (1.0, -1.0, -1.0)
    return roll_pan_tilt_degrees(best_rotation(head.vertices, upright, head.weights))


def best_rotation(source: Matrix, target: Matrix, weights: Matrix) -> Matrix:
    """(3, 3) rotation that, after moving and scaling, brings (n, 3) ``source`` closest to ``target``.

    Weighted least squares by singular values (Kabsch; "orthogonal Procrustes").
    """
    shares = weights[:, None] / weights.sum()
    centred_source = source - (shares * source).sum(axis=0)
    centred_target = target - (shares * target).sum(axis=0)
    left, _, right = np.linalg.svd((shares * centred_target).T @ centred_source)
    mirrored = np.sign(np.linalg.det(left) * np.linalg.det(right))
    rotation: Matrix = left @ np.diag([1.0, 1.0, mirrored]) @ right
    return rotation


def roll_pan_tilt_degrees(rotation: Matrix) -> tuple[float, float, float]:
    """The angles of a rotation Rz(-roll) · Ry(pan) · Rx(-tilt) of axes x right, y up, z towards the viewer."""
    roll = -math.atan2(rotation[1, 0], rotation[0, 0])
    pan = math.asin(max(-1.0, min(1.0, -rotation[2, 0])))
    tilt = -math.atan2(rotation[2, 1], rotation[2, 2])
    return math.degrees(roll), math.degrees(pan), math.degrees(tilt)
