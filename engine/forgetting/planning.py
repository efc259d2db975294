"""Says what an erasure will take: photos, bytes, snapshots that lose crops, runs that learned from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.erasing import (
    Traces,
    count_edits,
    find_dataset_traces,
    find_erasable_labels,
    find_person_traces,
    find_photo_traces,
)
from engine.catalog.labels import LabelState
from engine.edits.names import count_photos, find_label
from engine.settings import Settings
from engine.snapshots import Snapshot, list_snapshots
from engine.training.runs import list_runs


@dataclass(frozen=True)
class SnapshotLoss:
    """A snapshot and the photos it loses; ``is_whole``: none is left, so it goes."""

    snapshot: Snapshot
    sha256s: tuple[str, ...]
    total: int
    runs: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return len(self.sha256s) == self.total


@dataclass(frozen=True)
class ForgetPlan:
    """What will go, before anything does.

    Attributes:
        what: such as ``"Kim with 41 photos"``.
        sha256s: the photos that leave the dataset.
        files: our own files that go: copies of photos and thumbnails.
        num_bytes: on disk, of those files and of crops.
        staying: per source folder, the files in it that are not Facet's and stay; imported again they would be back.
        elsewhere: per other dataset, the photos that it has as well and keeps.
        snapshots: those that lose photos.
        num_edits: of the history, that speak of what goes.
    """

    traces: Traces
    what: str
    files: tuple[Path, ...]
    num_bytes: int
    staying: dict[str, int]
    snapshots: tuple[SnapshotLoss, ...]
    num_edits: int

    @property
    def sha256s(self) -> tuple[str, ...]:
        return tuple(self.traces.leaving.values())

    @property
    def elsewhere(self) -> dict[str, int]:
        return self.traces.elsewhere

    @property
    def runs(self) -> tuple[str, ...]:
        """Runs that learned from photos that go; their networks may still know them."""
        return tuple(run for loss in self.snapshots for run in loss.runs)


def plan_forgetting_photos(
    settings: Settings, catalog: Catalog, dataset: Dataset, sha256s: Sequence[str]
) -> ForgetPlan:
    """What goes with some photos of a dataset.

    Raises:
        NotFound: the dataset has no such photo.
    """
    return _plan(settings, catalog, find_photo_traces(catalog, dataset, sha256s), count_photos(len(set(sha256s))))


def plan_forgetting_person(settings: Settings, catalog: Catalog, dataset: Dataset, name: str) -> ForgetPlan:
    """What goes with a person: every photo counted as theirs, and their names.

    Raises:
        NotFound: nobody has that name.
    """
    states = [state for state in LabelState if state is not LabelState.MERGED]
    label = find_label(name, find_erasable_labels(catalog, dataset), states)
    traces = find_person_traces(catalog, dataset, label)
    return _plan(settings, catalog, traces, f"{label.name} with {count_photos(len(traces.leaving))}")


def plan_forgetting_dataset(settings: Settings, catalog: Catalog, dataset: Dataset) -> ForgetPlan:
    """What goes with a whole dataset."""
    traces = find_dataset_traces(catalog, dataset)
    return _plan(settings, catalog, traces, f"dataset {dataset.name} with {count_photos(len(traces.leaving))}")


def _plan(settings: Settings, catalog: Catalog, traces: Traces, what: str) -> ForgetPlan:
    losses = _losses(settings, traces)
    files = tuple(_own_files(settings, traces))
    crops = [loss.snapshot.crop_file(sha256) for loss in losses for sha256 in loss.sha256s]
    staying = Counter(
        str(Path(file.location).parent)
        for file in traces.files
        if file.location and settings.home not in Path(file.location).parents
    )
    num_bytes = sum(file.stat().st_size for file in (*files, *crops) if file.is_file())
    return ForgetPlan(traces, what, files, num_bytes, dict(staying), losses, count_edits(catalog, traces))


def _losses(settings: Settings, traces: Traces) -> tuple[SnapshotLoss, ...]:
    """Crops of photos that leave, and of what their files held when the snapshot was frozen."""
    leaving, paths = set(traces.leaving.values()), {file.path for file in traces.files}
    old_versions = set(traces.orphans.values())
    runs = [(run.id, run.config.snapshot) for run in list_runs(settings)]
    losses = []
    for snapshot in list_snapshots(settings, traces.dataset.name):
        going = tuple(
            entry.sha256
            for entry in snapshot.entries
            if traces.is_whole or entry.sha256 in leaving or (entry.sha256 in old_versions and entry.path in paths)
        )
        if going or traces.is_whole:
            learned = tuple(id for id, snapshot_id in runs if snapshot_id == snapshot.id)
            losses.append(SnapshotLoss(snapshot, going, len(snapshot.entries), learned))
    return tuple(losses)


def _own_files(settings: Settings, traces: Traces) -> list[Path]:
    """Copies of photos and thumbnails; each folder is listed once, however many of its files go."""
    gone = traces.gone_sha256s
    prefixes = sorted({sha256[:2] for sha256 in gone})
    folders = [place / prefix for place in (settings.photos_dir, settings.thumbs_dir) for prefix in prefixes]
    return [
        file
        for folder in folders
        if folder.is_dir()
        for file in sorted(folder.iterdir())
        if file.name.partition(".")[0] in gone
    ]
