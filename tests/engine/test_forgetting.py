"""What is erased is gone: from the catalog's bytes, the snapshots, the thumbnails and the jobs; the rest works on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engine import atomic, edits, jobs
from engine.catalog import Catalog, open_catalog
from engine.catalog.datasets import Dataset, count_dataset, get_dataset, list_datasets
from engine.catalog.frozen import load_splits
from engine.catalog.membership import measure_spread
from engine.errors import JobBusy, NotFound
from engine.forgetting import (
    ForgetPlan,
    forget,
    plan_forgetting_dataset,
    plan_forgetting_person,
    plan_forgetting_photos,
)
from engine.kinds import Kind, Override, Split
from engine.settings import Settings
from engine.snapshots import Snapshot, list_snapshots, open_snapshot
from engine.snapshots.erasing import erase_photos, finish_all
from engine.snapshots.freezing import freeze
from engine.snapshots.planning import SnapshotOptions, plan_snapshot
from engine.thumbnails import save_thumbnail, thumbnail_path
from engine.training.configuring import make_config
from engine.training.erased import erased_sentence, num_learned_and_erased
from engine.training.registry import find_architecture
from engine.training.runs import create_run
from engine.verdicts import decide_dataset, load_measurements
from tests.conftest import PhotoMaker
from tests.engine.builders import hash_tree, import_photos, save_generated_faces


@pytest.fixture
def people(tmp_path: Path, make_photo: PhotoMaker) -> Path:
    """Three people with four photos each, in an archive of their own."""
    folder = tmp_path / "people"
    for seed in range(12):
        make_photo(folder / ("Ann", "Bo", "Kim Oddname")[seed // 4] / f"portrait_{seed}.png", seed=seed)
    return folder


@pytest.fixture
def archive(people: Path) -> Path:
    return Path(shutil.make_archive(str(people), "zip", people))


@pytest.fixture
def catalog(settings: Settings) -> Catalog:
    return open_catalog(settings)


@pytest.fixture
def team(settings: Settings, catalog: Catalog, archive: Path) -> Dataset:
    """Faces out of an archive, so that Facet keeps their bytes; analyzed, with thumbnails."""
    dataset = import_photos(settings, archive, kind=Kind.FACES).dataset
    save_generated_faces(catalog, dataset)
    for sha256 in load_measurements(catalog, dataset).sha256s:
        save_thumbnail(settings, sha256, np.zeros((8, 8, 3), np.uint8))
    return dataset


@pytest.fixture
def snapshot(settings: Settings, catalog: Catalog, team: Dataset) -> Snapshot:
    """``team-1``: 12 photos, 3 labels."""
    options = SnapshotOptions(size=16, validation=0.25)
    decision = decide_dataset(catalog, team)
    plan = plan_snapshot(team.name, team.kind, decision, list(measure_spread(catalog, team).modes), options)
    with jobs.running(jobs.new_folder(settings.jobs_dir, "snapshot"), ["snapshot", "team"]) as job:
        made = freeze(settings, catalog, team, decision, plan, options=options, num_workers=1, job=job)
    assert made is not None
    return made


def _sha256s(catalog: Catalog, dataset: Dataset, label: str) -> list[str]:
    table = load_measurements(catalog, dataset)
    return [sha256 for sha256, name in zip(table.sha256s, table.labels, strict=True) if name == label]


def _mentions(settings: Settings, *words: str) -> list[str]:
    """Files of the home whose name or bytes hold one of the words."""
    return [
        file.relative_to(settings.home).as_posix()
        for file in sorted(settings.home.rglob("*"))
        if file.is_file()
        and any(word in str(file.relative_to(settings.home)) or word.encode() in file.read_bytes() for word in words)
    ]


class TestPlan:
    def test_it_counts_what_will_go_and_changes_nothing(
        self, settings: Settings, catalog: Catalog, team: Dataset, snapshot: Snapshot, people: Path
    ) -> None:
        chosen = _sha256s(catalog, team, "Bo")[:1]
        edits.move_photos(catalog, team, chosen, "Ann")
        config = make_config(snapshot, find_architecture("sface_head"))
        create_run(settings, config, "run-1")
        begun = {"command": ["resume", "run-1"], "created": "2026-01-01T00:00:00+00:00"}
        atomic.write_json(settings.runs_dir / "run-1" / "job.json", begun)
        before = hash_tree(settings.home)
        plan = plan_forgetting_photos(settings, catalog, team, chosen)
        assert (plan.what, plan.sha256s, plan.num_edits, plan.staying) == ("1 photo", tuple(chosen), 1, {})
        assert [(loss.snapshot.id, len(loss.sha256s), loss.total) for loss in plan.snapshots] == [("team-1", 1, 12)]
        assert plan.runs == ("run-1",)
        stored, thumb = settings.photos_dir / chosen[0][:2] / f"{chosen[0]}.png", thumbnail_path(settings, chosen[0])
        crop = snapshot.crop_file(chosen[0])
        assert plan.num_bytes == sum(file.stat().st_size for file in (stored, thumb, crop))
        files = {name: facts for name, facts in before.items() if not name.startswith("catalog")}
        assert files.items() <= hash_tree(settings.home).items()
        assert people.exists()

    def test_files_in_a_source_folder_are_told_to_stay_and_do(
        self, settings: Settings, catalog: Catalog, people: Path
    ) -> None:
        dataset = import_photos(settings, people).dataset
        before = hash_tree(people)
        plan = plan_forgetting_person(settings, catalog, dataset, "Bo")
        assert plan.staying == {str(people / "Bo"): 4}
        forget(settings, catalog, plan)
        assert hash_tree(people) == before
        assert import_photos(settings, people).counts.people == {"Ann": 4, "Bo": 4, "Kim Oddname": 4}

    def test_what_is_not_there_is_named(self, settings: Settings, catalog: Catalog, team: Dataset) -> None:
        with pytest.raises(NotFound, match="Dataset 'team' has no photo ffff"):
            plan_forgetting_photos(settings, catalog, team, ["f" * 64])
        with pytest.raises(NotFound, match="There is no 'Zoe' here"):
            plan_forgetting_person(settings, catalog, team, "Zoe")


class TestPhotos:
    def test_nothing_of_a_photo_is_left_in_any_file(
        self, settings: Settings, catalog: Catalog, team: Dataset, snapshot: Snapshot
    ) -> None:
        (sha256,) = _sha256s(catalog, team, "Bo")[:1]
        edits.set_overrides(catalog, team, [sha256], Override.REJECT)
        assert _mentions(settings, sha256, "portrait_4.png")
        forget(settings, catalog, plan_forgetting_photos(settings, catalog, team, [sha256]))
        assert _mentions(settings, sha256, "portrait_4.png") == []
        assert count_dataset(catalog, team).people == {"Ann": 4, "Bo": 3, "Kim Oddname": 4}
        assert edits.read_history(catalog, team) == []

    def test_the_snapshot_is_used_without_it_and_says_so(
        self, settings: Settings, catalog: Catalog, team: Dataset, snapshot: Snapshot
    ) -> None:
        entry = snapshot.entries[5]
        rows = {
            other.sha256: embedding for other, embedding in zip(snapshot.entries, _embeddings(snapshot), strict=True)
        }
        forget(settings, catalog, plan_forgetting_photos(settings, catalog, team, [entry.sha256]))
        after = open_snapshot(settings, "team-1")
        assert after.entries == tuple(other for other in snapshot.entries if other != entry)
        assert (after.num_erased, after.num_erased_since(snapshot.content_hash)) == (1, 1)
        assert after.content_hash != snapshot.content_hash
        assert [rows[other.sha256] for other in after.entries] == _embeddings(after)
        assert sum(len(after.images(split)) for split in Split) == 11
        assert entry.sha256 not in load_splits(catalog, "team-1")
        lists = [after.folder / name for name in ("train.csv", "validation.csv")]
        lines = [line for file in lists for line in file.read_text(encoding="utf-8").splitlines()]
        assert len(lines) == 2 + 11

    def test_a_photo_that_another_dataset_has_stays_there_with_its_measurements(
        self, settings: Settings, catalog: Catalog, team: Dataset, archive: Path
    ) -> None:
        other = import_photos(settings, archive, name="other", kind=Kind.FACES).dataset
        (sha256,) = _sha256s(catalog, team, "Ann")[:1]
        plan = plan_forgetting_photos(settings, catalog, team, [sha256])
        assert (plan.elsewhere, plan.files) == ({"other": 1}, ())
        forget(settings, catalog, plan)
        table = load_measurements(catalog, other)
        assert table.is_measured[table.place_of[sha256]]
        assert sha256 not in load_measurements(catalog, team).sha256s

    def test_an_older_version_of_a_file_goes_with_what_is_erased(
        self, settings: Settings, catalog: Catalog, people: Path
    ) -> None:
        dataset = import_photos(settings, people).dataset
        file = people / "Bo" / "portrait_4.png"
        old = _sha256s(catalog, dataset, "Bo")[0]
        file.write_bytes(file.read_bytes() + b"edited")
        import_photos(settings, people)
        forget(settings, catalog, plan_forgetting_person(settings, catalog, dataset, "Bo"))
        assert _mentions(settings, old) == []


class TestPerson:
    def test_nothing_of_a_person_is_left_but_what_networks_learned(
        self, settings: Settings, catalog: Catalog, team: Dataset, snapshot: Snapshot
    ) -> None:
        moved = _sha256s(catalog, team, "Kim Oddname")[:1]
        edits.move_photos(catalog, team, moved, "Ann")
        edits.move_photos(catalog, team, _sha256s(catalog, team, "Bo")[:1], "Ann")
        edits.rename_person(catalog, team, "Kim Oddname", "Kim Lee")
        plan = plan_forgetting_person(settings, catalog, team, "Kim Lee")
        assert plan.what == "Kim Lee with 3 photos"
        forget(settings, catalog, plan)
        assert count_dataset(catalog, team).people == {"Ann": 6, "Bo": 3}
        titles = [edit.title for edit in edits.read_history(catalog, team)]
        assert titles == ["Moved 1 photo from Bo to Ann"]
        # The photo that counts as Ann's is still called by its file's name, and in the snapshot by who it was then.
        assert set(_mentions(settings, "Kim Lee", *plan.sha256s)) == set()

    def test_a_label_without_photos_leaves_the_snapshot_and_the_others_keep_theirs(
        self, settings: Settings, catalog: Catalog, team: Dataset, snapshot: Snapshot
    ) -> None:
        forget(settings, catalog, plan_forgetting_person(settings, catalog, team, "Ann"))
        after = open_snapshot(settings, "team-1")
        assert after.labels == ("Bo", "Kim Oddname")
        assert {(entry.label, entry.number) for entry in after.entries} == {("Bo", 0), ("Kim Oddname", 1)}
        assert (after.folder / "labels.txt").read_text() == "Bo\nKim Oddname\n"
        assert make_config(after, find_architecture("sface_head")).snapshot_content_hash == after.content_hash

    def test_a_person_taken_out_before_can_be_erased_and_those_merged_go_along(
        self, settings: Settings, catalog: Catalog, team: Dataset
    ) -> None:
        edits.merge_people(catalog, team, "Bo", "Ann")
        edits.remove_person(catalog, team, "Ann")
        forget(settings, catalog, plan_forgetting_person(settings, catalog, team, "Ann"))
        assert count_dataset(catalog, team).people == {"Kim Oddname": 4}
        assert edits.undo(catalog, team).edits == ()
        assert len(load_measurements(catalog, team)) == 4

    def test_what_imports_wrote_about_a_person_goes(self, settings: Settings, catalog: Catalog, people: Path) -> None:
        (people / "Bo" / "broken.jpg").write_bytes(b"no photo")
        folder = jobs.new_folder(settings.jobs_dir, "import")
        with jobs.running(folder, ["import", str(people), "--name", "team", "--only", "Bo"]) as job:
            job.finish({"people": {"Ann": 4, "Bo": 4}, "unreadable": [{"path": "Bo/broken.jpg", "reason": "damaged"}]})
        (folder / "log.txt").write_text("Bo/broken.jpg is damaged")
        dataset = import_photos(settings, people).dataset
        forget(settings, catalog, plan_forgetting_person(settings, catalog, dataset, "Bo"))
        job = jobs.read(folder)
        assert job.result == {"people": {"Ann": 4}, "unreadable": []}
        assert job.command == ("import", str(people), "--name", "team", "--only")
        assert "Bo" not in jobs.log_tail(job)


class TestDataset:
    def test_nothing_of_a_dataset_is_left_but_the_mark_of_its_snapshot(
        self, settings: Settings, catalog: Catalog, team: Dataset, snapshot: Snapshot
    ) -> None:
        plan = plan_forgetting_dataset(settings, catalog, team)
        assert plan.what == "dataset team with 12 photos"
        forget(settings, catalog, plan)
        assert list_datasets(catalog) == []
        assert list_snapshots(settings) == []
        assert _mentions(settings, *plan.sha256s, "portrait_", "Kim Oddname") == []
        with pytest.raises(NotFound, match="The photos of snapshot 'team-1' were erased, and the snapshot with them"):
            open_snapshot(settings, "team-1")

    def test_a_later_snapshot_does_not_take_an_erased_ones_id(
        self, settings: Settings, catalog: Catalog, team: Dataset, snapshot: Snapshot, archive: Path
    ) -> None:
        config = make_config(snapshot, find_architecture("sface_head"))
        forget(settings, catalog, plan_forgetting_dataset(settings, catalog, team))
        assert num_learned_and_erased(settings, config) == 12
        assert [item.name for item in snapshot.folder.iterdir()] == ["erased.json"]


class TestRuns:
    def test_a_run_says_that_photos_it_learned_from_were_erased(
        self, settings: Settings, catalog: Catalog, team: Dataset, snapshot: Snapshot
    ) -> None:
        before = make_config(snapshot, find_architecture("sface_head"))
        assert erased_sentence(settings, before) is None
        forget(settings, catalog, plan_forgetting_photos(settings, catalog, team, [snapshot.entries[0].sha256]))
        after = make_config(open_snapshot(settings, "team-1"), find_architecture("sface_head"))
        forget(settings, catalog, plan_forgetting_photos(settings, catalog, team, [snapshot.entries[1].sha256]))
        assert (num_learned_and_erased(settings, before), num_learned_and_erased(settings, after)) == (2, 1)
        assert erased_sentence(settings, after) == (
            "1 photo that this network learned from was erased since. The network may still know them: "
            "train a new one, and do not use this one any more."
        )

    def test_photos_in_use_are_not_erased(self, settings: Settings, catalog: Catalog, team: Dataset) -> None:
        plan = plan_forgetting_dataset(settings, catalog, team)
        with (
            jobs.running(jobs.new_folder(settings.jobs_dir, "analyze"), ["analyze", "team"]),
            pytest.raises(JobBusy, match=r"'analyze' is working on dataset 'team'\. Wait for it to end or stop it"),
        ):
            forget(settings, catalog, plan)
        assert count_dataset(catalog, team).photos == 12


class _Killed(Exception):
    """Ends the work where a kill would."""


class TestKilled:
    @pytest.mark.parametrize("moment", ["Snapshot team-1", "Photos and thumbnails", "Catalog"])
    def test_the_same_command_finishes_what_a_kill_left(
        self, settings: Settings, catalog: Catalog, team: Dataset, snapshot: Snapshot, moment: str
    ) -> None:
        def report(done: float, words: str) -> None:
            if words == moment:
                raise _Killed

        def plan() -> ForgetPlan:
            return plan_forgetting_person(settings, catalog, team, "Bo")

        first = plan()
        with pytest.raises(_Killed):
            forget(settings, catalog, first, report)
        assert len(load_measurements(catalog, team)) == 12
        forget(settings, catalog, plan())
        assert _mentions(settings, *first.sha256s) == []
        assert len(open_snapshot(settings, "team-1").entries) == 8

    @pytest.mark.parametrize("first_undone", ["embeddings.npy", "manifest.csv", "train.csv", "snapshot.json"])
    def test_a_snapshot_reads_right_at_every_moment_of_an_erasure(
        self, settings: Settings, snapshot: Snapshot, first_undone: str, tmp_path: Path
    ) -> None:
        going = [entry.sha256 for entry in snapshot.entries if entry.label == "Ann"]
        before = tmp_path / "before"
        shutil.copytree(snapshot.folder, before)
        decided = _decision_to_erase(snapshot, going)
        wanted = open_snapshot(settings, "team-1")
        expected = (wanted.labels, wanted.entries, _embeddings(wanted))
        atomic.write_json(snapshot.folder / "erasing.json", decided)
        order = ["embeddings.npy", "manifest.csv", "train.csv", "validation.csv", "labels.txt", "snapshot.json"]
        for name in order[order.index(first_undone) :]:
            shutil.copy(before / name, snapshot.folder / name)
        torn = open_snapshot(settings, "team-1")
        assert (torn.labels, torn.entries, _embeddings(torn)) == expected
        finish_all(settings)
        done = open_snapshot(settings, "team-1")
        assert (done.labels, done.entries, _embeddings(done)) == expected
        assert not (snapshot.folder / "erasing.json").exists()


def _decision_to_erase(snapshot: Snapshot, going: list[str]) -> dict[str, object]:
    """What ``erasing.json`` held while the photos were erased."""
    erase_photos(snapshot, going)
    facts = json.loads((snapshot.folder / "snapshot.json").read_text(encoding="utf-8"))
    return {"sha256s": going, "facts": facts}


def _embeddings(snapshot: Snapshot) -> list[float]:
    """The first number of each photo's embedding, in the manifest's order; it tells photos apart."""
    by_place = {}
    for split in Split:
        for place, row in zip(snapshot.indices(split), snapshot.embeddings(split), strict=True):
            by_place[int(place)] = float(row[0])
    return [by_place[place] for place in sorted(by_place)]


@pytest.mark.parametrize("find", [get_dataset])
def test_the_catalog_is_usable_after_an_erasure(
    settings: Settings, catalog: Catalog, team: Dataset, find: Callable[[Catalog, str], Dataset]
) -> None:
    forget(settings, catalog, plan_forgetting_person(settings, catalog, team, "Ann"))
    assert find(open_catalog(settings), "team") == team
    assert (
        not (settings.home / "catalog.sqlite3-wal").exists()
        or not (settings.home / "catalog.sqlite3-wal").stat().st_size
    )
