"""Duplicates across people: the same file, the same picture or nearly the same one under two names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from engine.catalog.datasets import Conflict
from engine.kinds import Kind
from engine.suspects.evidence import Evidence
from engine.suspects.records import Copies, Likeness, NamedPhoto, subject_of
from engine.verdicts import Decision

# Cosines. Faces: resized or re-cut copies have 0.91 or more, other photos of one person 0.75. Pictures: two different
# signs of gtsrb reach 0.974.
NEARLY_SAME = {Kind.FACES: 0.9, Kind.IMAGES: 0.98}


def find_copies(
    evidence: Evidence | None, decision: Decision, conflicts: Sequence[Conflict], kind: Kind
) -> list[Copies]:
    """Photos that stand under two names, surest first: the same file, the same picture, nearly the same."""
    same_pixels = _same_pixels(decision)
    known = {photo.sha256 for group in same_pixels for photo in group.photos}
    nearly = [] if evidence is None else _nearly_same(evidence, decision, NEARLY_SAME[kind])
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
        _copies(Likeness.SAME_FILE, 1.0, [NamedPhoto(sha256, label, path) for label, path in labels.items()])
        for sha256, labels in labels_of.items()
    ]


def _same_pixels(decision: Decision) -> list[Copies]:
    table = decision.table
    groups: dict[str, list[int]] = defaultdict(list)
    for place, pixels in enumerate(table.pixel_hashes):
        if pixels is not None and not table.is_aside[place]:
            groups[pixels].append(place)
    return [
        _copies(Likeness.SAME_PICTURE, 1.0, [_photo(decision, place) for place in places])
        for places in groups.values()
        if len({str(table.labels[place]) for place in places}) > 1
    ]


def _nearly_same(evidence: Evidence, decision: Decision, limit: float) -> list[Copies]:
    """Among the photos nearest to candidates: one of two near-copies under two names is always a candidate."""
    photos = evidence.photos
    found: dict[tuple[int, int], float] = {}
    for row, photo in enumerate(evidence.candidates.tolist()):
        near = evidence.neighbours[row]
        near = near[photos.people[near] != photos.people[photo]]
        cosines = photos.vectors[near] @ photos.vectors[photo]
        for other, cosine in zip(near.tolist(), cosines.tolist(), strict=True):
            if cosine >= limit:
                found[min(photo, other), max(photo, other)] = round(min(1.0, cosine), 4)
    return [
        _copies(Likeness.NEARLY_SAME, cosine, [_photo(decision, int(photos.places[each])) for each in pair])
        for pair, cosine in sorted(found.items(), key=lambda item: -item[1])
    ]


def _photo(decision: Decision, place: int) -> NamedPhoto:
    table = decision.table
    return NamedPhoto(table.sha256s[place], str(table.labels[place]), table.paths[place])


def _copies(likeness: Likeness, score: float, photos: Sequence[NamedPhoto]) -> Copies:
    words = sorted({photo.sha256 for photo in photos}) + sorted({photo.label for photo in photos})
    return Copies(likeness, tuple(photos), score, subject_of("copies", *words))
