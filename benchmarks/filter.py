"""The table of what the filter must show, from the parts in ``benchmarks/filter_parts``.

Run: python benchmarks/filter.py [PART ...]; without a name every part is measured. Ends with 1 when a figure misses its
limit or a part broke. A part whose photos are missing is skipped, and said so.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import benchmarks.filter_parts
from benchmarks.filter_parts import Row, Skipped

OUTCOMES = {True: "met", False: "MISSED", None: ""}
HEADINGS = ("what", "measured", "limit", "")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the parts one after the other, then print one table."""
    known = part_names()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(known)}")
    names = parser.parse_args(arguments).parts or known
    if unknown := [name for name in names if name not in known]:
        parser.error(f"there is no part '{unknown[0]}'. Expected some of: {', '.join(known)}.")
    rows = [row for name in names for row in measure_part(name)]
    sys.stdout.write(format_table(rows))
    return int(any(row.is_met is False for row in rows))


def part_names() -> list[str]:
    """The files in ``filter_parts``, without those that begin with an underscore."""
    found = pkgutil.iter_modules(benchmarks.filter_parts.__path__)
    return sorted(module.name for module in found if not module.name.startswith("_"))


def measure_part(name: str) -> list[Row]:
    """The figures of one part; a part that is skipped or broken is a row that says why."""
    sys.stderr.write(f"measuring {name} ...\n")
    began = time.monotonic()
    try:
        measure: Callable[[], list[Row]] = importlib.import_module(f"benchmarks.filter_parts.{name}").measure
        rows = measure()
    except Skipped as reason:
        return [Row(f"{name}: skipped, {reason}", "")]
    except Exception:  # noqa: BLE001 - the other parts are worth measuring all the same
        traceback.print_exc()
        return [Row(f"{name}: broke, see above", "", is_met=False)]
    sys.stderr.write(f"measured {name} in {time.monotonic() - began:.0f} s\n")
    return rows


def format_table(rows: Sequence[Row]) -> str:
    """Aligned columns, a line per figure."""
    lines = [HEADINGS, *((row.what, row.measured, row.limit, OUTCOMES[row.is_met]) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    padded = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]
    return "".join(f"{line.rstrip()}\n" for line in padded)


if __name__ == "__main__":
    sys.exit(main())
