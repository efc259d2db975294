"""The whole way, as a person types it: a list becomes a dataset, also when the process is killed on the way."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from engine import jobs
from engine.catalog import open_catalog
from engine.catalog.datasets import get_dataset
from engine.catalog.photos import find_photo
from engine.catalog.urls import load_given_rectangles
from engine.errors import BadInput
from engine.jobs import JobState
from engine.settings import Settings
from engine.sources import SourceOptions, all_sources, find_source, require_heeded
from tests.engine.builders import import_photos
from tests.engine.commands.conftest import CommandLine, facet  # noqa: F401 - a fixture
from tests.engine.downloads.hostile_server import HostileServer, RunningServer, picture
from tests.engine.downloads.test_importing import md5_of, write_list

SERVER = Path(__file__).parent / "hostile_server.py"
NUM_PHOTOS = 400
NUM_KILLS = 3


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with RunningServer() as running:
        yield running


def test_a_list_is_recognised_by_its_content(server: HostileServer, tmp_path: Path) -> None:
    assert find_source(str(write_list(tmp_path / "some.txt", [server.url("/photo/1")]))).name == "pubfig"


def test_the_import_counts_photos_people_and_reasons(
    server: HostileServer,
    facet: CommandLine,  # noqa: F811
    tmp_path: Path,
) -> None:
    urls = [server.url(place) for place in ("/photo/1", "/photo/2", "/status/404", "/html/1")]
    path = write_list(tmp_path / "list.txt", urls)
    document = facet.json("import", path, "--name", "team", "--allow-private")
    assert document["urls"] == {"downloaded": 2, "not_found": 1, "web_page": 1}
    assert (document["photos"], document["people"]) == (2, {"Ann": 2})


def test_the_limits_choose_the_first_people_and_photos(
    server: HostileServer,
    facet: CommandLine,  # noqa: F811
    tmp_path: Path,
) -> None:
    lines = [
        f"{name}\t{number}\t{server.url(f'/photo/{10 * place + number}')}"
        for place, name in enumerate(["Ann", "Bo", "Cem"])
        for number in range(5)
    ]
    (tmp_path / "list.txt").write_text("\n".join(lines), encoding="utf-8")
    words = ("import", tmp_path / "list.txt", "--name", "team", "--allow-private")
    document = facet.json(*words, "--people", "2", "--per-person", "3")
    assert document["people"] == {"Ann": 3, "Bo": 3}
    assert facet.json(*words, "--only", "Cem")["people"] == {"Ann": 3, "Bo": 3, "Cem": 5}
    assert set(server.asked.values()) == {1}


def test_a_person_who_is_not_in_the_list_is_told_and_no_dataset_is_made(
    server: HostileServer,
    facet: CommandLine,  # noqa: F811
    tmp_path: Path,
) -> None:
    path = write_list(tmp_path / "list.txt", [server.url("/photo/1")])
    answer = facet("import", path, "--name", "team", "--only", "Zoe")
    assert answer.code == 1
    assert "error: The list has no 'Zoe'." in answer.err
    assert facet.json("datasets")["datasets"] == []


def test_other_sources_do_not_know_the_options_of_a_list() -> None:
    with pytest.raises(BadInput, match="The source 'folder' does not know --allow-private"):
        require_heeded(all_sources()["folder"], SourceOptions(allow_private=True))


def test_signs_are_taken_out_of_the_dataset_and_stay_as_rows_with_the_reason(
    server: HostileServer,
    facet: CommandLine,  # noqa: F811
    tmp_path: Path,
) -> None:
    urls = [server.url(place) for place in ("/photo/1", "/sign/2", "/sign/3")]
    document = facet.json("import", write_list(tmp_path / "list.txt", urls), "--name", "team", "--allow-private")
    assert document["urls"] == {"placeholder": 2, "downloaded": 1}
    assert (document["photos"], document["duplicates"]) == (1, 0)
    assert [file["path"] for file in document["unreadable"]] == ["Ann/000001.png", "Ann/000002.png"]
    assert all("image missing" in file["reason"] for file in document["unreadable"])


def test_a_sign_shows_also_when_its_second_address_is_asked_by_a_later_import(
    server: HostileServer,
    facet: CommandLine,  # noqa: F811
    tmp_path: Path,
) -> None:
    path = write_list(tmp_path / "list.txt", [server.url("/sign/2"), server.url("/sign/3")])
    words = ("import", path, "--name", "team", "--allow-private")
    assert facet.json(*words, "--per-person", "1")["photos"] == 1
    assert facet.json(*words)["photos"] == 0


def test_the_given_rectangle_is_kept_with_the_photo(
    server: HostileServer,
    facet: CommandLine,  # noqa: F811
    settings: Settings,
    tmp_path: Path,
) -> None:
    path = write_list(tmp_path / "list.txt", [server.url("/photo/1")])
    facet.json("import", path, "--name", "team", "--allow-private")
    catalog = open_catalog(settings)
    dataset = get_dataset(catalog, "team")
    photo = find_photo(catalog, dataset, hashlib.sha256(picture(1)).hexdigest())
    assert load_given_rectangles(catalog, dataset, photo.id) == ((2.0, 3.0, 20.0, 21.0),)


def test_photos_without_a_list_have_no_given_rectangle(settings: Settings, people_dir: Path) -> None:
    dataset = import_photos(settings, people_dir).dataset
    assert load_given_rectangles(open_catalog(settings), dataset, 1) == ()


@pytest.fixture
def server_process(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """A server that outlives a killed import: its port, and its log."""
    log = tmp_path / "server.log"
    with subprocess.Popen([sys.executable, str(SERVER), str(log)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline()), log
        process.kill()


@pytest.mark.slow
def test_a_killed_import_resumes_and_downloads_nothing_twice(
    server_process: tuple[int, Path], settings: Settings, tmp_path: Path
) -> None:
    port, log = server_process
    urls = [f"http://127.0.0.1:{port}/slow/{number}" for number in range(NUM_PHOTOS)]
    path = write_list(tmp_path / "list.txt", urls, md5s=[md5_of(number) for number in range(NUM_PHOTOS)])
    job = jobs.start(settings, ["import", str(path), "--name", "team", "--allow-private"])
    for kill in range(NUM_KILLS):
        _wait_until(partial(_has_sent, log, (kill + 1) * NUM_PHOTOS // (NUM_KILLS + 2)))
        jobs.request_stop(job)
        jobs.request_stop(jobs.read(job.folder))  # the second asks no more: it kills
        job = jobs.resume(settings, jobs.read(job.folder))
    ended = jobs.wait(job, 90)
    assert ended.state is JobState.FINISHED, jobs.log_tail(ended)
    assert ended.result is not None
    assert ended.result["photos"] == NUM_PHOTOS
    assert ended.result["urls"] == {"downloaded": NUM_PHOTOS}
    began = Counter(
        line.split()[1] for line in log.read_text(encoding="utf-8").splitlines() if line.startswith("began")
    )
    asked_again = [target for target, number in began.items() if number > 1]
    # At most what was on its way at each kill: six at one server.
    assert len(asked_again) <= NUM_KILLS * 6


def _has_sent(log: Path, number: int) -> bool:
    return log.exists() and log.read_text(encoding="utf-8").count("sent") > number


def _wait_until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)
