"""The choices the whole house shares, as enums: what a dataset holds, what was decided, which side of the split."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a dataset's photos show; decides which checks apply and how a crop is made."""

    FACES = "faces"
    IMAGES = "images"


class Verdict(StrEnum):
    """What limits and overrides decide about a photo."""

    KEPT = "kept"
    REJECTED = "rejected"
    UNDECIDED = "undecided"


class Override(StrEnum):
    """The user's own decision; outlives every re-run."""

    KEEP = "keep"
    REJECT = "reject"


class Split(StrEnum):
    """Which side of a snapshot a photo is on."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"
