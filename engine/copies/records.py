"""What is remembered of copies: which photos a search found to show one picture, and what the user says of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class CopyChoice(StrEnum):
    """BEST: stands for its group, whatever its quality. APART: shows another picture, so it belongs to no group."""

    BEST = "best"
    APART = "apart"


@dataclass(frozen=True, eq=False)
class StoredCopies:
    """What is known of copies among the photos of a dataset, as parallel arrays.

    Attributes:
        groups: (n,) a number that photos have in common where a search found them to be copies; -1 for none.
        places: (n,) 0 for the best picture of a group, 1 for the next; 0 for a photo without a group.
        is_compared: (n,) True where the photo took part in a search.
        choices: (n,) values of :class:`CopyChoice`, or "".
    """

    groups: NDArray[np.int64]
    places: NDArray[np.int64]
    is_compared: NDArray[np.bool_]
    choices: NDArray[np.str_]

    @classmethod
    def none(cls, length: int) -> StoredCopies:
        """Of photos that were never compared."""
        return cls(
            np.full(length, -1, np.int64),
            np.zeros(length, np.int64),
            np.zeros(length, np.bool_),
            np.full(length, "", "<U5"),
        )
