"""Erases photos from a frozen snapshot, which stays in use without them; a kill at any moment leaves it readable.

``erasing.json`` is the decision: it holds the photos that go and the facts of the snapshot after it. From the moment it
lies in the folder, readers see the snapshot without them; then one file after the other is brought to that state.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from engine import atomic
from engine.kinds import Split
from engine.settings import Settings
from engine.snapshots.freezing import LIST_FILES, MANIFEST_COLUMNS
from engine.snapshots.reading import (
    ERASED,
    ERASING,
    FEATURES_FOLDER,
    PIXELS_FOLDER,
    RECORDS_FOLDER,
    Snapshot,
)

Row = dict[str, str]


def erase_photos(snapshot: Snapshot, sha256s: Collection[str]) -> None:
    """Take photos out of a snapshot: crops, lists, embeddings. A label without photos leaves it too.

    Two erasures of one snapshot must not run at once.
    """
    finish_erasing(snapshot.folder)
    rows = _read_manifest(snapshot.folder)
    going = sorted({row["sha256"] for row in rows} & set(sha256s))
    if not going:
        return
    facts = json.loads((snapshot.folder / "snapshot.json").read_text(encoding="utf-8"))
    left = [row for row in rows if row["sha256"] not in going]
    present = {row["label"] for row in left}
    facts["labels"] = [label for label in facts["labels"] if label in present]
    erasure = {"photos": len(going), "content_hash": facts["content_hash"]}
    facts["erasures"] = [*facts.get("erasures", []), erasure]
    facts["content_hash"] = _hash_contents(snapshot.folder, _manifest_text(left, facts["labels"]), left)
    atomic.write_json(snapshot.folder / ERASING, {"sha256s": going, "facts": facts})
    finish_erasing(snapshot.folder)


def erase_snapshot(settings: Settings, snapshot: Snapshot) -> None:
    """Take a whole snapshot away; a note stays in its folder, so that no other gets its id and runs can say why."""
    total = len(snapshot.entries) + sum(erasure.num_photos for erasure in snapshot.erasures)
    atomic.write_json(snapshot.folder / ERASED, {"photos": total})
    finish_erasing(snapshot.folder)


def finish_all(settings: Settings) -> None:
    """Finish what a killed process began."""
    for pattern in (ERASING, ERASED):
        for note in settings.snapshots_dir.glob(f"*/{pattern}"):
            finish_erasing(note.parent)


def finish_erasing(folder: Path) -> None:
    """Bring every file of a snapshot's folder to what was decided; nothing when nothing was."""
    if (folder / ERASED).exists():
        _empty(folder)
        return
    decided: dict[str, Any] | None = atomic.read_json(folder / ERASING)
    if decided is None:
        return
    going, facts = set(decided["sha256s"]), decided["facts"]
    rows = _read_manifest(folder)
    is_left = [row["sha256"] not in going for row in rows]
    left = [row for row, stays in zip(rows, is_left, strict=True) if stays]
    _shrink_embeddings(folder, is_left)
    for derived in (FEATURES_FOLDER, PIXELS_FOLDER, RECORDS_FOLDER):
        shutil.rmtree(folder / derived, ignore_errors=True)  # made again when they are needed
    atomic.write_bytes(folder / "manifest.csv", _manifest_text(left, facts["labels"]))
    _write_lists(folder, left, facts["labels"])
    for sha256 in going:
        (folder / "crops" / f"{sha256}.png").unlink(missing_ok=True)
    atomic.write_json(folder / "snapshot.json", facts)
    (folder / ERASING).unlink()


def _empty(folder: Path) -> None:
    """The facts go first: without them the folder is no snapshot any more."""
    (folder / "snapshot.json").unlink(missing_ok=True)
    for item in folder.iterdir():
        if item.is_dir():
            shutil.rmtree(item)
        elif item.name != ERASED:
            item.unlink()


def _shrink_embeddings(folder: Path, is_left: Sequence[bool]) -> None:
    file = folder / "embeddings.npy"
    if not file.exists():
        return
    stored = np.load(file)
    if len(stored) == len(is_left) != sum(is_left):  # otherwise done before a kill
        with atomic.replacing(file) as temporary, temporary.open("wb") as opened:
            np.save(opened, stored[np.array(is_left)])


def _write_lists(folder: Path, rows: Sequence[Row], labels: Sequence[str]) -> None:
    for split, name in LIST_FILES.items():
        chosen = [
            (f"crops/{row['sha256']}.png", row["label"], labels.index(row["label"]))
            for row in rows
            if Split(row["split"]) is split
        ]
        if (folder / name).exists():
            atomic.write_bytes(folder / name, _csv(("path", "name", "number"), chosen))
    atomic.write_bytes(folder / "labels.txt", "".join(f"{label}\n" for label in labels).encode())


def _read_manifest(folder: Path) -> list[Row]:
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _manifest_text(rows: Sequence[Row], labels: Sequence[str]) -> bytes:
    numbered = [row | {"number": str(labels.index(row["label"]))} for row in rows]
    return _csv(MANIFEST_COLUMNS, [[row[column] for column in MANIFEST_COLUMNS] for row in numbered])


def _csv(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def _hash_contents(folder: Path, manifest: bytes, rows: Sequence[Row]) -> str:
    """As freezing does it."""
    digest = hashlib.sha256(manifest)
    for row in rows:
        digest.update((folder / "crops" / f"{row['sha256']}.png").read_bytes())
    return digest.hexdigest()
