"""What can be said of a face besides where it is and how it is turned; every analyzer answers what it can."""

from enum import StrEnum


class Trait(StrEnum):
    """A question about the main face, answered with how likely or how strong it is, 0 to 1.

    ``CUT`` is the share of the face's length or width that lies beyond the photo's border.
    """

    SUNGLASSES = "sunglasses"
    EYES_CLOSED = "eyes_closed"
    MOUTH_OPEN = "mouth_open"
    SMILE = "smile"
    JOY = "joy"
    SORROW = "sorrow"
    ANGER = "anger"
    SURPRISE = "surprise"
    CUT = "cut"
