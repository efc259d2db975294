"""Is this the only copy? Photos with the same pixels form a group; the first imported that is not rejected is kept."""

import numpy as np

from engine.checks import DatasetCheck, DatasetPhotos, Topic, Values, at_most


def measure_copies_before(photos: DatasetPhotos) -> Values:
    """(n,) how many copies with the same pixels come first; NaN where pixels were not measured."""
    values = np.full(len(photos.pixel_hashes), np.nan)
    number_of: dict[str, int] = {}
    groups = np.array(
        [-1 if each is None else number_of.setdefault(each, len(number_of)) for each in photos.pixel_hashes], np.int64
    )
    # A copy the user rejected must not be the one that stands for its group.
    order = np.lexsort((photos.rejected_by_hand, groups))
    in_order = groups[order]
    starts = np.flatnonzero(np.diff(in_order, prepend=-2))
    before = np.arange(len(order)) - np.repeat(starts, np.diff(starts, append=len(order)))
    values[order] = np.where(in_order >= 0, before, np.nan)
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
    example=1,
    is_adjustable=False,
    rank=90,
    topic=Topic.COPIES,
)
