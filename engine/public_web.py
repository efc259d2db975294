"""Web connections that lead to the public internet only, unless a person allows their own network."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING, Any

from engine.downloads.addresses import find_reach, may_be_asked

if TYPE_CHECKING:
    import aiohttp

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0


class NotPublic(OSError):
    """An address that may not be asked."""


def http_options(allow_private: bool) -> dict[str, Any]:
    """What fsspec's web file system is made with; ``Any``: options of two libraries.

    Every connection is checked when it is made, so that neither a redirect nor a name that changes its address
    leads inside.
    """

    async def get_client(loop: object, **_: object) -> aiohttp.ClientSession:
        import aiohttp

        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=READ_SECONDS)
        connector = aiohttp.TCPConnector(socket_factory=lambda info: _socket(info, allow_private))
        return aiohttp.ClientSession(connector=connector, timeout=timeout)

    return {"get_client": get_client, "skip_instance_cache": True, "use_listings_cache": False}


def _socket(info: tuple[Any, ...], allow_private: bool) -> socket.socket:
    """A socket for an address as :func:`socket.getaddrinfo` tells it.

    Raises:
        NotPublic: it may not be asked.
    """
    family, kind, protocol, _, (host, *_) = info
    if not may_be_asked(host, allow_private):
        raise NotPublic(
            errno.EACCES,
            f"{host} leads to {find_reach(host)}, and only the internet is asked; "
            "allow your own network (--allow-private) if this is meant",
        )
    made = socket.socket(family, kind, protocol)
    made.setblocking(False)
    return made
