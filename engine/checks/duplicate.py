"""Is this the only copy? Of photos with the same pixels the best one that is not rejected is kept."""

import numpy as np

from engine.checks import DatasetCheck, DatasetPhotos, Topic, Values, at_most


def measure_copies_before(photos: DatasetPhotos) -> Values:
    """(n,) how many copies with the same pixels come first; NaN where pixels were not measured."""
    return np.where(photos.is_decoded, photos.standing.exact_before, np.nan)


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
    example=1,
    is_adjustable=False,
    rank=90,
    topic=Topic.COPIES,
)
