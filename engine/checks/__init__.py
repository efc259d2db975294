"""What a check is: one question, measured once as a number and answered at once by a limit.

``measure`` is slow and its answer is stored under (photo, analyzer, check, version). ``keep_if`` is only a default:
moving it compares stored numbers. A photo check looks at one photo, a dataset check at all photos of a dataset.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from engine.copies.standing import Standing
from engine.discovery import discover
from engine.faces import Faces, FloatArray
from engine.kinds import Kind

Values = NDArray[np.float64]  # NaN where the question has no answer


class Bound(StrEnum):
    """How a value is compared with its limit."""

    AT_MOST = "at most"
    AT_LEAST = "at least"
    ONE_TO = "from 1 to"
    WITHIN = "within ±"


class Topic(StrEnum):
    """What checks are about; screens put those of one topic together, in this order."""

    FACES = "Faces"
    HEAD = "Head"
    EYES_AND_MOUTH = "Eyes and mouth"
    LIGHT_AND_COLOUR = "Light and colour"
    PICTURE = "Picture"
    COPIES = "Copies"


@dataclass(frozen=True)
class Limit:
    """Keeps a photo when its value lies on the right side of ``value``."""

    bound: Bound
    value: float

    def allows(self, values: Values) -> NDArray[np.bool_]:
        """(n,) True where a value is on the side that is kept; NaN is never allowed."""
        if self.bound is Bound.AT_MOST:
            return values <= self.value
        if self.bound is Bound.AT_LEAST:
            return values >= self.value
        if self.bound is Bound.WITHIN:
            return np.abs(values) <= self.value
        return (values >= 1) & (values <= self.value)

    def sizes(self, values: Values) -> Values:
        """(n,) what is compared with the limit: the values, without their sign where only their size counts."""
        return np.abs(values) if self.bound is Bound.WITHIN else values

    def moved_to(self, value: float) -> Limit:
        return replace(self, value=value)


def at_most(value: float) -> Limit:
    return Limit(Bound.AT_MOST, value)


def at_least(value: float) -> Limit:
    return Limit(Bound.AT_LEAST, value)


def one_to(value: float) -> Limit:
    return Limit(Bound.ONE_TO, value)


def within(value: float) -> Limit:
    """Keeps what lies no further than ``value`` to either side of 0."""
    return Limit(Bound.WITHIN, value)


@dataclass(frozen=True)
class MeasuredPhoto:
    """What photo checks may look at.

    Attributes:
        pixels: (height, width, 3) uint8 RGB, upright; None when the photo cannot be decoded. Of a large JPEG they are
            fewer than the photo's, see :meth:`to_pixels`.
        faces: what the analyzer found, in pixels of the photo; None when it did not look (kind ``images``, or no
            pixels).
        format: of the file, as Pillow names it; "" when unknown.
        own_size_wh: the photo's size; None when ``pixels`` are all it has.
    """

    pixels: NDArray[np.uint8] | None
    faces: Faces | None
    format: str = ""
    own_size_wh: tuple[int, int] | None = None

    @property
    def size_wh(self) -> tuple[int, int] | None:
        """Of the photo, however many of its pixels there are here."""
        if self.own_size_wh is not None or self.pixels is None:
            return self.own_size_wh
        return (self.pixels.shape[1], self.pixels.shape[0])

    def to_pixels(self, box_ltrb: FloatArray) -> FloatArray:
        """(4,) a box of ``faces`` as it lies in ``pixels``."""
        if self.own_size_wh is None or self.pixels is None:
            return box_ltrb
        scale_xy = np.divide((self.pixels.shape[1], self.pixels.shape[0]), self.own_size_wh)
        return np.asarray(box_ltrb * np.tile(scale_xy, 2), np.float32)


@dataclass(frozen=True)
class DatasetPhotos:
    """What dataset checks may look at: parallel arrays over the photos of a dataset, in import order.

    Attributes:
        is_decoded: (n,) True where the photo was analyzed and can be decoded.
        standing: which of them are copies of each other, and which of those come first.
        labels: (n,) whom they are said to show.
        read_embedded: (m,) places of the photos that have an embedding and are not set aside, and (m, 128) the
            embeddings; slow.
    """

    is_decoded: NDArray[np.bool_]
    standing: Standing
    labels: NDArray[np.str_]
    read_embedded: Callable[[], tuple[NDArray[np.int64], FloatArray]]


@dataclass(frozen=True)
class PhotoCheck:
    """A question about one photo.

    Attributes:
        name: unique, the file's name, as typed in ``--limit NAME=VALUE``.
        question: what it asks, in plain words; "yes" or a value inside the limit keeps the photo.
        unit: of the measured value.
        version: raised when the same photo would be measured differently.
        measure: the value, or None when the question has no answer (no face).
        keep_if: default limit.
        keep_if_for: default limits of kinds that need another one.
        limit_range: smallest and largest sensible limit; limit_step: the slider's step.
        explain: (value, limit value) to the sentence that says why a photo was rejected.
        example: a value that the default limit rejects.
        kinds: datasets it applies to.
        is_adjustable: False for a yes/no question without a slider.
        rank: screens ask lower ranks first.
        is_on: whether it takes part unless the user says otherwise; one that is off is still measured.
        quantity: what the number is, to filter and sort by, where the title says what is wrong; the title when empty.
        topic: what it is about, to find it among others.
    """

    name: str
    title: str
    question: str
    unit: str
    version: int
    measure: Callable[[MeasuredPhoto], float | None]
    keep_if: Limit
    limit_range: tuple[float, float]
    explain: Callable[[float, float], str]
    example: float
    kinds: frozenset[Kind] = frozenset(Kind)
    keep_if_for: Mapping[Kind, Limit] | None = None
    limit_step: float = 1.0
    is_adjustable: bool = True
    rank: int = 50
    is_on: bool = True
    quantity: str = ""
    topic: Topic = Topic.PICTURE

    def default_limit(self, kind: Kind) -> Limit:
        return (self.keep_if_for or {}).get(kind, self.keep_if)


@dataclass(frozen=True)
class DatasetCheck:
    """A question about a photo among all others of its dataset. As :class:`PhotoCheck`, but measured over all at once,
    fast enough to do so whenever the dataset has changed; nothing is stored.

    Attributes:
        is_slow: takes seconds for 50,000 photos. It is measured only while it is on, and anew only when photos, labels
            or analyses change, so it must not depend on what is decided by hand.
    """

    name: str
    title: str
    question: str
    unit: str
    version: int
    measure_all: Callable[[DatasetPhotos], Values]
    keep_if: Limit
    limit_range: tuple[float, float]
    explain: Callable[[float, float], str]
    example: float
    kinds: frozenset[Kind] = frozenset(Kind)
    limit_step: float = 1.0
    is_adjustable: bool = True
    rank: int = 50
    is_on: bool = True
    quantity: str = ""
    topic: Topic = Topic.PICTURE
    is_slow: bool = False

    def default_limit(self, kind: Kind) -> Limit:
        return self.keep_if


Check = PhotoCheck | DatasetCheck


def example_sentence(check: Check) -> str:
    """What is said of a photo that the default limit rejects, such as "Head turned 34° to the left; limit 20°"."""
    return check.explain(check.example, check.keep_if.value)


@cache
def all_checks() -> dict[str, Check]:
    """Every check by name, in the order of their ranks."""
    import engine.checks

    found: dict[str, Check] = discover(engine.checks, "CHECK", (PhotoCheck, DatasetCheck))
    return dict(sorted(found.items(), key=lambda item: (item[1].rank, item[0])))


def checks_for(kind: Kind) -> dict[str, Check]:
    """The checks that make sense for a kind of dataset, by name."""
    return {name: check for name, check in all_checks().items() if kind in check.kinds}


def photo_checks_for(kind: Kind) -> dict[str, PhotoCheck]:
    """The checks that are measured photo by photo, by name."""
    return {name: check for name, check in checks_for(kind).items() if isinstance(check, PhotoCheck)}
