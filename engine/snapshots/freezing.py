"""Makes a snapshot: crops every planned photo, writes labels and lists, moves the whole folder into place at once."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.frozen import record_snapshot
from engine.catalog.photos import find_location
from engine.catalog.stored_faces import load_embeddings, load_main_boxes
from engine.errors import BadInput, NotFound, UnreadablePhoto
from engine.jobs import JobHandle, exclusive
from engine.jobs.records import now
from engine.kinds import Kind, Split
from engine.photo_files import read_pixels
from engine.processes import process_pool
from engine.settings import Settings
from engine.snapshots.cropping import crop_face, resize_whole
from engine.snapshots.planning import PlannedPhoto, SnapshotOptions, SnapshotPlan
from engine.snapshots.reading import Snapshot, open_snapshot
from engine.verdicts import Decision

MANIFEST_COLUMNS = ("sha256", "label", "number", "split", "path", "left", "top", "right", "bottom")
LIST_FILES = {Split.TRAIN: "train.csv", Split.VALIDATION: "validation.csv", Split.TEST: "test.csv"}
CHUNK_SIZE = 16
BUILDING = ".building"  # a snapshot in the making; hidden from whoever lists them


@dataclass(frozen=True)
class CropTask:
    """One crop to make. ``box_ltrb`` is None for a whole image."""

    location: Path
    target: Path
    box_ltrb: NDArray[np.float32] | None
    size: int
    channels: int


def make_crop(task: CropTask) -> NDArray[np.uint8]:
    """(size, size, channels) uint8: the crop that training and prediction see.

    Raises:
        UnreadablePhoto: the photo cannot be decoded.
    """
    pixels = read_pixels(task.location)
    if task.box_ltrb is None:
        return resize_whole(pixels, task.size, task.channels)
    return crop_face(pixels, task.box_ltrb, task.size)


def freeze(
    settings: Settings,
    catalog: Catalog,
    dataset: Dataset,
    decision: Decision,
    plan: SnapshotPlan,
    *,
    options: SnapshotOptions,
    num_workers: int,
    job: JobHandle,
) -> Snapshot | None:
    """Write a snapshot; None when the job was asked to stop, and nothing is left of it.

    Raises:
        BadInput: a photo cannot be cropped any more; names it.
        JobBusy: another snapshot is being frozen.
    """
    building = settings.snapshots_dir / BUILDING
    with exclusive(settings, "snapshot", "Another snapshot is being frozen. Wait for that to end, or stop it."):
        snapshot_id = _new_id(settings, dataset)
        shutil.rmtree(building, ignore_errors=True)  # what a killed process left
        try:
            (building / "crops").mkdir(parents=True)
            tasks = crop_tasks(catalog, dataset, decision, plan, building / "crops")
            for done, _ in enumerate(_crop_all(tasks, num_workers), start=1):
                job.report(done=done, total=len(tasks), message="Cropping")
                if job.stop_requested():
                    return None
            content_hash = _write_lists(catalog, dataset, decision, plan, building, tasks)
            _write_facts(building, dataset, plan, options, content_hash)
            building.rename(settings.snapshots_dir / snapshot_id)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    snapshot = open_snapshot(settings, snapshot_id)
    splits = {int(decision.table.photo_ids[photo.place]): photo.split for photo in plan.photos}
    record_snapshot(
        catalog,
        dataset,
        snapshot_id=snapshot_id,
        created=snapshot.created,
        content_hash=snapshot.content_hash,
        splits=splits,
    )
    return snapshot


def crop_tasks(
    catalog: Catalog,
    dataset: Dataset,
    decision: Decision,
    plan: SnapshotPlan,
    folder: Path,
    photos: Sequence[PlannedPhoto] | None = None,
) -> list[CropTask]:
    """The crops of a plan (or of some of its photos), to be written into ``folder``.

    Raises:
        BadInput: a kept photo has no face to crop, or its file is gone.
    """
    table = decision.table
    chosen = plan.photos if photos is None else photos
    ids = [int(table.photo_ids[photo.place]) for photo in chosen]
    boxes = load_main_boxes(catalog, dataset) if dataset.kind is Kind.FACES else {}
    tasks = []
    for photo, photo_id in zip(chosen, ids, strict=True):
        sha256 = table.sha256s[photo.place]
        if dataset.kind is Kind.FACES and photo_id not in boxes:
            raise BadInput(
                f"'{table.paths[photo.place]}' was kept by hand, but there is no face in it, so nothing to crop. "
                "Reject it on the Filter page, then freeze again."
            )
        try:
            location = find_location(catalog, sha256)
        except NotFound as error:
            raise BadInput(f"'{table.paths[photo.place]}': {error}") from error
        tasks.append(CropTask(location, folder / f"{sha256}.png", boxes.get(photo_id), plan.size, plan.channels))
    return tasks


def _save_crop(task: CropTask) -> None:
    try:
        crop = make_crop(task)
    except UnreadablePhoto as error:
        raise BadInput(f"'{task.location.name}' cannot be cropped: {error} Reject it, then freeze again.") from error
    Image.fromarray(crop[:, :, 0] if task.channels == 1 else crop).save(task.target, "PNG", compress_level=1)


def _crop_all(tasks: Sequence[CropTask], num_workers: int) -> Iterator[None]:
    with process_pool(num_workers) as pool:
        try:
            yield from pool.map(_save_crop, tasks, chunksize=CHUNK_SIZE)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _write_lists(
    catalog: Catalog,
    dataset: Dataset,
    decision: Decision,
    plan: SnapshotPlan,
    folder: Path,
    tasks: Sequence[CropTask],
) -> str:
    table = decision.table
    rows = []
    for photo, task in zip(plan.photos, tasks, strict=True):
        box = [""] * 4 if task.box_ltrb is None else [f"{edge:.2f}" for edge in task.box_ltrb]
        facts = (table.sha256s[photo.place], plan.labels[photo.number], photo.number, photo.split)
        rows.append((*facts, table.paths[photo.place], *box))
    _write_csv(folder / "manifest.csv", MANIFEST_COLUMNS, rows)
    for split, name in LIST_FILES.items():
        chosen = [(f"crops/{row[0]}.png", row[1], row[2]) for row in rows if row[3] is split]
        if chosen or split is not Split.TEST:
            _write_csv(folder / name, ("path", "name", "number"), chosen)
    (folder / "labels.txt").write_text("".join(f"{label}\n" for label in plan.labels), encoding="utf-8")
    if dataset.kind is Kind.FACES:
        ids = [int(table.photo_ids[photo.place]) for photo in plan.photos]
        known = load_embeddings(catalog, dataset)
        np.save(folder / "embeddings.npy", np.stack([known[id] for id in ids]).astype(np.float32))
    return _hash_contents(folder, tasks)


def _hash_contents(folder: Path, tasks: Sequence[CropTask]) -> str:
    digest = hashlib.sha256((folder / "manifest.csv").read_bytes())
    for task in tasks:
        digest.update(task.target.read_bytes())
    return digest.hexdigest()


def _write_facts(
    folder: Path, dataset: Dataset, plan: SnapshotPlan, options: SnapshotOptions, content_hash: str
) -> None:
    facts = {
        "dataset": dataset.name,
        "kind": dataset.kind,
        "size": plan.size,
        "channels": plan.channels,
        "labels": plan.labels,
        "seed": options.seed,
        "created": now(),
        "content_hash": content_hash,
        "settings": asdict(options),
    }
    (folder / "snapshot.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")


def _write_csv(file: Path, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(columns)
        writer.writerows(rows)


def _new_id(settings: Settings, dataset: Dataset) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", dataset.name.lower()).strip("-")[:40] or f"dataset-{dataset.id}"
    number = 1
    while (settings.snapshots_dir / f"{slug}-{number}").exists():
        number += 1
    return f"{slug}-{number}"
