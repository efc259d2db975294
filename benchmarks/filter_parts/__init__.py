"""What the filter must show, one part per file: each exports ``measure() -> list[Row]`` and asks here for its photos.

A new part is a new file in this folder; ``benchmarks/filter.py`` finds it by its name.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PHOTOS_DIR = Path(os.environ.get("FACET_TEST_PHOTOS") or REPOSITORY.parent / "shared" / "data")


class Skipped(Exception):
    """A part cannot measure here; the message says why."""


@dataclass(frozen=True)
class Row:
    """One figure of the table.

    Attributes:
        what: what was measured, on which photos.
        measured: the figure with its unit, as printed.
        limit: what is asked of it, such as ``≥ 95 %``; empty where nothing is.
        is_met: whether it is; None where nothing is asked.
    """

    what: str
    measured: str
    limit: str = ""
    is_met: bool | None = None


def at_least(what: str, value: float, limit: float, unit: str = "") -> Row:
    """A figure that must not be below its limit; with unit ``%`` value and limit are shares, 0 to 1."""
    return Row(what, _text(value, unit), f"≥ {_text(limit, unit)}", value >= limit)


def at_most(what: str, value: float, limit: float, unit: str = "") -> Row:
    """A figure that must not be above its limit; with unit ``%`` value and limit are shares, 0 to 1."""
    return Row(what, _text(value, unit), f"≤ {_text(limit, unit)}", value <= limit)


def photo_place(name: str) -> Path:
    """A folder or file of the real photos, such as ``lfw62``.

    Raises:
        Skipped: it is not there.
    """
    place = PHOTOS_DIR / name
    if not place.exists():
        raise Skipped(f"there is no {place}; FACET_TEST_PHOTOS names the folder of the photos")
    return place


def _text(value: float, unit: str) -> str:
    number = f"{100 * value:.3g}" if unit == "%" else f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{number} {unit}".rstrip()
