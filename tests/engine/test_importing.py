"""Importing: every file is accounted for, again changes nothing, and a stop keeps what is in."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from engine import jobs
from engine.catalog import open_catalog
from engine.catalog.datasets import Conflict, UnreadableFile, count_dataset, get_dataset, list_datasets
from engine.catalog.membership import count_members
from engine.catalog.photos import find_location, find_photo
from engine.edits import set_overrides
from engine.errors import BadInput, NotFound, SourceError
from engine.importing import ImportResult
from engine.jobs import JobState
from engine.kinds import Kind, Override, Verdict
from engine.photo_files import hash_file
from engine.settings import Settings
from engine.verdicts import decide_dataset
from tests.conftest import PhotoMaker
from tests.engine.builders import import_photos, write_many_photos


@pytest.fixture
def mixed_dir(people_dir: Path) -> Path:
    """Ann with 3 photos, Bo with 2, one copy of each, one damaged, one empty, one hidden, one text."""
    (people_dir / "Ann" / "copy.png").write_bytes((people_dir / "Ann" / "1.png").read_bytes())
    (people_dir / "Bo" / "copy.png").write_bytes((people_dir / "Bo" / "1.png").read_bytes())
    (people_dir / "Bo" / "empty.jpg").touch()
    (people_dir / "Bo" / "text.jpg").write_text("Dear diary", encoding="utf-8")
    (people_dir / "Bo" / ".hidden.png").write_bytes(b"x")
    (people_dir / "notes.txt").write_text("Dear diary", encoding="utf-8")
    return people_dir


class TestCounts:
    def test_every_file_is_a_photo_a_copy_unreadable_or_passed_over(self, settings: Settings, mixed_dir: Path) -> None:
        result = import_photos(settings, mixed_dir)
        assert result.counts.people == {"Ann": 3, "Bo": 2}
        assert result.counts.photos == 5
        assert result.counts.duplicates == 2
        assert result.counts.unreadable == (
            UnreadableFile("Bo/empty.jpg", "The file is empty."),
            UnreadableFile("Bo/text.jpg", "The file is not a picture, or is damaged at its beginning."),
        )
        assert len(result.skipped) == 2
        assert sum(file.is_file() for file in mixed_dir.rglob("*")) == 5 + 2 + 2 + 2

    def test_of_two_empty_files_both_are_unreadable_and_none_is_a_copy(
        self, settings: Settings, people_dir: Path
    ) -> None:
        for name in ("a.jpg", "b.jpg"):
            (people_dir / "Ann" / name).touch()
        result = import_photos(settings, people_dir)
        assert [file.path for file in result.counts.unreadable] == ["Ann/a.jpg", "Ann/b.jpg"]
        assert result.counts.duplicates == 0

    def test_unreadable_photos_take_part_in_verdicts_once_each(self, settings: Settings, mixed_dir: Path) -> None:
        dataset = import_photos(settings, mixed_dir).dataset
        catalog = open_catalog(settings)
        assert count_members(catalog, dataset) == 7  # 5 photos and 2 broken files of different bytes
        assert decide_dataset(catalog, dataset).count(Verdict.UNDECIDED) == 7

    def test_what_a_file_says_of_itself_is_remembered(
        self, settings: Settings, tmp_path: Path, make_photo: PhotoMaker
    ) -> None:
        file = make_photo(tmp_path / "people" / "Ann" / "1.png", (30, 20))
        dataset = import_photos(settings, tmp_path / "people").dataset
        photo = find_photo(open_catalog(settings), dataset, hash_file(file))
        assert (photo.format, photo.mode, photo.width, photo.height) == ("PNG", "RGB", 30, 20)
        assert (photo.label, photo.path, photo.location) == ("Ann", "Ann/1.png", file)
        assert photo.num_bytes == file.stat().st_size


class TestCopies:
    def test_the_same_photo_of_two_people_counts_for_the_first_and_is_a_copy_of_the_other(
        self, settings: Settings, people_dir: Path
    ) -> None:
        (people_dir / "Bo" / "ann.png").write_bytes((people_dir / "Ann" / "1.png").read_bytes())
        result = import_photos(settings, people_dir)
        assert result.counts.people == {"Ann": 3, "Bo": 2}
        assert result.counts.duplicates == 1
        photo = find_photo(open_catalog(settings), result.dataset, hash_file(people_dir / "Ann" / "1.png"))
        assert (photo.label, photo.copies) == ("Ann", ("Bo/ann.png",))
        assert result.conflicts == (Conflict("Bo/ann.png", label="Bo", counted_as="Ann", sha256=photo.sha256),)

    def test_a_copy_takes_the_place_of_a_photo_whose_file_has_changed(
        self, settings: Settings, people_dir: Path, make_photo: PhotoMaker
    ) -> None:
        (people_dir / "Ann" / "9.png").write_bytes((people_dir / "Ann" / "1.png").read_bytes())
        assert import_photos(settings, people_dir).counts.photos == 5
        make_photo(people_dir / "Ann" / "1.png", seed=99)
        counts = import_photos(settings, people_dir).counts
        assert (counts.photos, counts.duplicates) == (6, 0)

    def test_a_photo_in_two_datasets_is_found_while_one_of_its_files_is_there(
        self, settings: Settings, tmp_path: Path, people_dir: Path
    ) -> None:
        import_photos(settings, people_dir)
        copy = tmp_path / "others" / "Cy" / "1.png"
        copy.parent.mkdir(parents=True)
        copy.write_bytes((people_dir / "Ann" / "1.png").read_bytes())
        import_photos(settings, tmp_path / "others", name="others")
        (people_dir / "Ann" / "1.png").unlink()
        catalog = open_catalog(settings)
        assert find_location(catalog, hash_file(copy)) == copy
        copy.unlink()
        with pytest.raises(NotFound, match=r"is not where it was imported from\. Put it back"):
            find_location(catalog, "0" * 64)


class TestAgain:
    def test_importing_again_changes_nothing(self, settings: Settings, mixed_dir: Path) -> None:
        first = import_photos(settings, mixed_dir)
        again = import_photos(settings, mixed_dir)
        assert again.counts == first.counts
        assert again.dataset == first.dataset

    def test_importing_again_adds_what_is_new(
        self, settings: Settings, people_dir: Path, make_photo: PhotoMaker
    ) -> None:
        import_photos(settings, people_dir)
        make_photo(people_dir / "Cy" / "1.png", seed=50)
        assert import_photos(settings, people_dir).counts.people == {"Ann": 3, "Bo": 2, "Cy": 1}

    def test_a_repaired_file_is_a_photo(self, settings: Settings, people_dir: Path, make_photo: PhotoMaker) -> None:
        (people_dir / "Ann" / "4.png").touch()
        assert len(import_photos(settings, people_dir).counts.unreadable) == 1
        make_photo(people_dir / "Ann" / "4.png", seed=50)
        counts = import_photos(settings, people_dir).counts
        assert (counts.photos, counts.unreadable) == (6, ())

    def test_a_decision_by_hand_outlives_a_second_import(self, settings: Settings, people_dir: Path) -> None:
        dataset = import_photos(settings, people_dir).dataset
        catalog = open_catalog(settings)
        set_overrides(catalog, dataset, [hash_file(people_dir / "Bo" / "1.png")], Override.REJECT)
        import_photos(settings, people_dir)
        assert decide_dataset(catalog, dataset).count(Verdict.REJECTED) == 1


class TestRefused:
    def test_a_source_that_cannot_be_read_leaves_no_dataset(self, settings: Settings, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        with pytest.raises(SourceError, match="holds no pictures"):
            import_photos(settings, tmp_path / "empty")
        assert list_datasets(open_catalog(settings)) == []

    @pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 101])
    def test_a_name_nobody_could_read_is_refused(self, settings: Settings, people_dir: Path, name: str) -> None:
        with pytest.raises(BadInput, match=r"cannot name a dataset\. Expected 1 to 100 printable characters"):
            import_photos(settings, people_dir, name=name)

    def test_a_dataset_cannot_change_its_kind(self, settings: Settings, people_dir: Path) -> None:
        import_photos(settings, people_dir, kind=Kind.IMAGES)
        with pytest.raises(BadInput, match="is of kind 'images', not 'faces'"):
            import_photos(settings, people_dir, kind=Kind.FACES)

    def test_a_dataset_that_is_not_there_is_answered_with_those_that_are(
        self, settings: Settings, people_dir: Path
    ) -> None:
        import_photos(settings, people_dir)
        with pytest.raises(NotFound, match=r"There is no dataset 'tema'\. Datasets: 'team'"):
            get_dataset(open_catalog(settings), "tema")


class TestStop:
    def test_a_stop_keeps_what_is_in_and_importing_again_adds_the_rest(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        source = write_many_photos(tmp_path / "many", 6000)
        stopper = threading.Thread(target=self._stop_after_the_first_batch, args=(settings,))
        stopper.start()
        stopped = import_photos(settings, source)
        stopper.join()
        assert stopped.was_stopped
        assert 200 <= stopped.counts.photos < 6000
        assert [job.state for job in jobs.list_jobs(settings)] == [JobState.STOPPED]
        assert import_photos(settings, source).counts.photos == 6000

    def test_a_stop_asked_for_before_the_first_photo_imports_none(self, settings: Settings, people_dir: Path) -> None:
        folder = jobs.new_folder(settings.jobs_dir, "import")
        (folder / "stop").touch()
        result = self._import_in(settings, folder, people_dir)
        assert (result.was_stopped, result.counts.photos) == (True, 0)
        assert count_dataset(open_catalog(settings), result.dataset).people == {}

    @staticmethod
    def _import_in(settings: Settings, folder: Path, source: Path) -> ImportResult:
        from engine.importing import import_source

        with jobs.running(folder, ["import"]) as job:
            return import_source(
                settings, open_catalog(settings), str(source), name="team", kind=None, source_name=None, job=job
            )

    @staticmethod
    def _stop_after_the_first_batch(settings: Settings) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            for progress in settings.jobs_dir.glob("*/progress.json"):
                (progress.parent / "stop").touch()
                return
            time.sleep(0.005)
