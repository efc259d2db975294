"""What is done when a batch does not fit into memory, and how many photos would fit."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine import atomic
from engine.errors import OutOfMemory
from engine.training.network import all_layers

if TYPE_CHECKING:
    import keras

OUT_OF_MEMORY_TYPES = {"MemoryError", "ResourceExhaustedError", "OutOfMemoryError"}  # Python, TensorFlow, torch
OUT_OF_MEMORY_WORDS = ("RESOURCE_EXHAUSTED", "out of memory")  # JAX, and allocators of cards
BYTES_PER_NUMBER = 4
COPIES = 3  # of each layer's output: itself, its gradient and what the computation needs meanwhile
USABLE_SHARE = 0.5  # of the free memory: the rest is for batches made ahead and for other programs
MAX_FITTED = 1024  # photos a step: beyond, a step only takes longer


@dataclass(frozen=True)
class BatchParts:
    """How a batch is brought through memory.

    Attributes:
        batch_size: photos per step.
        num_parts: a batch is shown in so many parts, whose gradients are added up into one step.
    """

    batch_size: int
    num_parts: int = 1

    @property
    def part_size(self) -> int:
        """Photos that are in memory at once."""
        return math.ceil(self.batch_size / self.num_parts)

    def halved(self) -> BatchParts:
        """With parts of half the size.

        Raises:
            OutOfMemory: a part is a single photo already.
        """
        if self.part_size == 1:
            raise OutOfMemory(
                "There is not enough memory even for one photo at a time. Close other programs, choose a smaller "
                "network, or freeze the dataset with smaller crops."
            )
        return BatchParts(self.batch_size, 2 * self.num_parts)

    @property
    def sentence(self) -> str:
        """What a person should know."""
        return (
            f"Memory was too small for {self.batch_size} photos at once: each step now takes them in "
            f"{self.num_parts} parts of {self.part_size}, with the same result"
        )


def is_out_of_memory(error: BaseException) -> bool:
    """Whether a backend, or Python, says that memory is used up."""
    names = {each.__name__ for each in type(error).__mro__}
    return bool(names & OUT_OF_MEMORY_TYPES) or any(words in str(error) for words in OUT_OF_MEMORY_WORDS)


def write_parts(run_folder: Path, parts: BatchParts) -> None:
    """Note it in a run's folder, for later sittings and for the screens."""
    atomic.write_json(run_folder / "batch.json", asdict(parts))


def read_parts(run_folder: Path) -> BatchParts | None:
    """What an earlier sitting noted; None when all went as configured."""
    facts: dict[str, Any] | None = atomic.read_json(run_folder / "batch.json")  # as written above
    return None if facts is None else BatchParts(**facts)


def fitting_batch(model: keras.Model, at_least: int, num_examples: int, free_bytes: int) -> int:
    """Photos per step that a CPU's memory holds: a power of two, or ``at_least``."""
    numbers = sum(_num_outputs(layer) for layer in all_layers(model))
    fit = int(free_bytes * USABLE_SHARE / (COPIES * BYTES_PER_NUMBER * numbers))
    most = min(fit, num_examples, MAX_FITTED)
    return max(at_least, int(2 ** math.floor(math.log2(max(1, most)))))


def _num_outputs(layer: keras.Layer) -> int:
    return math.prod(int(size or 1) for size in layer.output.shape[1:])
