"""An upload that was broken off is found again, taken over whole, or removed."""

import os
import time
from pathlib import Path

import pytest

from engine import jobs
from engine.errors import BadInput, DiskFull, NotFound
from engine.settings import Settings
from engine.uploads import (
    begin,
    complete,
    count_arrived,
    discard,
    hand_over,
    list_open,
    open_upload,
    page_token,
    read_arrived,
    remove,
    remove_abandoned,
)
from tests.engine.uploads.frames import begun, frame, send

EIGHT_DAYS = 8 * 24 * 3600


def test_there_are_no_uploads_at_first(settings: Settings) -> None:
    assert list_open(settings) == []
    remove_abandoned(settings)


def test_the_same_title_goes_on_with_what_was_broken_off(settings: Settings) -> None:
    first = begun(settings)
    send(first, frame("Bo/a.jpg", b"one"))
    again = begun(settings)
    assert again.id == first.id
    assert list(read_arrived(again)) == ["Bo/a.jpg"]
    assert count_arrived(again) == (1, 3)
    assert begun(settings, "other photos").id != first.id
    assert begun(settings, source="webcam").id != first.id


def test_ids_cannot_be_guessed(settings: Settings) -> None:
    ids = {begun(settings, str(number)).id for number in range(5)}
    assert len(ids) == 5
    assert all(len(upload_id) == 32 for upload_id in ids)


@pytest.mark.parametrize("upload_id", ["0" * 32, "../photos", "", ".token"])
def test_an_unknown_upload_is_told(settings: Settings, upload_id: str) -> None:
    begun(settings)
    with pytest.raises(NotFound, match="no longer there"):
        open_upload(settings, upload_id)


@pytest.mark.parametrize("num_files", [0, 1_000_001])
def test_an_upload_of_no_file_or_too_many_is_refused(settings: Settings, num_files: int) -> None:
    with pytest.raises(BadInput, match="Expected 1 to 1,000,000"):
        begin(settings, "a", source="upload", num_files=num_files, num_bytes=0, reserve=0)


def test_an_upload_that_does_not_fit_is_refused_before_it_starts(settings: Settings) -> None:
    with pytest.raises(DiskFull, match=r"needs 1,000,000,000\.0 GB more"):
        begin(settings, "a", source="upload", num_files=1, num_bytes=10**18, reserve=0)
    assert list_open(settings) == []


def test_what_is_not_in_the_folder_any_more_is_left_out(settings: Settings) -> None:
    upload = begun(settings)
    send(upload, frame("Bo/a.jpg", b"one") + frame("Bo/gone.jpg", b"two"))
    complete(upload, num_files=1, superfluous=["Bo/gone.jpg", "never/there.jpg"])
    assert [file.name for file in upload.files_dir.rglob("*.jpg")] == ["a.jpg"]


def test_an_upload_with_a_file_missing_is_not_complete(settings: Settings) -> None:
    upload = begun(settings)
    send(upload, frame("Bo/a.jpg", b"one"))
    with pytest.raises(BadInput, match="1 of 2 files have arrived"):
        complete(upload, num_files=2, superfluous=[])


def test_a_torn_last_line_costs_one_file(settings: Settings) -> None:
    upload = begun(settings)
    send(upload, frame("Bo/a.jpg", b"one"))
    with upload.journal.open("a") as journal:
        journal.write('["Bo/b.jpg", 3')
    assert list(read_arrived(upload)) == ["Bo/a.jpg"]


def test_an_upload_that_an_import_works_on_is_not_offered(settings: Settings) -> None:
    upload = begun(settings)
    folder = jobs.new_folder(settings.jobs_dir, "import")
    with jobs.running(folder, ["import", "x"]):
        hand_over(upload, folder.name)
        assert list_open(settings) == []
        assert begun(settings).id != upload.id
        discard(settings, upload.files_dir)
    assert not upload.folder.exists()


def test_an_upload_whose_import_failed_is_offered_again(settings: Settings) -> None:
    upload = begun(settings)
    hand_over(upload, "import-gone")
    assert [each.id for each in list_open(settings)] == [upload.id]


def test_what_nobody_went_on_with_for_a_week_is_removed(settings: Settings) -> None:
    old, new = begun(settings, "old"), begun(settings, "new")
    send(old, frame("Bo/a.jpg", b"one"))
    for place in (old.journal, old.folder):
        os.utime(place, (time.time() - EIGHT_DAYS,) * 2)
    remove_abandoned(settings)
    assert [each.id for each in list_open(settings)] == [new.id]


def test_an_upload_is_removed_by_hand_and_nothing_else_is(settings: Settings) -> None:
    upload = begun(settings)
    remove(settings, "..")
    remove(settings, upload.id)
    assert list_open(settings) == []
    assert settings.home.is_dir()


def test_only_uploads_are_discarded(settings: Settings, tmp_path: Path) -> None:
    own = tmp_path / "own" / "a.jpg"
    own.parent.mkdir()
    own.write_bytes(b"mine")
    discard(settings, own)
    assert own.read_bytes() == b"mine"


def test_the_token_is_this_users_alone_and_stays_the_same(settings: Settings) -> None:
    token = page_token(settings)
    assert len(token) >= 40
    assert page_token(settings) == token
    file = settings.uploads_dir / ".token"
    assert os.name == "nt" or file.stat().st_mode & 0o077 == 0
