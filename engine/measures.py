"""Every number known of a dataset's photos, by one name: what the file says and what checks measured."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.checks import Values
from engine.verdicts import Decision


@dataclass(frozen=True)
class Measure:
    """A number per photo that screens filter, sort and draw by.

    Attributes:
        name: as it stands in addresses; a check's name for what a check measured.
        values: (n,) float64, parallel to the decision's table; NaN where unknown. Of an angle its size, whichever way.
    """

    name: str
    title: str
    unit: str
    values: Values

    @cached_property
    def extent(self) -> tuple[float, float] | None:
        """Smallest and largest value; None when none is known."""
        known = self.values[~np.isnan(self.values)]
        return (float(known.min()), float(known.max())) if len(known) else None

    def is_known_of(self, flags: NDArray[np.bool_]) -> bool:
        """Whether there is a value for any of the photos that are flagged."""
        return bool((~np.isnan(self.values[flags])).any())


def all_measures(decision: Decision) -> dict[str, Measure]:
    """The numbers of a dataset's photos by name: size, shape and bytes of the file, then every check's measurements.

    Remembered with the decision.
    """
    found: dict[str, Measure] = decision.results.get("measures", lambda: _gather_measures(decision))
    return found


def _gather_measures(decision: Decision) -> dict[str, Measure]:
    from_file = _file_measures(decision)
    from_checks = {
        name: Measure(name, check.quantity or check.title, check.unit, check.keep_if.sizes(decision.values[name]))
        for name, check in decision.checks.items()
        if check.is_adjustable
    }
    return from_file | {name: measure for name, measure in from_checks.items() if name not in from_file}


def _file_measures(decision: Decision) -> dict[str, Measure]:
    width, height = decision.table.size_wh.T.astype(np.float64)
    is_known = (width > 0) & (height > 0)
    shape = np.divide(width, height, out=np.full(len(width), np.nan), where=is_known)
    shorter = np.where(is_known, np.minimum(width, height), np.nan)
    found = [
        Measure("size", "Shorter side", "pixels", shorter),
        Measure("megapixels", "Picture size", "megapixels", np.where(is_known, width * height / 1e6, np.nan)),
        Measure("aspect_ratio", "Aspect ratio", "width / height", shape),
        Measure("num_bytes", "File size", "bytes", decision.table.num_bytes.astype(np.float64)),
    ]
    return {measure.name: measure for measure in found}
