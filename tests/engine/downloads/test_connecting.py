"""Only checked addresses are connected to, and it is the checked address that is connected to."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from engine.downloads.connecting import AddressRefused, CheckedBackend, open_client
from engine.downloads.fetching import Answer, Redirected, fetch
from engine.downloads.limits import Limits
from engine.downloads.outcomes import Ending, Outcome
from engine.downloads.receiving import Body
from engine.downloads.resolving import Lookup, Resolver, look_up
from tests.engine.downloads.hostile_server import HostileServer, RunningServer, picture

QUICK = Limits(connect_seconds=2, silence_seconds=0.4, file_seconds=1.5)


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with RunningServer() as running:
        yield running


def _fetch(url: str, folder: Path, *, allow_private: bool = False, lookup: Lookup = look_up) -> Answer:
    async def ask() -> Answer:
        async with open_client(QUICK, Resolver(lookup), allow_private=allow_private) as client:
            return await fetch(client, url, folder / "body", QUICK)

    return asyncio.run(ask())


def _outcome(answer: Answer) -> Outcome:
    assert isinstance(answer, Ending), answer
    return answer.outcome


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "[::ffff:127.0.0.1]"])
def test_this_computer_is_not_asked_however_it_is_written(server: HostileServer, host: str, tmp_path: Path) -> None:
    answer = _fetch(server.url("/photo/1", host), tmp_path)
    assert _outcome(answer) is Outcome.REFUSED_ADDRESS
    assert server.connections == 0


def test_the_refusal_says_where_the_address_leads(server: HostileServer, tmp_path: Path) -> None:
    answer = _fetch(server.url("/photo/1"), tmp_path)
    assert isinstance(answer, Ending)
    assert "leads to this computer itself (127.0.0.1)" in answer.detail


def test_this_computer_is_asked_when_a_person_allows_it(server: HostileServer, tmp_path: Path) -> None:
    answer = _fetch(server.url("/photo/1"), tmp_path, allow_private=True)
    assert isinstance(answer, Body)
    assert answer.content == picture(1)


@pytest.mark.parametrize("addresses", [["8.8.8.8", "127.0.0.1"], ["::1", "2606:4700::1111"], ["169.254.169.254"]])
def test_one_bad_address_among_good_ones_refuses_the_name(
    server: HostileServer, addresses: Sequence[str], tmp_path: Path
) -> None:
    answer = _fetch(server.url("/photo/1", "photos.example"), tmp_path, lookup=lambda host: addresses)
    assert _outcome(answer) is Outcome.REFUSED_ADDRESS
    assert server.connections == 0


def test_the_connection_goes_to_the_checked_address_and_the_name_stays_in_the_request(
    server: HostileServer, tmp_path: Path
) -> None:
    asked: list[str] = []

    def lookup(host: str) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.255.255.1"]  # what a rebinding name would answer next

    url = server.url("/photo/1", "photos.example")  # a name that no name server knows
    assert isinstance(_fetch(url, tmp_path, allow_private=True, lookup=lookup), Body)
    assert asked == ["photos.example"]
    assert server.hosts == {f"photos.example:{server.port}"}


def test_the_next_address_is_tried_when_the_first_does_not_answer(server: HostileServer, tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.2", server.port))  # bound and not listening: refuses
        answer = _fetch(
            server.url("/photo/1", "photos.example"),
            tmp_path,
            allow_private=True,
            lookup=lambda host: ["127.0.0.2", "127.0.0.1"],
        )
    assert isinstance(answer, Body)


def test_tls_asks_for_the_name_although_the_connection_goes_to_a_number(tmp_path: Path) -> None:
    hellos: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def hear() -> None:
            connection, _ = listening.accept()
            with connection, contextlib.suppress(OSError):
                hellos.append(connection.recv(4096))

        thread = threading.Thread(target=hear)
        thread.start()
        url = f"https://photos.example:{listening.getsockname()[1]}/1.jpg"
        answer = _fetch(url, tmp_path, allow_private=True, lookup=lambda host: ["127.0.0.1"])
        thread.join(5)
    assert b"photos.example" in hellos[0]
    assert _outcome(answer) is Outcome.UNREACHABLE


def test_a_redirect_is_handed_back_and_not_followed(server: HostileServer, tmp_path: Path) -> None:
    answer = _fetch(server.url("/to?http://10.0.0.1/x.jpg"), tmp_path, allow_private=True)
    assert answer == Redirected("http://10.0.0.1/x.jpg")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a.example/1.jpg", "data:image/png;base64,AAAA", "x:y"])
def test_only_web_addresses_are_asked(url: str, tmp_path: Path) -> None:
    answer = _fetch(url, tmp_path)
    assert isinstance(answer, Ending)
    assert answer.outcome is Outcome.REFUSED_ADDRESS
    assert "only http:// and https:// are asked" in answer.detail


@pytest.mark.parametrize("url", ["http://", "http://[bad/1.jpg", "http:///1.jpg", "http://a:99999999/", "http://a b/"])
def test_what_is_no_address_is_told(url: str, tmp_path: Path) -> None:
    assert _outcome(_fetch(url, tmp_path)) is Outcome.BAD_ADDRESS


@pytest.mark.parametrize("host", ["nowhere.invalid", "a" * 70 + ".example"])
def test_a_name_nobody_knows_is_told(host: str, tmp_path: Path) -> None:
    assert _outcome(_fetch(f"http://{host}/1.jpg", tmp_path)) in (Outcome.UNKNOWN_HOST, Outcome.BAD_ADDRESS)


def test_a_name_server_that_is_silent_is_waited_for_no_longer_than_for_a_server(tmp_path: Path) -> None:
    never = threading.Event()

    async def ask() -> Answer:
        limits = Limits(connect_seconds=0.2)
        resolver = Resolver(lambda host: [str(never.wait(20))])
        async with open_client(limits, resolver, allow_private=False) as client:
            return await fetch(client, "http://photos.example/1.jpg", tmp_path / "body", limits)

    try:
        assert _outcome(asyncio.run(ask())) is Outcome.UNREACHABLE
    finally:
        never.set()


def test_no_cookie_is_ever_sent_back_and_no_trace_of_the_list(server: HostileServer, tmp_path: Path) -> None:
    _fetch(server.url("/photo/1"), tmp_path, allow_private=True)
    assert {"cookie", "referer", "authorization"}.isdisjoint(server.headers[0])
    assert server.headers[0]["accept-encoding"] == "identity"


def test_a_file_of_this_computer_is_no_server() -> None:
    backend = CheckedBackend(Resolver(), allow_private=True)
    with pytest.raises(AddressRefused, match=r"is no server\."):
        asyncio.run(backend.connect_unix_socket("/tmp/socket"))
