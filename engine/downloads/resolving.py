"""Looks up the addresses of servers, each name once, without ever holding up the end of the work."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

Lookup = Callable[[str], Sequence[str]]


def look_up(host: str) -> list[str]:
    """The numeric addresses of a host name, in the order the system prefers; waits for the network.

    Raises:
        OSError: the name is not known.
    """
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


class Resolver:
    """Remembers the addresses of every name for the length of an import; belongs to one event loop."""

    def __init__(self, lookup: Lookup = look_up) -> None:
        self._lookup = lookup
        self._known: dict[str, asyncio.Future[Sequence[str]]] = {}

    async def find(self, host: str) -> Sequence[str]:
        """The addresses of ``host``.

        Raises:
            OSError: the name is not known.
        """
        if host not in self._known:
            self._known[host] = self._begin(host)
        return await asyncio.shield(self._known[host])

    def _begin(self, host: str) -> asyncio.Future[Sequence[str]]:
        """Look up in a thread of its own: a name server's silence must hold up neither other names nor a stop.

        The threads of an executor would be waited for when the process ends; these are not.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Sequence[str]] = loop.create_future()
        answer.add_done_callback(lambda done: done.cancelled() or done.exception())  # seen, also if nobody waits

        def run() -> None:
            try:
                found, error = self._lookup(host), None
            except (OSError, UnicodeError) as problem:  # a label too long for a name is a UnicodeError
                found, error = (), problem if isinstance(problem, OSError) else OSError(str(problem))
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(_settle, answer, found, error)

        threading.Thread(target=run, name=f"look up {host}", daemon=True).start()
        return answer


def _settle(answer: asyncio.Future[Sequence[str]], found: Sequence[str], error: OSError | None) -> None:
    if answer.done():
        return
    if error is not None:
        answer.set_exception(error)
    else:
        answer.set_result(found)
