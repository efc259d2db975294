"""Two analyzers on the same photos: where their verdicts, the angles they measured or the faces they counted differ."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.checks import Values
from engine.kinds import Verdict
from engine.photo_query import Places
from engine.verdicts import Decision, decide_dataset

ANGLES = ("roll", "pan", "tilt")  # checks that measure degrees, with a sign
FACES = "one_face"  # the check that counts faces
LARGE_DEGREES = 10.0  # half the usual limit: less hardly ever changes a verdict


class Difference(StrEnum):
    """What two analyzers may say differently of a photo; the value is what the screen says."""

    VERDICT = "Another verdict"
    FACES = "Another number of faces"
    ANGLES = "Angles over 10° apart"


@dataclass(frozen=True)
class Comparison:
    """What two analyzers say of the photos that both have measured, under the same limits.

    Attributes:
        first, second: the decisions; their photos stand in the same order.
        is_both: (n,) True where both have measured.
        degrees_apart: (n,) the largest difference of an angle of the main face; NaN where either has none.
        differs: per difference, (n,) True where it is there.
    """

    first: Decision
    second: Decision
    is_both: NDArray[np.bool_]
    degrees_apart: Values
    differs: dict[Difference, NDArray[np.bool_]]

    @property
    def num_both(self) -> int:
        return int(self.is_both.sum())

    @property
    def median_degrees_apart(self) -> float | None:
        """Half of the photos with a face differ by no more than this; None when no photo has one twice."""
        known = self.degrees_apart[self.is_both & ~np.isnan(self.degrees_apart)]
        return float(np.median(known)) if len(known) else None

    def count(self, first: Verdict, second: Verdict) -> int:
        """Photos with these two verdicts."""
        return int((self.is_both & (self.first.verdicts == first) & (self.second.verdicts == second)).sum())

    def select(self, difference: Difference) -> Places:
        """Places of the photos with a difference, those with angles furthest apart first."""
        places = np.flatnonzero(self.differs[difference])
        return places[np.argsort(-np.nan_to_num(self.degrees_apart[places]), kind="stable")]


def compare_analyzers(catalog: Catalog, dataset: Dataset, first: str, second: str) -> Comparison:
    """Compare what two analyzers measured of a dataset's photos, both judged by its current limits."""
    return compare(*(decide_dataset(catalog, replace(dataset, analyzer=name)) for name in (first, second)))


def compare(first: Decision, second: Decision) -> Comparison:
    """Compare two decisions about the same photos in the same order."""
    is_both = first.table.is_measured & second.table.is_measured
    apart = [np.abs(first.values[name] - second.values[name]) for name in ANGLES if name in first.values]
    # A face of which one angle is unknown is compared by the others.
    degrees = np.fmax.reduce(apart) if apart else np.full(len(is_both), np.nan)
    counts = [decision.values.get(FACES, np.full(len(is_both), np.nan)) for decision in (first, second)]
    differs = {
        Difference.VERDICT: first.verdicts != second.verdicts,
        Difference.FACES: np.nan_to_num(counts[0], nan=-1) != np.nan_to_num(counts[1], nan=-1),
        Difference.ANGLES: np.nan_to_num(degrees) > LARGE_DEGREES,
    }
    return Comparison(first, second, is_both, degrees, {name: flags & is_both for name, flags in differs.items()})
