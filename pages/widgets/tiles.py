"""The photos at some places of a decision as tiles of a grid: thumbnail, verdict, split, and a line below."""

from __future__ import annotations

import math
from collections.abc import Sequence

from engine.kinds import Verdict
from engine.measures import Measure, all_measures
from engine.photo_query import Places, Sides, SortOrder
from engine.verdicts import Decision
from pages.routes import thumb_url
from pages.widgets.browse_looks import FILE_NAME, NO_CAPTION, PERSON
from pages.widgets.condition_words import number_words
from pages.widgets.photo_grid import VERDICT_BADGES, GridItem


def tiles(decision: Decision, places: Places, lines: Sequence[str], splits: Sides | None = None) -> list[GridItem]:
    """A tile per place.

    Args:
        lines: what stands below each, parallel to ``places``.
        splits: (n,) sides of all photos of the decision, "" for none; no badges without.
    """
    return [
        _tile(decision, place, line, "" if splits is None else str(splits[place]))
        for place, line in zip(places.tolist(), lines, strict=True)
    ]


def captions(decision: Decision, wanted: str, order: str, places: Places) -> list[str]:
    """The line below each photo: nothing, the person, the file's name, or the value that photos are sorted by."""
    table = decision.table
    if wanted == NO_CAPTION:
        return [""] * len(places)
    if wanted == PERSON:
        return table.labels[places].tolist()
    if wanted == FILE_NAME:
        return [table.paths[place].rpartition("/")[2] for place in places.tolist()]
    if order == SortOrder.DATE:
        return ["" if str(time) == "NaT" else str(time)[:10] for time in table.taken[places]]
    measure = all_measures(decision).get(order)
    if measure is None:
        return table.labels[places].tolist()
    return [value_words(measure, float(measure.values[place])) for place in places.tolist()]


def value_words(measure: Measure, value: float) -> str:
    """Such as ``"34°"``; nothing where it is unknown."""
    if math.isnan(value):
        return ""
    return f"{number_words(value)}{'°' if measure.unit == 'degrees' else ''}"


def _tile(decision: Decision, place: int, line: str, split: str) -> GridItem:
    table = decision.table
    label = str(table.labels[place])
    verdict = Verdict(str(decision.verdicts[place]))
    reasons = ". ".join(decision.explain(place))
    return GridItem(
        sha256=table.sha256s[place],
        image_url=thumb_url(table.sha256s[place]),
        caption=line,
        badge=VERDICT_BADGES[verdict],
        tag=split,
        alt=f"Photo of {label}, {verdict}{f', {split}' if split else ''}",
        title=f"{label}\n{table.paths[place]}\n{reasons}".strip(),
    )
