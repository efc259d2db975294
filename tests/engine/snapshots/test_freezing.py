"""Freezing: the folder that is written, equal for equal choices, whole or not there at all."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from engine import jobs
from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import Dataset
from engine.catalog.frozen import load_splits
from engine.catalog.membership import measure_spread
from engine.edits import set_overrides
from engine.errors import BadInput, NotFound
from engine.faces import Faces
from engine.kinds import Kind, Override, Split
from engine.settings import Settings
from engine.snapshots import Snapshot, list_snapshots, open_snapshot
from engine.snapshots.freezing import freeze
from engine.snapshots.planning import SnapshotOptions, plan_snapshot
from engine.verdicts import decide_dataset, load_measurements
from tests.engine.builders import hash_tree, import_photos, save_generated_faces, solid

COLOURS = {"Ann/1": (200, 0, 0), "Ann/2": (0, 200, 0), "Ann/3": (0, 0, 200), "Bo/1": (90, 90, 0), "Bo/2": (0, 90, 90)}


@pytest.fixture
def colours_dir(tmp_path: Path) -> Path:
    """Ann with three photos and Bo with two, each of one colour."""
    for name, colour in COLOURS.items():
        (tmp_path / "people" / name).parent.mkdir(parents=True, exist_ok=True)
        solid(colour).save(tmp_path / "people" / f"{name}.png")
    return tmp_path / "people"


@pytest.fixture
def catalog(settings: Settings) -> Catalog:
    return open_catalog(settings)


@pytest.fixture
def dataset(settings: Settings, catalog: Catalog, colours_dir: Path) -> Dataset:
    """Faces, generated: the embedding of the photo at place k is k everywhere."""
    dataset = import_photos(settings, colours_dir, name="우리 Team!", kind=Kind.FACES).dataset
    save_generated_faces(catalog, dataset)
    return dataset


def _freeze(
    settings: Settings, dataset: Dataset, options: SnapshotOptions | None = None, *, is_stopped: bool = False
) -> Snapshot | None:
    options = options or SnapshotOptions(size=16)
    catalog = open_catalog(settings)
    decision = decide_dataset(catalog, dataset)
    plan = plan_snapshot(dataset.name, dataset.kind, decision, list(measure_spread(catalog, dataset).modes), options)
    folder = jobs.new_folder(settings.jobs_dir, "snapshot")
    if is_stopped:
        (folder / "stop").touch()
    with jobs.running(folder, ["snapshot"]) as job:
        return freeze(settings, catalog, dataset, decision, plan, options=options, num_workers=1, job=job)


def _frozen(settings: Settings, dataset: Dataset, options: SnapshotOptions | None = None) -> Snapshot:
    snapshot = _freeze(settings, dataset, options)
    assert snapshot is not None
    return snapshot


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


class TestFolder:
    def test_a_snapshot_of_faces_holds_crops_lists_labels_and_embeddings(
        self, settings: Settings, dataset: Dataset
    ) -> None:
        snapshot = _frozen(settings, dataset)
        names = {file.name for file in snapshot.folder.iterdir()}
        assert names == {
            "crops",
            "manifest.csv",
            "train.csv",
            "validation.csv",
            "labels.txt",
            "embeddings.npy",
            "snapshot.json",
        }
        assert len(list((snapshot.folder / "crops").glob("*.png"))) == 5
        assert (snapshot.folder / "labels.txt").read_text(encoding="utf-8") == "Ann\nBo\n"
        assert snapshot.folder == settings.snapshots_dir / snapshot.id
        assert snapshot.id == "team-1"

    def test_the_manifest_names_every_photo_with_its_side_and_its_face(
        self, settings: Settings, dataset: Dataset
    ) -> None:
        rows = _rows(_frozen(settings, dataset).folder / "manifest.csv")
        assert list(rows[0]) == ["sha256", "label", "number", "split", "path", "left", "top", "right", "bottom"]
        assert [(row["label"], row["number"], row["path"]) for row in rows] == [
            ("Ann", "0", "Ann/1.png"),
            ("Ann", "0", "Ann/2.png"),
            ("Ann", "0", "Ann/3.png"),
            ("Bo", "1", "Bo/1.png"),
            ("Bo", "1", "Bo/2.png"),
        ]
        boxes = {(row["left"], row["top"], row["right"], row["bottom"]) for row in rows}
        assert boxes == {("16.00", "12.00", "48.00", "52.00")}

    def test_the_lists_name_the_crops_of_each_side(self, settings: Settings, dataset: Dataset) -> None:
        snapshot = _frozen(settings, dataset)
        train, validation = (_rows(snapshot.folder / name) for name in ("train.csv", "validation.csv"))
        assert (len(train), len(validation)) == (3, 2)  # Ann 2 and 1, Bo 1 and 1
        assert list(train[0]) == ["path", "name", "number"]
        assert all((snapshot.folder / row["path"]).is_file() for row in train + validation)
        assert {(row["name"], row["number"]) for row in train} == {("Ann", "0"), ("Bo", "1")}

    def test_photos_on_the_third_side_have_a_list_of_their_own(self, settings: Settings, dataset: Dataset) -> None:
        snapshot = _frozen(settings, dataset, SnapshotOptions(size=16, validation=0.0, test=0.4))
        assert len(_rows(snapshot.folder / "test.csv")) == 2
        assert _rows(snapshot.folder / "validation.csv") == []

    def test_source_photos_are_not_changed(self, settings: Settings, dataset: Dataset, colours_dir: Path) -> None:
        before = hash_tree(colours_dir)
        _frozen(settings, dataset)
        assert hash_tree(colours_dir) == before


class TestArrays:
    def test_crops_embeddings_and_numbers_read_back_side_by_side(
        self, settings: Settings, catalog: Catalog, dataset: Dataset
    ) -> None:
        hashes = load_measurements(catalog, dataset).sha256s
        set_overrides(catalog, dataset, [hashes[1]], Override.REJECT)
        snapshot = _frozen(settings, dataset)
        assert np.load(snapshot.folder / "embeddings.npy")[:, 0].tolist() == [0, 2, 3, 4]
        assert np.load(snapshot.folder / "embeddings.npy").dtype == np.float32
        colours = list(COLOURS.values())
        for split in (Split.TRAIN, Split.VALIDATION):
            images, embeddings = snapshot.images(split), snapshot.embeddings(split)
            assert images.shape == (2, 16, 16, 3)
            assert sorted(snapshot.numbers(split).tolist()) == [0, 1]
            for image, embedding, number in zip(images, embeddings, snapshot.numbers(split), strict=True):
                place = int(embedding[0])
                assert set(map(tuple, image.reshape(-1, 3).tolist())) == {colours[place]}
                assert number == (place >= 3)

    def test_images_are_resized_whole_in_colour_and_have_no_embeddings(
        self, settings: Settings, catalog: Catalog, tmp_path: Path
    ) -> None:
        for name in ("Ann/1", "Ann/2", "Bo/1", "Bo/2"):
            (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
            image = solid((255, 0, 0), (40, 20))
            image.paste((0, 0, 250 - len(name)), (20, 0, 40, 20))
            image.putpixel((0, 0), (int(name[-1]), len(name), 0))
            image.save(tmp_path / "in" / f"{name}.png")
        dataset = import_photos(settings, tmp_path / "in", name="halves").dataset
        set_overrides(catalog, dataset, load_measurements(catalog, dataset).sha256s, Override.KEEP)
        snapshot = _frozen(settings, dataset, SnapshotOptions())
        images = snapshot.images(Split.TRAIN)
        assert (snapshot.size, images.shape) == (20, (2, 20, 20, 3))
        assert images[0, 10, 5].tolist() == [255, 0, 0]
        assert images[0, 10, 15, 2] > 240
        assert not snapshot.has_embeddings
        with pytest.raises(NotFound, match="has no face embeddings"):
            snapshot.embeddings(Split.TRAIN)

    def test_grey_images_keep_one_channel(self, settings: Settings, catalog: Catalog, tmp_path: Path) -> None:
        for value, name in enumerate(("Ann/1", "Ann/2", "Bo/1", "Bo/2")):
            (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
            solid((value * 50,) * 3, (12, 12)).convert("L").save(tmp_path / "in" / f"{name}.png")
        dataset = import_photos(settings, tmp_path / "in", name="grey").dataset
        set_overrides(catalog, dataset, load_measurements(catalog, dataset).sha256s, Override.KEEP)
        snapshot = _frozen(settings, dataset, SnapshotOptions())
        values = {int(image.max()) for split in Split for image in snapshot.images(split)}
        assert snapshot.images(Split.TRAIN).shape == (2, 12, 12, 1)
        assert values == {0, 50, 100, 150}


class TestEqual:
    def test_equal_choices_give_equal_contents_under_another_id(self, settings: Settings, dataset: Dataset) -> None:
        first, second = _frozen(settings, dataset), _frozen(settings, dataset)
        assert (first.id, second.id) == ("team-1", "team-2")
        assert first.content_hash == second.content_hash
        assert [snapshot.id for snapshot in list_snapshots(settings)] == ["team-2", "team-1"]
        assert list_snapshots(settings, "nobody") == []

    def test_another_size_gives_other_contents(self, settings: Settings, dataset: Dataset) -> None:
        sizes = [_frozen(settings, dataset, SnapshotOptions(size=size)).content_hash for size in (16, 24)]
        assert sizes[0] != sizes[1]

    def test_choices_and_sides_are_remembered(self, settings: Settings, catalog: Catalog, dataset: Dataset) -> None:
        made = _frozen(settings, dataset, SnapshotOptions(size=16, validation=0.4, seed=7))
        snapshot = open_snapshot(settings, made.id)
        assert snapshot == made
        assert (snapshot.dataset, snapshot.kind, snapshot.seed) == ("우리 Team!", Kind.FACES, 7)
        assert snapshot.settings["validation"] == 0.4
        assert load_splits(catalog, made.id) == {entry.sha256: entry.split for entry in snapshot.entries}


class TestWholeOrAbsent:
    def test_a_stop_leaves_nothing(self, settings: Settings, dataset: Dataset) -> None:
        assert _freeze(settings, dataset, is_stopped=True) is None
        assert list(settings.snapshots_dir.iterdir()) == []

    def test_a_photo_kept_by_hand_without_a_face_is_named_and_nothing_is_left(
        self, settings: Settings, catalog: Catalog, colours_dir: Path
    ) -> None:
        dataset = import_photos(settings, colours_dir, kind=Kind.FACES).dataset
        hashes = load_measurements(catalog, dataset).sha256s
        save_generated_faces(catalog, dataset, {hashes[0]: Faces.none()})
        set_overrides(catalog, dataset, [hashes[0]], Override.KEEP)
        with pytest.raises(BadInput, match=r"'Ann/1\.png' was kept by hand, but there is no face in it"):
            _freeze(settings, dataset)
        assert list(settings.snapshots_dir.iterdir()) == []

    def test_a_photo_that_is_gone_or_damaged_is_named_and_nothing_is_left(
        self, settings: Settings, dataset: Dataset, colours_dir: Path
    ) -> None:
        (colours_dir / "Bo" / "1.png").write_bytes(b"Dear diary")
        with pytest.raises(BadInput, match=r"'1\.png' cannot be cropped: .* Reject it, then freeze again"):
            _freeze(settings, dataset)
        (colours_dir / "Bo" / "1.png").unlink()
        with pytest.raises(BadInput, match=r"'Bo/1\.png': The photo .* is not where it was imported from"):
            _freeze(settings, dataset)
        assert list(settings.snapshots_dir.iterdir()) == []

    def test_what_a_killed_freezing_left_is_no_snapshot(self, settings: Settings) -> None:
        (settings.snapshots_dir / ".building").mkdir(parents=True)
        (settings.snapshots_dir / ".building" / "snapshot.json").write_text("{", encoding="utf-8")
        assert list_snapshots(settings) == []

    @pytest.mark.parametrize("snapshot_id", ["", "nobody-1", "..", "../snapshots/team-1"])
    def test_an_id_that_is_none_is_not_found(self, settings: Settings, snapshot_id: str) -> None:
        with pytest.raises(NotFound, match="There is no snapshot"):
            open_snapshot(settings, snapshot_id)
