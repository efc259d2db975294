"""A list is imported from a server that misbehaves in every way: each address ends with one outcome."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from engine.catalog import open_catalog
from engine.catalog.datasets import get_dataset
from engine.catalog.urls import UrlState, load_urls
from engine.downloads.importing import list_downloads
from engine.downloads.limits import Limits
from engine.downloads.outcomes import TRIED_AGAIN, Outcome
from engine.errors import JobBusy
from engine.settings import Settings
from engine.sources import FoundFile, SourceOptions
from tests.engine.builders import listed
from tests.engine.downloads.hostile_server import HostileServer, RunningServer, picture

QUICK = Limits(
    connect_seconds=2,
    silence_seconds=1.5,
    file_seconds=4,
    file_bytes=1 << 20,
    first_wait_seconds=0.02,
    max_wait_seconds=1,
)
LOCAL = SourceOptions(allow_private=True)


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with RunningServer() as running:
        yield running


def md5_of(number: int) -> str:
    return hashlib.md5(picture(number)).hexdigest()


def write_list(path: Path, urls: Sequence[str], *, md5s: Sequence[str] | None = None, label: str = "Ann") -> Path:
    """A list of one person's photos; each MD5 is that of the picture whose number the address ends with."""
    found = md5s or [md5_of(int(url.rsplit("/", 1)[-1])) if url[-1].isdigit() else "0" * 32 for url in urls]
    lines = [
        f"{label}\t{place}\t{url}\t2,3,20,21\t{md5}" for place, (url, md5) in enumerate(zip(urls, found, strict=True))
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def download(
    settings: Settings, path: Path, *, limits: Limits = QUICK, options: SourceOptions = LOCAL
) -> tuple[list[FoundFile], dict[str, UrlState], dict[str, int]]:
    """Go through a list: the files, what became of each address, and the counts."""
    with listed(partial(list_downloads, limits=limits), str(path), settings=settings, options=options) as listing:
        files = list(listing.files)
    return files, states(settings), dict(listing.outcomes())


def states(settings: Settings) -> dict[str, UrlState]:
    catalog = open_catalog(settings)
    found = load_urls(catalog, get_dataset(catalog, "listed"))
    return {f"/{state.listed.url.split('/', 3)[-1]}": state for state in found}


EXPECTED = {
    "/photo/1": Outcome.DOWNLOADED,
    "/twice/500/2": Outcome.DOWNLOADED,
    "/twice/429/3": Outcome.DOWNLOADED,
    "/busy/4": Outcome.DOWNLOADED,
    "/gzip/5": Outcome.DOWNLOADED,
    "/overstated/6": Outcome.DOWNLOADED,
    "/nolength/7": Outcome.DOWNLOADED,
    "/html/8": Outcome.WEB_PAGE,
    "/empty": Outcome.EMPTY,
    "/noise": Outcome.NOT_A_PICTURE,
    "/damaged/9": Outcome.DAMAGED,
    "/spacer": Outcome.PLACEHOLDER,
    "/status/404": Outcome.NOT_FOUND,
    "/status/410": Outcome.NOT_FOUND,
    "/status/403": Outcome.DENIED,
    "/status/500": Outcome.SERVER_ERROR,
    "/status/429": Outcome.BUSY,
    "/break": Outcome.BUSY,
    "/circle/a": Outcome.BAD_REDIRECT,
    "/further/0": Outcome.BAD_REDIRECT,
    "/lost": Outcome.BAD_REDIRECT,
    "/to?file:///etc/passwd": Outcome.REFUSED_ADDRESS,
    "/to?http://169.254.169.254/latest": Outcome.REFUSED_ADDRESS,
    "/short/10": Outcome.TRUNCATED,
    "/cut/11": Outcome.TRUNCATED,
    "/early": Outcome.TRUNCATED,
    "/silent": Outcome.UNREACHABLE,
    "/garbage": Outcome.BAD_ANSWER,
    "/brotli/12": Outcome.BAD_ANSWER,
    "/huge": Outcome.TOO_LARGE,
    "/endless": Outcome.TOO_LARGE,
    "/bomb": Outcome.TOO_LARGE,
    "/stall": Outcome.TIMED_OUT,
    "/halfway": Outcome.TIMED_OUT,
    "/drip": Outcome.TIMED_OUT,
}


def test_every_address_of_a_server_that_misbehaves_ends_with_its_outcome(
    server: HostileServer, settings: Settings, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "list.txt", [server.url(place) for place in EXPECTED])
    files, found, counts = download(settings, path)
    assert {place: state.outcome for place, state in found.items()} == EXPECTED
    assert counts == {value: list(EXPECTED.values()).count(value) for value in EXPECTED.values()}
    assert len(files) == counts["downloaded"]
    assert all((state.detail or "").endswith(".") for state in found.values())
    passing = {place for place, state in found.items() if TRIED_AGAIN in (state.detail or "")}
    assert passing == {place for place, outcome in EXPECTED.items() if outcome.is_passing}


def test_only_what_may_pass_is_tried_again_and_not_for_ever(
    server: HostileServer, settings: Settings, tmp_path: Path
) -> None:
    places = ["/status/500", "/status/429", "/short/1", "/silent", "/status/404", "/status/403", "/html/1", "/break"]
    download(settings, write_list(tmp_path / "list.txt", [server.url(place) for place in places]))
    assert dict(server.asked) == dict(zip(places, [3, 3, 3, 3, 1, 1, 1, 1], strict=True))


def test_photos_lie_in_the_store_with_their_person_number_hash_and_rectangle(
    server: HostileServer, settings: Settings, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "list.txt", [server.url("/photo/1")], label="A/nn")
    (file,), _, _ = download(settings, path)
    sha256 = hashlib.sha256(picture(1)).hexdigest()
    assert (file.path, file.label, file.sha256) == ("A_nn/000000.jpg", "A/nn", sha256)
    assert file.location == settings.photos_dir / sha256[:2] / f"{sha256}.jpg"
    assert file.location.read_bytes() == picture(1)
    assert file.rectangle == (2, 3, 20, 21)
    assert file.notes == {"address": server.url("/photo/1")}


def test_a_photo_with_another_md5_is_kept_and_marked(server: HostileServer, settings: Settings, tmp_path: Path) -> None:
    path = write_list(tmp_path / "list.txt", [server.url("/photo/1")], md5s=["0" * 32])
    files, found, _ = download(settings, path)
    assert len(files) == 1
    assert found["/photo/1"].outcome == Outcome.CHANGED


def test_the_same_content_from_another_address_is_a_duplicate_and_tells_of_what(
    server: HostileServer, settings: Settings, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "list.txt", [server.url("/photo/1"), server.url("/to?/photo/1")])
    files, found, counts = download(settings, path)
    assert counts == {"downloaded": 1, "duplicate": 1}
    assert len(files) == 2  # the import counts it as a copy
    assert "The same file as number 0 of Ann" in (found["/to?/photo/1"].detail or "")


def test_one_address_for_two_people_is_asked_once(server: HostileServer, settings: Settings, tmp_path: Path) -> None:
    line = f"{server.url('/photo/1')}\t2,3,20,21\t{md5_of(1)}"
    (tmp_path / "list.txt").write_text(f"Ann\t1\t{line}\nBo\t1\t{line}\n", encoding="utf-8")
    files, _, _ = download(settings, tmp_path / "list.txt")
    assert sorted(file.label for file in files) == ["Ann", "Bo"]
    assert server.asked == {"/photo/1": 1}


def test_a_server_is_asked_only_a_few_at_once(server: HostileServer, settings: Settings, tmp_path: Path) -> None:
    path = write_list(tmp_path / "list.txt", [server.url(f"/slow/{number}") for number in range(24)])
    _, _, counts = download(settings, path, limits=Limits(per_host=3))
    assert counts == {"downloaded": 24}
    assert server.max_active == 3


def test_a_server_that_takes_no_connection_is_soon_left_alone(settings: Settings, tmp_path: Path) -> None:
    path = write_list(tmp_path / "list.txt", [f"http://127.0.0.1:1/photo/{number}" for number in range(200)])
    _, found, counts = download(settings, path)
    assert counts == {"unreachable": 200}
    told = [state for state in found.values() if "this one was not asked" in (state.detail or "")]
    assert len(told) > 150


def test_the_total_is_limited_and_the_rest_waits(server: HostileServer, settings: Settings, tmp_path: Path) -> None:
    path = write_list(tmp_path / "list.txt", [server.url(f"/photo/{number}") for number in range(10)])
    limits = Limits(at_once=1, total_bytes=3 * len(picture(0)))
    _, _, counts = download(settings, path, limits=limits)
    assert counts["downloaded"] + counts["waiting"] == 10
    assert 3 <= counts["downloaded"] <= 5
    _, _, counts = download(settings, path)
    assert counts == {"downloaded": 10}


def test_without_permission_nothing_local_is_asked_not_even_through_a_redirect(
    server: HostileServer, settings: Settings, tmp_path: Path
) -> None:
    urls = [server.url("/photo/1"), server.url("/photo/2", "localhost")]
    _, _, counts = download(settings, write_list(tmp_path / "list.txt", urls), options=SourceOptions())
    assert counts == {"refused_address": 2}
    assert server.connections == 0


def test_what_was_refused_is_asked_once_a_person_allows_it(
    server: HostileServer, settings: Settings, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "list.txt", [server.url("/photo/1")])
    download(settings, path, options=SourceOptions())
    _, _, counts = download(settings, path)
    assert counts == {"downloaded": 1}


def test_a_second_import_asks_only_what_failed_for_a_passing_reason(
    server: HostileServer, settings: Settings, tmp_path: Path
) -> None:
    places = ["/photo/1", "/photo/2", "/status/404", "/html/1", "/status/500"]
    path = write_list(tmp_path / "list.txt", [server.url(place) for place in places])
    _, _, before = download(settings, path)
    server.asked.clear()
    _, _, after = download(settings, path)
    assert before == after
    assert dict(server.asked) == {"/status/500": 3}


def test_an_entry_whose_address_changed_is_asked_anew(
    server: HostileServer, settings: Settings, tmp_path: Path
) -> None:
    download(settings, write_list(tmp_path / "list.txt", [server.url("/status/404")]))
    _, found, _ = download(settings, write_list(tmp_path / "list.txt", [server.url("/photo/1")]))
    assert {place: state.outcome for place, state in found.items()} == {"/photo/1": Outcome.DOWNLOADED}


def test_a_kill_before_the_catalog_knew_is_made_good_from_the_journal(
    server: HostileServer, settings: Settings, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "list.txt", [server.url(place) for place in ("/photo/1", "/status/404", "/photo/2")])
    with listed(partial(list_downloads, limits=QUICK), str(path), settings=settings, options=LOCAL) as listing:
        list(listing.files)
        (journal,) = settings.jobs_dir.glob("downloads-*.jsonl")
        told = journal.read_text(encoding="utf-8")
    assert not journal.exists()
    _forget_outcomes(settings)
    journal.write_text(told + '["Ann", 2, "http://torn', encoding="utf-8")
    server.asked.clear()
    files, found, _ = download(settings, path)
    assert not server.asked
    assert [file.path for file in files] == ["Ann/000000.jpg", "Ann/000002.jpg"]
    assert found["/status/404"].outcome == Outcome.NOT_FOUND


def _forget_outcomes(settings: Settings) -> None:
    with open_catalog(settings).write() as connection:
        connection.exec_driver_sql("UPDATE urls SET outcome = NULL, detail = NULL, sha256 = NULL")


def test_an_import_that_is_stopped_ends_at_once_and_goes_on_where_it_was(
    server: HostileServer, settings: Settings, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "list.txt", [server.url(place) for place in ("/photo/1", "/stall", "/photo/2")])
    source = partial(list_downloads, limits=Limits(silence_seconds=60))
    with listed(source, str(path), settings=settings, options=LOCAL) as listing:
        arriving = iter(listing.files)
        assert [next(arriving).label, next(arriving).label] == ["Ann", "Ann"]
        (folder,) = (found.parent for found in settings.jobs_dir.glob("*/job.json"))
        (folder / "stop").touch()
        assert list(arriving) == []  # would take a minute
    assert listing.outcomes() == {"downloaded": 2, "waiting": 1}
    _, _, counts = download(settings, path)
    assert counts == {"downloaded": 2, "timed_out": 1}
    assert (server.asked["/photo/1"], server.asked["/photo/2"]) == (1, 1)


def test_nothing_is_left_on_the_way_in(server: HostileServer, settings: Settings, tmp_path: Path) -> None:
    path = write_list(tmp_path / "list.txt", [server.url(place) for place in ("/endless", "/photo/1")])
    download(settings, path)
    assert list(settings.jobs_dir.glob("*/arriving/*")) == []
    assert len([file for file in settings.photos_dir.rglob("*") if file.is_file()]) == 1


def test_two_imports_into_one_dataset_do_not_download_at_once(
    server: HostileServer, settings: Settings, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "list.txt", [server.url("/photo/1")])
    with (
        listed(list_downloads, str(path), settings=settings, options=LOCAL),
        pytest.raises(JobBusy, match="is being downloaded into already"),
        listed(list_downloads, str(path), settings=settings, options=LOCAL),
    ):
        pass


def test_damaged_lines_are_passed_over_with_their_numbers(
    server: HostileServer, settings: Settings, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "list.txt", [server.url("/photo/1")])
    path.write_text(f"nonsense\n{path.read_text(encoding='utf-8')}\nAnn\tx\ty", encoding="utf-8")
    with listed(list_downloads, str(path), settings=settings, options=LOCAL) as listing:
        assert len(list(listing.files)) == 1
    assert [file.path for file in listing.skipped] == ["list.txt, line 1", "list.txt, line 3"]
