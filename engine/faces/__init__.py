"""Face analysis: what is measured of the faces in a photo, whichever analyzer measured it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.faces.questions import Questions
from engine.faces.traits import Trait
from engine.kinds import Kind
from engine.settings import Settings

if TYPE_CHECKING:
    from engine.analysis.errand import Errand

FloatArray = NDArray[np.float32]
EMBEDDING_LENGTH = 128  # SFace: https://github.com/opencv/opencv_zoo/tree/main/models/face_recognition_sface


@dataclass(frozen=True)
class Faces:
    """All faces of one photo, the main one (largest that counts) first.

    Coordinates are pixels of the photo as a person sees it (EXIF orientation applied), origin top left.

    Attributes:
        boxes_ltrb: (n, 4) float32, left, top, right, bottom, inside the photo, right > left and bottom > top.
        scores: (n,) float32, the detector's confidence, 0 to 1.
        points: (n, 5, 2) float32, x and y of right eye, left eye, nose tip, right and left mouth corner
            (the person's right, YuNet's order).
        roll_pan_tilt_degrees: (n, 3) float32 head angles, Cloud Vision's names; NaN where they were not measured.
            roll > 0: the head leans clockwise in the picture; pan > 0: the face turns to the picture's right;
            tilt > 0: the face looks up.
        embedding: (128,) float32 of the main face, or None when there is no face.
        traits: what else was seen in the main face, each how likely it is, 0 to 1; what was not looked for is absent.
    """

    boxes_ltrb: FloatArray
    scores: FloatArray
    points: FloatArray
    roll_pan_tilt_degrees: FloatArray
    embedding: FloatArray | None = None
    traits: Mapping[Trait, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        n = len(self.boxes_ltrb)
        expected = {"boxes_ltrb": (n, 4), "scores": (n,), "points": (n, 5, 2), "roll_pan_tilt_degrees": (n, 3)}
        for name, shape in expected.items():
            if getattr(self, name).shape != shape:
                raise ValueError(f"Faces.{name} has shape {getattr(self, name).shape}. Expected {shape}.")
        if self.embedding is not None and self.embedding.shape != (EMBEDDING_LENGTH,):
            raise ValueError(f"Faces.embedding has shape {self.embedding.shape}. Expected ({EMBEDDING_LENGTH},).")
        for trait, likelihood in self.traits.items():
            if not 0 <= likelihood <= 1:
                raise ValueError(f"Faces.traits[{trait}] is {likelihood}. Expected 0 to 1.")

    def __len__(self) -> int:
        return len(self.boxes_ltrb)

    def enlarged(self, photo_wh: tuple[int, int], seen_shape: tuple[int, ...]) -> Faces:
        """The same faces in pixels of the photo; they were found in pixels of ``seen_shape``, (height, width, 3)."""
        seen_wh = (seen_shape[1], seen_shape[0])
        if seen_wh == photo_wh or len(self) == 0:
            return self
        scale_xy = np.divide(photo_wh, seen_wh).astype(np.float32)
        boxes = np.minimum(self.boxes_ltrb * np.tile(scale_xy, 2), np.tile(photo_wh, 2)).astype(np.float32)
        return replace(self, boxes_ltrb=boxes, points=self.points * scale_xy)

    @classmethod
    def none(cls) -> Faces:
        """The answer for a photo without a face."""
        return cls(
            boxes_ltrb=np.zeros((0, 4), np.float32),
            scores=np.zeros(0, np.float32),
            points=np.zeros((0, 5, 2), np.float32),
            roll_pan_tilt_degrees=np.zeros((0, 3), np.float32),
        )


class FaceFinder(Protocol):
    """A loaded analyzer, owned by one process."""

    def find(self, pixels: NDArray[np.uint8], answer: bytes = b"") -> Faces:
        """Find the faces in ``pixels``, (height, width, 3) uint8 RGB, upright.

        Args:
            answer: what the service said of this photo, for an analyzer that asks one; others do not look at it.
        """
        ...


@dataclass(frozen=True)
class Analyzer:
    """A plug-in that measures faces: ``local`` on this machine, ``vision`` in the cloud.

    Attributes:
        name: unique, as typed after ``--analyzer``.
        title: what the person reads.
        version: raised whenever the same photo would be measured differently; old measurements are then redone.
        load: makes a :class:`FaceFinder`; slow, called once per process.
        weights: names in the weights manifest that must be present before ``load``.
        kinds: datasets it can measure; only one for ``faces`` looks for faces.
        embed_picture: (height, width, 3) uint8 RGB to the (128,) float32 embedding of the whole picture; None where
            the embedding is that of the main face (:attr:`Faces.embedding`).
        questions: what it asks a service before photos are measured; None when all happens on this machine.
        fetch_answers: brings the answers that are missing into the catalog; photos are sent only where that was agreed.
    """

    name: str
    title: str
    version: int
    load: Callable[[Settings], FaceFinder]
    weights: tuple[str, ...] = ()
    kinds: frozenset[Kind] = frozenset({Kind.FACES})
    embed_picture: Callable[[NDArray[np.uint8]], FloatArray] | None = None
    questions: Questions | None = None
    fetch_answers: Callable[[Errand], None] | None = None
