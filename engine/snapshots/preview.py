"""A few crops of a plan, made before anything is frozen, so that one sees what the network will see."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.errors import UnreadablePhoto
from engine.snapshots.freezing import crop_tasks, make_crop
from engine.snapshots.planning import PlannedPhoto, SnapshotPlan
from engine.verdicts import Decision


@dataclass(frozen=True)
class CropPreview:
    """One crop; ``data_url`` holds it as PNG."""

    sha256: str
    label: str
    data_url: str


def preview_crops(
    catalog: Catalog, dataset: Dataset, decision: Decision, plan: SnapshotPlan, num_crops: int
) -> list[CropPreview]:
    """Crop a few photos of a plan, spread over its labels; photos that cannot be decoded are passed over.

    Raises:
        BadInput: a chosen photo has no face to crop, or its file is gone.
    """
    chosen = _spread(plan, num_crops)
    previews = []
    for photo, task in zip(chosen, crop_tasks(catalog, dataset, decision, plan, Path(), chosen), strict=True):
        try:
            crop = make_crop(task)
        except UnreadablePhoto:
            continue  # freezing will name it; here the others are still worth seeing
        image = Image.fromarray(crop[:, :, 0] if plan.channels == 1 else crop)
        previews.append(CropPreview(decision.table.sha256s[photo.place], plan.labels[photo.number], _data_url(image)))
    return previews


def _spread(plan: SnapshotPlan, num_crops: int) -> Sequence[PlannedPhoto]:
    """The first photo of every label, then the second of every label, and so on."""
    turns: list[tuple[int, int, PlannedPhoto]] = []
    seen = [0] * len(plan.labels)
    for photo in plan.photos:
        turns.append((seen[photo.number], photo.number, photo))
        seen[photo.number] += 1
    return [photo for _, _, photo in sorted(turns, key=lambda turn: turn[:2])[:num_crops]]


def _data_url(image: Image.Image) -> str:
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
