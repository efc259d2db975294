"""The three kinds of suspicion, as records."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.catalog.suspicions import Subject


class Likeness(StrEnum):
    """How two photos are the same."""

    SAME_FILE = "same file"
    SAME_PICTURE = "same picture"
    NEARLY_SAME = "nearly the same"


@dataclass(frozen=True)
class Suspect:
    """A photo that probably shows ``suggested`` and not ``label``. ``score``: 0.5 (as like one as the other) to 1.

    ``is_rejected``: by limits or by hand, so that nothing is learned from it whatever its name.
    """

    sha256: str
    label: str
    suggested: str
    score: float
    path: str
    is_rejected: bool
    subject: Subject


@dataclass(frozen=True)
class Pair:
    """Two names that probably stand for one person. ``score``: 0.7 (alike) to 1 (cannot be told apart)."""

    label: str
    other: str
    num_photos: int
    num_other: int
    score: float
    subject: Subject


@dataclass(frozen=True)
class NamedPhoto:
    """A photo under a name; ``path`` is "" for a further name of the same file."""

    sha256: str
    label: str
    path: str


@dataclass(frozen=True)
class Copies:
    """One picture under two names or more."""

    likeness: Likeness
    photos: tuple[NamedPhoto, ...]
    subject: Subject

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(photo.label for photo in self.photos))


def subject_of(kind: str, *parts: str) -> Subject:
    """What an answer is remembered by: the labels are part of it, so another label is another question."""
    return kind, "+".join(parts)
