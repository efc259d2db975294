"""Files arrive whole, in pieces and many at once, inside the upload's folder and nowhere else."""

from pathlib import Path

import pytest

from engine.errors import BadInput, DiskFull
from engine.settings import Settings
from engine.uploads import Arrived, PieceReader, arrived_bytes, read_arrived
from tests.engine.uploads.frames import MODIFIED, begun, frame, send


@pytest.mark.parametrize("chunk_bytes", [1, 7, 1 << 20])
def test_files_arrive_whole_however_the_body_is_cut(settings: Settings, chunk_bytes: int) -> None:
    upload = begun(settings)
    body = frame("김/a.jpg", b"one") + frame("Bo/empty.png", b"") + frame("Bo/deep/b.jpg", b"two!")
    receipt = send(upload, body, chunk_bytes=chunk_bytes)
    assert [file.path for file in receipt.arrived] == ["김/a.jpg", "Bo/empty.png", "Bo/deep/b.jpg"]
    assert (upload.files_dir / "김" / "a.jpg").read_bytes() == b"one"
    assert (upload.files_dir / "Bo" / "empty.png").read_bytes() == b""
    assert (upload.files_dir / "Bo" / "deep" / "b.jpg").read_bytes() == b"two!"
    assert read_arrived(upload)["Bo/deep/b.jpg"] == Arrived("Bo/deep/b.jpg", 4, MODIFIED)


def test_a_file_keeps_its_time_of_change(settings: Settings) -> None:
    upload = begun(settings)
    send(upload, frame("Bo/a.jpg", b"one"))
    assert (upload.files_dir / "Bo" / "a.jpg").stat().st_mtime_ns == MODIFIED * 1_000_000


def test_a_large_file_comes_in_pieces_and_goes_on_where_it_stood(settings: Settings) -> None:
    upload = begun(settings)
    send(upload, frame("team.zip", b"0123", size=10))
    assert arrived_bytes(upload, "team.zip", 10, MODIFIED) == 4
    assert read_arrived(upload) == {}
    send(upload, frame("team.zip", b"456789", size=10, offset=4))
    assert (upload.files_dir / "team.zip").read_bytes() == b"0123456789"
    assert arrived_bytes(upload, "team.zip", 10, MODIFIED) == 0


def test_a_piece_that_broke_off_is_kept_as_far_as_it_came_and_may_be_sent_again(settings: Settings) -> None:
    upload = begun(settings)
    send(upload, frame("team.zip", b"0123", size=10, length=10))
    assert arrived_bytes(upload, "team.zip", 10, MODIFIED) == 4
    send(upload, frame("team.zip", b"23456789", size=10, offset=2))
    assert (upload.files_dir / "team.zip").read_bytes() == b"0123456789"


def test_a_piece_after_a_gap_is_refused(settings: Settings) -> None:
    with pytest.raises(BadInput, match="goes on at byte 6, but only 0 have arrived"):
        send(begun(settings), frame("team.zip", b"6789", size=10, offset=6))


def test_files_before_a_broken_frame_are_kept(settings: Settings) -> None:
    upload = begun(settings)
    with pytest.raises(BadInput, match="announced wrongly"):
        send(upload, frame("Bo/a.jpg", b"one") + b"\x00\x00\x00\x02{}")
    assert list(read_arrived(upload)) == ["Bo/a.jpg"]


def test_more_bytes_than_announced_are_cut_off(settings: Settings) -> None:
    upload = begun(settings)
    with pytest.raises(BadInput, match="bytes that belong to no file"):
        send(upload, frame("Bo/a.jpg", b"one" + b"\xff" * 1000, size=3, length=3))
    assert (upload.files_dir / "Bo" / "a.jpg").read_bytes() == b"one"
    assert sum(file.stat().st_size for file in upload.files_dir.rglob("*.*")) == 3


@pytest.mark.parametrize(("size", "offset", "length"), [(2, 0, 3), (10, 8, 3), (-1, 0, 0), (3, -1, 3)])
def test_a_piece_that_does_not_lie_in_its_file_is_refused(
    settings: Settings, size: int, offset: int, length: int
) -> None:
    with pytest.raises(BadInput, match="announced wrongly"):
        send(begun(settings), frame("a.jpg", b"one", size=size, offset=offset, length=length))


@pytest.mark.parametrize("path", ["../../catalog.sqlite3", "/etc/passwd", "Bo/../../../a"])
def test_a_path_out_of_the_folder_is_told_and_the_rest_arrives(settings: Settings, path: str) -> None:
    upload = begun(settings)
    receipt = send(upload, frame(path, b"bad") + frame("Bo/a.jpg", b"one"))
    assert [file.path for file in receipt.arrived] == ["Bo/a.jpg"]
    assert [file.path for file in receipt.refused] == [path]
    assert "leads out of the uploaded folder" in receipt.refused[0].reason
    assert [file.name for file in settings.home.rglob("*") if file.is_file() and file.read_bytes() == b"bad"] == []


def test_a_file_where_a_folder_is_needed_is_told(settings: Settings) -> None:
    receipt = send(begun(settings), frame("Bo", b"file") + frame("Bo/a.jpg", b"one"))
    assert [(file.path, file.reason) for file in receipt.refused] == [
        ("Bo/a.jpg", "A file and a folder of the upload have the same name.")
    ]


def test_a_full_disk_ends_the_upload_and_keeps_what_came_before(settings: Settings) -> None:
    upload = begun(settings)
    send(upload, frame("Bo/a.jpg", b"one"))
    with pytest.raises(DiskFull, match="The disk is too full"):
        PieceReader(upload, reserve=1 << 60).feed(frame("Bo/b.jpg", b"two"))
    assert list(read_arrived(upload)) == ["Bo/a.jpg"]


def test_a_place_that_cannot_be_written_is_told(settings: Settings) -> None:
    upload = begun(settings)
    Path(upload.parts_dir).write_bytes(b"a file where the folder should be")
    with pytest.raises(BadInput, match=r"'Bo/a.jpg' cannot be kept"):
        send(upload, frame("Bo/a.jpg", b"one"))
