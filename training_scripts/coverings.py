"""Puts masks, hands and things before faces, or beside them, in pictures."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from training_scripts.faces import Face

Picture = NDArray[np.uint8]
Points = NDArray[np.float32]
Painted = tuple[Picture, NDArray[np.bool_]]  # and (256, 256) True where it was painted over
Maker = Callable[[Face, list[Face], Points, np.random.Generator], Painted]  # the points are where it is put
# Landmarks round the lower face: ear to ear along the jaw, then over the nose.
JAW = [234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323, 454]
MASK_OUTLINE = [*JAW, 195]
CHEEK = 50
MASK_COLOURS = ((245, 245, 245), (150, 195, 225), (35, 35, 38), (70, 95, 70), (190, 60, 60), (200, 180, 160))
MIN_COVERED = 0.12  # share of the landmarks; less hides nothing of a face
MAX_BESIDE = 0.02
NUM_TRIES = 20
NUM_MESH_POINTS = 468  # landmarks without those of the irises


def cover(face: Face, others: list[Face], rng: np.random.Generator, make: Maker | None = None) -> Picture:
    """The face's square with something before it that hides at least an eighth of its landmarks.

    Args:
        make: what is put there; None takes any.
    """
    for _ in range(NUM_TRIES):
        aim = face.landmarks[rng.integers(NUM_MESH_POINTS)]
        painted, hidden = (make or _any_maker(rng))(face, others, aim, rng)
        if _share_hidden(face, hidden) > MIN_COVERED:
            return painted
    return wear_mask(face, others, face.landmarks[CHEEK], rng)[0]


def put_beside(face: Face, others: list[Face], rng: np.random.Generator, make: Maker | None = None) -> Picture:
    """The face's square with something in it that hides next to nothing of the face; a mask hides too much."""
    for _ in range(NUM_TRIES):
        aim = rng.uniform(0, 256, 2).astype(np.float32)
        painted, hidden = (make or _any_maker(rng))(face, others, aim, rng)
        if _share_hidden(face, hidden) < MAX_BESIDE:
            return painted
    return face.square


def _any_maker(rng: np.random.Generator) -> Maker:
    return (wear_mask, hold_hand, hold_thing)[rng.integers(3)]


def _share_hidden(face: Face, hidden: NDArray[np.bool_]) -> float:
    columns, rows = face.landmarks.astype(int).clip(0, 255).T
    return float(hidden[rows, columns].mean())


def wear_mask(face: Face, others: list[Face], aim: Points, rng: np.random.Generator) -> Painted:
    """A mask over mouth and nose, with folds and the shade that cheeks give it."""
    outline = face.landmarks[MASK_OUTLINE] + rng.normal(0, 2, (len(MASK_OUTLINE), 2)).astype(np.float32)
    shape = _filled(lambda mask: cv2.fillPoly(mask, [outline.astype(np.int32)], 1.0))
    colour = np.array(MASK_COLOURS[rng.integers(len(MASK_COLOURS))], np.float32) * rng.uniform(0.6, 1.05)
    if rng.random() < 0.25:
        colour = rng.uniform(0, 255, 3)
    cloth = np.ones((256, 256, 3), np.float32) * colour * _shade(rng)
    for height in rng.uniform(outline[:, 1].min(), outline[:, 1].max(), rng.integers(0, 5)):
        cv2.line(cloth, (0, int(height)), (255, int(height + rng.uniform(-15, 15))), (colour * 0.8).tolist(), 1)
    return _laid(face.square, cloth, shape)


def hold_hand(face: Face, others: list[Face], aim: Points, rng: np.random.Generator) -> Painted:
    """A hand in the colour of the cheek: fingers side by side over a palm, each with a darker edge."""
    x, y = face.landmarks[CHEEK].astype(int).clip(2, 253)
    skin = face.square[y - 2 : y + 3, x - 2 : x + 3].reshape(-1, 3).mean(axis=0) * rng.uniform(0.75, 1.15)
    width = float(np.linalg.norm(face.landmarks[454] - face.landmarks[234])) * rng.uniform(0.1, 0.16)
    angle = rng.uniform(0, 2 * np.pi)
    along = np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-along[1], along[0]])
    painted = np.ones((256, 256, 3), np.float32) * skin * _shade(rng)
    shape = np.zeros((256, 256), np.float32)
    palm = aim - along * width * 3.2
    cv2.circle(shape, tuple(palm.astype(int).tolist()), int(width * 2.2), 1.0, -1)
    for finger in range(rng.integers(2, 5)):
        start = palm + across * (finger - 1.5) * width * 1.05
        end = start + along * width * rng.uniform(4, 6) + across * (finger - 1.5) * width * rng.uniform(0, 0.3)
        ends = tuple(start.astype(int).tolist()), tuple(end.astype(int).tolist())
        cv2.line(painted, *ends, (skin * 0.6).tolist(), int(width * 1.15))
        cv2.line(painted, *ends, (skin * rng.uniform(0.9, 1.1)).tolist(), int(width * 0.9))
        cv2.line(shape, *ends, 1.0, int(width * 1.1))
    return _laid(face.square, cv2.GaussianBlur(painted, (0, 0), 1.2), shape)


def hold_thing(face: Face, others: list[Face], aim: Points, rng: np.random.Generator) -> Painted:
    """A thing: an angular or round piece of one colour, or of another photo."""
    size = rng.uniform(30, 75, 2)
    turned = float(rng.uniform(0, 180))
    box = (tuple(aim.tolist()), tuple(size.tolist()), turned)
    if rng.random() < 0.5:
        shape = _filled(lambda mask: cv2.ellipse(mask, box, 1.0, -1))
    else:
        shape = _filled(lambda mask: cv2.fillPoly(mask, [cv2.boxPoints(box).astype(np.int32)], 1.0))
    if rng.random() < 0.5:
        stuff = np.ones((256, 256, 3), np.float32) * rng.uniform(0, 255, 3) * _shade(rng)
    else:
        stuff = np.roll(others[rng.integers(len(others))].square, tuple(rng.integers(60, 196, 2)), axis=(0, 1)).astype(
            np.float32
        )
    return _laid(face.square, stuff, shape)


def _filled(draw) -> NDArray[np.float32]:
    mask = np.zeros((256, 256), np.float32)
    draw(mask)
    return mask


def _shade(rng: np.random.Generator) -> NDArray[np.float32]:
    """(256, 256, 1) light that falls from a random side, with a little grain."""
    angle, strength = rng.uniform(0, 2 * np.pi), rng.uniform(0, 0.4)
    rows, columns = np.mgrid[-1:1:256j, -1:1:256j]
    light = 1 + strength * (np.cos(angle) * columns + np.sin(angle) * rows)
    grain = cv2.GaussianBlur(rng.normal(0, 0.06, (256, 256)), (0, 0), rng.uniform(0.6, 3))
    return (light + grain)[..., None].astype(np.float32)


def _laid(square: Picture, stuff: NDArray[np.float32], shape: NDArray[np.float32]) -> Painted:
    soft = cv2.GaussianBlur(shape, (0, 0), 1.0)[..., None]
    return np.clip(stuff * soft + square * (1 - soft), 0, 255).astype(np.uint8), shape > 0.5
