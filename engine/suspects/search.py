"""Looks for suspicions in a dataset, remembers what it found, and leaves out what the user has settled."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

import numpy as np

from engine.catalog import Catalog
from engine.catalog.datasets import Conflict, Dataset, list_conflicts
from engine.catalog.labels import LabelState, list_labels
from engine.catalog.stored_faces import embeddings_stamp
from engine.catalog.suspicions import Answer, Subject
from engine.embeddings import load_embedded
from engine.remembered import Remembered
from engine.suspects.copies import find_copies
from engine.suspects.evidence import Evidence, gather_evidence, nearest
from engine.suspects.other_person import find_suspects
from engine.suspects.records import Copies, Likeness, Pair, Suspect
from engine.suspects.same_person import find_pairs
from engine.verdicts import Decision

ALIKE_SHARE = 0.15  # of photos under suspicion: the pictures do not tell the classes apart well enough to accuse

_evidence: Remembered[Evidence | None] = Remembered(2)  # each 100 MB for 100,000 photos


class Asked(Protocol):
    """A suspicion: something the user can settle."""

    @property
    def subject(self) -> Subject: ...


Suspicion = TypeVar("Suspicion", bound=Asked)


@dataclass(frozen=True)
class Suspicions:
    """All that is suspicious about a dataset's labels, each kind best first, whether settled or not.

    Attributes:
        num_embedded: photos that could be compared.
        is_unsure: so many photos are under suspicion that most are probably right.
    """

    suspects: tuple[Suspect, ...] = ()
    pairs: tuple[Pair, ...] = ()
    copies: tuple[Copies, ...] = ()
    num_embedded: int = 0
    is_unsure: bool = False


def find_suspicions(catalog: Catalog, dataset: Dataset, decision: Decision) -> Suspicions:
    """Everything suspicious under the labels as they are; seconds for 100,000 photos."""
    evidence = _gather(catalog, dataset, decision)
    conflicts: Sequence[Conflict] = list_conflicts(catalog, dataset)
    copies = tuple(find_copies(decision, conflicts))
    if evidence is None:
        return Suspicions(copies=copies, num_embedded=len(load_embedded(catalog, dataset, decision)))
    ids = {label.name: label.id for label in list_labels(catalog, dataset.id) if label.state is LabelState.ACTIVE}
    suspects = tuple(find_suspects(evidence, decision, ids))
    num_photos = len(evidence.photos)
    is_unsure = len(suspects) > ALIKE_SHARE * num_photos
    return Suspicions(suspects, tuple(find_pairs(evidence, ids)), copies, num_photos, is_unsure)


def unsettled(found: Suspicions, answers: Mapping[Subject, Answer], decision: Decision) -> Suspicions:
    """What is still to be asked: labels changed since the search settle it too; what was skipped comes last."""
    table = decision.table
    names = set(np.unique(table.labels[~table.is_aside]).tolist())

    def has_label(sha256: str, label: str) -> bool:
        place = table.place_of.get(sha256)
        return place is not None and table.labels[place] == label

    def is_copied(copies: Copies) -> bool:
        if copies.likeness is Likeness.SAME_FILE:
            return any(has_label(photo.sha256, photo.label) for photo in copies.photos)
        return all(has_label(photo.sha256, photo.label) for photo in copies.photos)

    return replace(
        found,
        suspects=_waiting([each for each in found.suspects if has_label(each.sha256, each.label)], answers),
        pairs=_waiting([each for each in found.pairs if {each.label, each.other} <= names], answers),
        copies=_waiting([each for each in found.copies if is_copied(each)], answers),
    )


def rejected_last(suspects: Sequence[Suspect]) -> tuple[Suspect, ...]:
    """Photos that are trained on first, each part in its order: a person's time is best spent there."""
    return tuple(sorted(suspects, key=lambda suspect: suspect.is_rejected))


def _waiting(found: Sequence[Suspicion], answers: Mapping[Subject, Answer]) -> tuple[Suspicion, ...]:
    turn = {subject: number for number, subject in enumerate(answers, start=1) if answers[subject] is Answer.SKIP}
    waiting = [each for each in found if answers.get(each.subject) is not Answer.KEEP]
    return tuple(sorted(waiting, key=lambda each: turn.get(each.subject, 0)))


def nearest_photos(
    catalog: Catalog, dataset: Dataset, decision: Decision, sha256: str, label: str, count: int
) -> list[str]:
    """SHA-256 of the photos of a person that look most like a photo, most alike first."""
    evidence = _gather(catalog, dataset, decision)
    place = decision.table.place_of.get(sha256)
    if evidence is None or place is None or label not in evidence.photos.names:
        return []
    photos = evidence.photos
    row = np.flatnonzero(photos.places == place)
    theirs = np.flatnonzero(photos.people == photos.names.index(label))
    theirs = theirs[photos.places[theirs] != place]
    if not len(row):
        return []
    rows, _ = nearest(evidence.looks, row, count, among=theirs)
    return [decision.table.sha256s[photos.places[each]] for each in rows[0].tolist()]


def _gather(catalog: Catalog, dataset: Dataset, decision: Decision) -> Evidence | None:
    """Remembered for as long as the labels and embeddings stay: other writes to the catalog change nothing here."""
    table = decision.table
    labels = hashlib.sha256(np.ascontiguousarray(table.labels).tobytes() + table.is_aside.tobytes()).hexdigest()
    key = (catalog.file, dataset, embeddings_stamp(catalog, dataset), labels)
    return _evidence.get(key, lambda: gather_evidence(load_embedded(catalog, dataset, decision)))
