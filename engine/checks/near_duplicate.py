"""Is there no better copy? Of pictures that are nearly the same the best one that is not rejected is kept.

Copies that were resized, stored anew, made brighter or darker, tinted, mirrored or cut at the edges are found by
``engine.copies`` once all photos were analyzed; until then a photo has none. Exact copies count as one picture.
"""

import numpy as np

from engine.checks import DatasetCheck, DatasetPhotos, Topic, Values, at_most


def measure_better_copies(photos: DatasetPhotos) -> Values:
    """(n,) how many better copies there are; NaN where pixels were not measured."""
    return np.where(photos.is_decoded, photos.standing.better_pictures, np.nan)


def explain(value: float, limit: float) -> str:
    copies = "A better copy" if value == 1 else f"{value:.0f} better copies"
    return f"{copies} of this picture {'is' if value == 1 else 'are'} in the dataset"


CHECK = DatasetCheck(
    name="near_duplicate",
    title="Near-duplicate",
    question="Is it the best copy of its picture (resized, brighter, mirrored, cut out)?",
    unit="better copies",
    version=1,
    measure_all=measure_better_copies,
    keep_if=at_most(0),
    limit_range=(0, 10),
    explain=explain,
    example=1.0,
    is_adjustable=False,
    rank=91,
    topic=Topic.COPIES,
)
