"""Is this the only copy? Photos with the same pixels form a group; the first imported that is not rejected is kept."""

from collections import Counter

import numpy as np

from engine.checks import DatasetCheck, DatasetPhotos, Values, at_most


def measure_copies_before(photos: DatasetPhotos) -> Values:
    """(n,) how many copies with the same pixels come first; NaN where pixels were not measured."""
    values = np.full(len(photos.pixel_hashes), np.nan)
    seen: Counter[str] = Counter()
    # A copy the user rejected must not be the one that stands for its group.
    by_preference = sorted(range(len(values)), key=lambda place: bool(photos.rejected_by_hand[place]))
    for place in by_preference:
        pixel_hash = photos.pixel_hashes[place]
        if pixel_hash is not None:
            values[place] = seen[pixel_hash]
            seen[pixel_hash] += 1
    return values


CHECK = DatasetCheck(
    name="duplicate",
    title="Exact duplicate",
    question="Is this the only copy of the photo?",
    unit="copies before this one",
    version=1,
    measure_all=measure_copies_before,
    keep_if=at_most(0),
    limit_range=(0, 10),
    explain=lambda value, limit: "The same picture is in the dataset already",
    is_adjustable=False,
    rank=90,
)
