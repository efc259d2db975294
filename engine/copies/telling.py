"""Says of a group of copies, in words, why one is kept and how each of the others is like it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.fingerprints import load_fingerprints
from engine.catalog.tables import MeasurementTable
from engine.copies.fingerprint import Thumbnails, unpack
from engine.copies.records import CopyChoice
from engine.copies.search import LEAST_WHOLE
from engine.copies.standing import Numbers
from engine.copies.whole import correlations
from engine.kinds import Kind

CLEARLY = 1.1  # times as many pixels a side; less is not worth a word
BRIGHTER = 10.0  # grey levels in the mean


@dataclass(frozen=True)
class CopyGroup:
    """Copies of one picture, best first.

    Attributes:
        places: (n,) in the dataset's table.
        why_kept: what makes the first the best, such as ``"the largest"``.
        differences: (n,) how each differs from the first, such as ``"mirrored, smaller"``; "" for the first.
        labels: whom the photos are said to show, each once.
    """

    places: Numbers
    why_kept: str
    differences: tuple[str, ...]
    labels: tuple[str, ...]


def tell_groups(catalog: Catalog, dataset: Dataset, table: MeasurementTable, groups: list[Numbers]) -> list[CopyGroup]:
    """Groups in words; for a screen's worth of them."""
    ids = table.photo_ids[np.concatenate(groups)].tolist() if groups else []
    known, data = load_fingerprints(catalog, dataset, ids)
    thumbnail_of = dict(zip(known.tolist(), unpack(data), strict=True))
    return [_tell(dataset.kind, table, group, thumbnail_of) for group in groups]


def _tell(kind: Kind, table: MeasurementTable, group: Numbers, thumbnail_of: dict[int, Thumbnails]) -> CopyGroup:
    best = int(group[0])
    differences = [_difference(kind, table, best, place, thumbnail_of) for place in group[1:].tolist()]
    labels = tuple(dict.fromkeys(table.labels[group].tolist()))
    return CopyGroup(group, _why_kept(table, group), ("", *differences), labels)


def _why_kept(table: MeasurementTable, group: Numbers) -> str:
    best, others = group[0], group[1:]
    if table.copies.choices[best] == CopyChoice.BEST:
        return "you chose it"
    pixels, sharpness = table.size_wh.prod(axis=1), table.values["sharpness"]
    if (pixels[best] > pixels[others]).all():
        return "the largest"
    if (sharpness[best] > sharpness[others]).all():
        return "the sharpest"
    if (table.num_bytes[best] > table.num_bytes[others]).all():
        return "the least compressed"
    return "as good as any"


def _difference(kind: Kind, table: MeasurementTable, best: int, place: int, thumbnail_of: dict[int, Thumbnails]) -> str:
    if table.pixel_hashes[place] is not None and table.pixel_hashes[place] == table.pixel_hashes[best]:
        return "exactly the same picture"
    found = [thumbnail_of.get(int(table.photo_ids[each])) for each in (best, place)]
    if found[0] is None or found[1] is None:
        return "nearly the same picture"
    pair, both = np.array([[0, 1]]), np.stack([found[0], found[1]])
    plain, mirrored = correlations(both, pair)[0], correlations(both, pair, mirrored=True)[0]
    words = ["mirrored"] if mirrored > max(plain, LEAST_WHOLE[kind]) else []
    if max(plain, mirrored) < LEAST_WHOLE[kind]:
        words.append("cut differently")
    scale = float(np.sqrt(table.size_wh[place].prod() / max(1, table.size_wh[best].prod())))
    words += ["smaller"] if scale < 1 / CLEARLY else ["larger"] if scale > CLEARLY else []
    light = float(both[1].mean()) - float(both[0].mean())
    if "cut differently" not in words and abs(light) > BRIGHTER:
        words.append("brighter" if light > 0 else "darker")
    return ", ".join(words) or "stored anew"
