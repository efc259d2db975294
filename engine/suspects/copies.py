"""Duplicates across people: the same file, the same picture or nearly the same one under two names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from engine.catalog.datasets import Conflict
from engine.copies.standing import Numbers
from engine.suspects.records import Copies, Likeness, NamedPhoto, subject_of
from engine.verdicts import Decision


def find_copies(decision: Decision, conflicts: Sequence[Conflict]) -> list[Copies]:
    """Photos that stand under two names, surest first: the same file, the same picture, nearly the same."""
    same_pixels = _under_several_names(decision, _same_pixels(decision), Likeness.SAME_PICTURE)
    known = {photo.sha256 for group in same_pixels for photo in group.photos}
    nearly = _under_several_names(decision, decision.table.standing.copies(), Likeness.NEARLY_SAME)
    return [
        *_same_files(conflicts),
        *same_pixels,
        *(copies for copies in nearly if not all(photo.sha256 in known for photo in copies.photos)),
    ]


def _same_files(conflicts: Sequence[Conflict]) -> list[Copies]:
    labels_of: dict[str, dict[str, str]] = defaultdict(dict)
    for conflict in conflicts:
        labels_of[conflict.sha256].setdefault(conflict.counted_as, "")
        labels_of[conflict.sha256].setdefault(conflict.label, conflict.path)
    return [
        _copies(Likeness.SAME_FILE, [NamedPhoto(sha256, label, path) for label, path in labels.items()])
        for sha256, labels in labels_of.items()
    ]


def _same_pixels(decision: Decision) -> list[Numbers]:
    groups: dict[str, list[int]] = defaultdict(list)
    for place, pixels in enumerate(decision.table.pixel_hashes):
        if pixels is not None:
            groups[pixels].append(place)
    return [np.array(places) for places in groups.values() if len(places) > 1]


def _under_several_names(decision: Decision, groups: Sequence[Numbers], likeness: Likeness) -> list[Copies]:
    """Those groups of places that have photos of several labels, one of each first; photos set aside are left out."""
    found = []
    for group in groups:
        photos = [_photo(decision, place) for place in group[~decision.table.is_aside[group]].tolist()]
        first = {photo.label: photo for photo in reversed(photos)}
        if len(first) > 1:
            found.append(_copies(likeness, sorted(photos, key=lambda photo: photo is not first[photo.label])))
    return found


def _photo(decision: Decision, place: int) -> NamedPhoto:
    table = decision.table
    return NamedPhoto(table.sha256s[place], str(table.labels[place]), table.paths[place])


def _copies(likeness: Likeness, photos: Sequence[NamedPhoto]) -> Copies:
    words = sorted({photo.sha256 for photo in photos}) + sorted({photo.label for photo in photos})
    return Copies(likeness, tuple(photos), subject_of("copies", *words))
