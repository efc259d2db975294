"""Crops that do not fit into memory: one side of a split as a file that is read in places, as if it were an array.

A batch is still a pure function of seed and step: any crop can be reached at once. The operating system keeps in
memory what was read last and gives it up when others need it.
"""

from __future__ import annotations

import numpy as np
import psutil
from numpy.typing import NDArray

from engine import atomic
from engine.kinds import Split
from engine.snapshots.reading import PIXELS_FOLDER, Snapshot

USABLE_SHARE = 0.4  # of the free memory: the rest is for the network, batches made ahead and other programs


def read_pixels(snapshot: Snapshot, split: Split, free_bytes: int | None = None) -> NDArray[np.uint8]:
    """(n, size, size, channels) uint8 crops of one side of the split: in memory where they fit, else from a file.

    Args:
        free_bytes: memory that is free; asked of the machine when None.
    """
    available = psutil.virtual_memory().available if free_bytes is None else free_bytes
    num_bytes = len(snapshot.indices(split)) * snapshot.size**2 * snapshot.channels
    return snapshot.images(split) if num_bytes <= USABLE_SHARE * available else mapped_pixels(snapshot, split)


def mapped_pixels(snapshot: Snapshot, split: Split) -> NDArray[np.uint8]:
    """The crops as a file in the snapshot's folder, made the first time; it is gone with an erased photo."""
    file = snapshot.folder / PIXELS_FOLDER / f"{split}-{snapshot.content_hash[:16]}.npy"
    if not file.exists():
        shape = (len(snapshot.indices(split)), snapshot.size, snapshot.size, snapshot.channels)
        with atomic.replacing(file) as temporary:
            written = np.lib.format.open_memmap(temporary, "w+", np.uint8, shape)
            for place, pixels in enumerate(snapshot.each_image(split)):
                written[place] = pixels
            written.flush()
            del written  # Windows moves no file that is mapped
    mapped: NDArray[np.uint8] = np.load(file, mmap_mode="r")
    return mapped
