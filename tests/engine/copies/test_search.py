"""Copies are found whatever was done to them, and different pictures stay apart."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from engine.copies.cut import Faces
from engine.copies.fingerprint import take_fingerprint
from engine.copies.search import Pictures, find_copies
from engine.kinds import Kind
from tests.engine.copies.pictures import COPIES, SIDE, as_pictures, draw


def test_without_pictures_there_are_no_copies() -> None:
    groups = find_copies(as_pictures([]))
    assert groups is not None
    assert groups.tolist() == []


@pytest.mark.parametrize("kind", list(Kind))
def test_different_pictures_are_no_copies(kind: Kind) -> None:
    groups = find_copies(as_pictures([draw(seed) for seed in range(60)], kind))
    assert groups is not None
    assert groups.tolist() == [-1] * 60


@pytest.mark.parametrize("change", COPIES)
def test_a_copy_is_found_among_other_pictures(change: str) -> None:
    originals = [draw(seed) for seed in range(20)]
    groups = find_copies(as_pictures([*originals, COPIES[change](originals[7])]))
    assert groups is not None
    assert np.flatnonzero(groups >= 0).tolist() == [7, 20]
    assert groups[7] == groups[20]


def test_all_copies_of_a_picture_are_one_group() -> None:
    photos = [draw(1), *(change(draw(1)) for change in COPIES.values()), draw(2)]
    groups = find_copies(as_pictures(photos))
    assert groups is not None
    assert groups.tolist() == [0] * 8 + [-1]


def test_pictures_of_one_colour_are_no_copies_of_each_other() -> None:
    photos = [np.full((SIDE, SIDE, 3), grey, np.uint8) for grey in (0, 90, 91, 255)]
    groups = find_copies(as_pictures(photos))
    assert groups is not None
    assert groups.tolist() == [-1] * 4


def test_the_same_search_gives_the_same_groups_also_among_cells() -> None:
    pictures = as_pictures([*(draw(seed) for seed in range(2100)), *(COPIES["brighter"](draw(s)) for s in range(40))])
    groups = find_copies(pictures)
    assert groups is not None
    assert groups[:40].tolist() == groups[2100:].tolist() == list(range(40))
    assert np.array_equal(groups, find_copies(pictures))


def test_a_search_that_is_asked_to_stop_finds_nothing() -> None:
    assert find_copies(as_pictures([draw(1), draw(1)]), lambda: True) is None


def _with_faces(eyes_apart: float, frame_ltrb: tuple[int, int, int, int]) -> Pictures:
    """A photo with a face in its middle, and a part of it with the same face, whose points are read a little aside."""
    left, top, right, bottom = frame_ltrb
    whole = draw(3)
    part = np.ascontiguousarray(whole[top:bottom, left:right])
    points = 60 + eyes_apart * np.array([[-1, -1], [1, -1], [0, 0], [-0.8, 1], [0.8, 1]], np.float32)
    aside = np.array([[1, 0], [0, 1], [-1, 0], [0, -1], [0, 0]], np.float32)
    pictures = as_pictures([whole, part], Kind.FACES)
    faces = Faces(np.stack([points, points - (left, top) + aside]), pictures.faces.size_wh)
    embedding = np.eye(128, dtype=np.float32)[:1]
    return replace(pictures, faces=faces, embeddings=np.repeat(embedding, 2, axis=0))


@pytest.mark.parametrize("frame_ltrb", [(18, 18, 102, 102), (0, 0, 90, 90), (30, 10, 120, 110)])
def test_a_part_of_a_photo_that_keeps_the_face_is_found_wherever_it_was_cut(
    frame_ltrb: tuple[int, int, int, int],
) -> None:
    groups = find_copies(_with_faces(15, frame_ltrb))
    assert groups is not None
    assert groups.tolist() == [0, 0]


def test_a_part_of_a_photo_with_another_face_is_no_copy() -> None:
    pictures = _with_faces(15, (0, 0, 90, 90))
    groups = find_copies(replace(pictures, embeddings=np.eye(128, dtype=np.float32)[:2]))
    assert groups is not None
    assert groups.tolist() == [-1, -1]


def test_a_fingerprint_is_as_long_for_a_large_photo_and_nearly_the_same() -> None:
    small = draw(5)
    large = np.asarray(cv2.resize(small, (1800, 1800), interpolation=cv2.INTER_CUBIC), np.uint8)
    one, other = (np.frombuffer(take_fingerprint(each), np.uint8).astype(int) for each in (small, large))
    assert len(one) == len(other) == 1024
    assert np.abs(one - other).max() <= 4


def test_small_pictures_are_told_by_their_pixels_alone() -> None:
    small = cv2.resize(draw(1), (39, 40), interpolation=cv2.INTER_AREA)
    large_enough = cv2.resize(draw(1), (40, 40), interpolation=cv2.INTER_AREA)
    for photo, groups_of_both in ((small, [-1, -1]), (large_enough, [0, 0])):
        groups = find_copies(as_pictures([photo, COPIES["brighter"](photo)]))
        assert groups is not None
        assert groups.tolist() == groups_of_both
