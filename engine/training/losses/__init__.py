"""What training makes small. A new one is one file here that exports ``LOSS``; its name can then be chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from engine.discovery import discover

if TYPE_CHECKING:
    from engine.training.config import TrainConfig

SMALLEST = 1e-7  # probabilities are kept away from 0 by this, as Keras does, so that no logarithm is infinite

Tensor = Any  # of whichever backend Keras runs on
LossFunction = Callable[[Tensor, Tensor], Tensor]


@dataclass(frozen=True)
class Loss:
    """A plug-in that says how wrong an answer is.

    Attributes:
        name: unique, as in ``--set loss=NAME``.
        summary: what it is good for, in plain words.
        make: the run's settings to a function of the true shares (batch, classes), each row adding up to 1, and the
            network's probabilities (batch, classes), to a loss per photo (batch,). Written with ``keras.ops``, so
            that it runs on every backend.
    """

    name: str
    summary: str
    make: Callable[[TrainConfig], LossFunction]


@cache
def losses() -> dict[str, Loss]:
    """Every loss by name.

    Raises:
        PluginError: a file here is broken, or two share a name.
    """
    import engine.training.losses

    return discover(engine.training.losses, "LOSS", Loss)
