"""Small networks of our own that look at one piece of a level face and answer with one likelihood."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.faces.level_square import SIDE, SIZE, LevelSquare
from engine.faces.litert import Network
from engine.faces.opencv import load_cv2


@dataclass(frozen=True)
class FacePiece:
    """Where a piece lies in the face's box, as shares of the box's longer side, and how many pixels show it.

    Attributes:
        left, top, right, bottom: 0 to 1.
        size_wh: pixels.
    """

    left: float
    top: float
    right: float
    bottom: float
    size_wh: tuple[int, int]

    def take(self, square: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """(height, width, 3) uint8 RGB of the piece, out of the (256, 256, 3) pixels of a level square."""
        cv2 = load_cv2()
        box_side = SIZE / SIDE
        corner = (SIZE - box_side) / 2
        edges = (self.left, self.top, self.right, self.bottom)
        left, top, right, bottom = (round(corner + share * box_side) for share in edges)
        piece: NDArray[np.uint8] = cv2.resize(
            square[top:bottom, left:right], self.size_wh, interpolation=cv2.INTER_AREA
        )
        return piece


class FacePieceReader:
    """A network, loaded; owned by one thread at a time."""

    def __init__(self, piece: FacePiece, weights: Path) -> None:
        self._piece = piece
        self._network = Network(weights.read_bytes())

    def read(self, square: LevelSquare) -> float:
        """How likely the answer is yes, 0 to 1."""
        answer = self._network.run(self._piece.take(square.pixels).astype(np.float32)[None])
        return float(np.clip(answer.reshape(-1)[0], 0, 1))
