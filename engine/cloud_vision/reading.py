"""Reads what Google Cloud Vision answered of one photo: boxes, points, angles and likelihoods, in our own terms.

Its angles have our signs: in answers for faces whose nearer ear and lower eye are known, pan > 0 turns to the picture's
right, roll > 0 leans clockwise, tilt > 0 looks up. Its left and right are the viewer's: LEFT_EYE is the person's right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any  # the service's JSON

import numpy as np

from engine.cloud_vision.client import unpack
from engine.faces import Faces, FloatArray
from engine.faces.counting import COUNTED_SCORE, count_faces
from engine.faces.traits import Trait

POINTS = ("LEFT_EYE", "RIGHT_EYE", "NOSE_TIP", "MOUTH_LEFT", "MOUTH_RIGHT")  # in the order of Faces.points
ANGLES = ("rollAngle", "panAngle", "tiltAngle")
# https://cloud.google.com/vision/docs/reference/rpc/google.cloud.vision.v1#likelihood: five steps, evenly spread here.
LIKELIHOODS = {"VERY_UNLIKELY": 0.0, "UNLIKELY": 0.25, "POSSIBLE": 0.5, "LIKELY": 0.75, "VERY_LIKELY": 1.0}
EMOTIONS = {
    Trait.JOY: "joyLikelihood",
    Trait.SORROW: "sorrowLikelihood",
    Trait.ANGER: "angerLikelihood",
    Trait.SURPRISE: "surpriseLikelihood",
}
SUNGLASSES_LABEL = "sunglasses"  # "eyewear" and "glasses" are given to clear ones too


def read_answer(packed: bytes, size_wh: tuple[int, int]) -> Faces:
    """The faces in an answer, the main one first; without an embedding.

    Args:
        packed: as :func:`engine.cloud_vision.client.pack` packed it.
        size_wh: of the photo the coordinates are wanted for; the copy that was sent may have been smaller.
    """
    document = unpack(packed)
    response = document["response"]
    scale_xy: FloatArray = np.divide(size_wh, document["size_wh"], dtype=np.float32)
    found = [each for each in response.get("faceAnnotations", ()) if _box(each, scale_xy, size_wh) is not None]
    if not found:
        return Faces.none()
    boxes = np.array([_box(face, scale_xy, size_wh) for face in found], np.float32)
    scores = np.array([_score(face) for face in found], np.float32)
    order = np.argsort(-np.prod(boxes[:, 2:] - boxes[:, :2], axis=1) * scores, kind="stable")
    faces = Faces(
        boxes_ltrb=boxes[order],
        scores=scores[order],
        points=np.array([_points(found[place], boxes[place], scale_xy) for place in order], np.float32),
        roll_pan_tilt_degrees=np.array([_angles(found[place]) for place in order], np.float32),
    )
    return _with_traits(faces, found[order[0]], response.get("labelAnnotations", ()))


def _box(face: Mapping[str, Any], scale_xy: FloatArray, size_wh: tuple[int, int]) -> FloatArray | None:
    """(4,) box of the face's skin inside the photo; None when nothing of it lies there. A corner's 0 is left out."""
    corners = face.get("fdBoundingPoly", face.get("boundingPoly", {})).get("vertices", ())
    if not corners:
        return None
    xy = np.array([(corner.get("x", 0), corner.get("y", 0)) for corner in corners], np.float32) * scale_xy
    inside = np.clip(np.concatenate([xy.min(axis=0), xy.max(axis=0)]), 0, np.tile(np.array(size_wh, np.float32), 2))
    return inside if (inside[2:] > inside[:2]).all() else None


def _score(face: Mapping[str, Any]) -> float:
    """Google names only faces that it holds for such, however low its number: all of them count, the surest most."""
    return COUNTED_SCORE + (1 - COUNTED_SCORE) * float(np.clip(face.get("detectionConfidence", 0.0), 0, 1))


def _points(face: Mapping[str, Any], box_ltrb: FloatArray, scale_xy: FloatArray) -> FloatArray:
    """(5, 2) points; where one was not found, the place it has in an upright face that fills the box."""
    places = {mark.get("type"): mark.get("position", {}) for mark in face.get("landmarks", ())}
    usual = box_ltrb[:2] + USUAL_POINTS * (box_ltrb[2:] - box_ltrb[:2])
    points = [
        (places[name].get("x", 0.0), places[name].get("y", 0.0)) * scale_xy if name in places else usual[number]
        for number, name in enumerate(POINTS)
    ]
    return np.array(points, np.float32)


# Shares of the box's width and height, as in Faces.points: the mean over 310 photos of Labeled Faces in the Wild.
USUAL_POINTS = np.array([(0.27, 0.37), (0.73, 0.37), (0.5, 0.57), (0.3, 0.73), (0.7, 0.73)], np.float32)


def _angles(face: Mapping[str, Any]) -> list[float]:
    """An angle of exactly 0 is left out of the JSON."""
    return [float(face.get(name, 0.0)) for name in ANGLES]


def _with_traits(faces: Faces, main: Mapping[str, Any], labels: Sequence[Mapping[str, Any]]) -> Faces:
    traits = {trait: LIKELIHOODS[main[name]] for trait, name in EMOTIONS.items() if main.get(name) in LIKELIHOODS}
    if count_faces(faces) == 1:  # labels are of the whole photo: with two faces nobody knows who wears them
        scores = {label.get("description", "").lower(): label.get("score", 0.0) for label in labels}
        traits[Trait.SUNGLASSES] = float(np.clip(scores.get(SUNGLASSES_LABEL, 0.0), 0, 1))
    return replace(faces, traits=traits)
