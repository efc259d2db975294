"""A dataset as CSV: a line per photo with its verdict, the reasons and every number, made one after the other."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

import numpy as np

from engine.verdicts import Decision

COLUMNS = ("path", "sha256", "label", "verdict", "by_hand", "reasons", "explanation")
BETWEEN = "; "
AT_ONCE = 500  # photos per piece of text


def photo_rows(decision: Decision) -> Iterator[str]:
    """The CSV in pieces, header first, lines ending in CRLF (RFC 4180); a check without an answer is an empty cell."""
    buffer = StringIO()
    writer = csv.writer(buffer)
    writer.writerow([*COLUMNS, *decision.checks])
    for place in range(len(decision.table)):
        writer.writerow(_row(decision, place))
        if place % AT_ONCE == AT_ONCE - 1:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _row(decision: Decision, place: int) -> list[str]:
    table = decision.table
    numbers = [decision.values[name][place] for name in decision.checks]
    return [
        table.paths[place],
        table.sha256s[place],
        str(table.labels[place]),
        str(decision.verdicts[place]),
        str(table.overrides[place]),
        BETWEEN.join(decision.reason_names(place)),
        BETWEEN.join(decision.explain(place)),
        *("" if np.isnan(number) else f"{number:.6g}" for number in numbers),
    ]
