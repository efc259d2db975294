"""Opens connections for httpx, to checked addresses alone.

The check sits where the connection is made: a name is looked up here, each of its addresses is checked, and the
connection goes to a checked address by number. A name that answers differently a second time (DNS rebinding) gains
nothing, as there is no second time. Above this, httpx still knows the name: for the ``Host`` header, and for TLS.
"""

from __future__ import annotations

import asyncio
import select
import socket
import ssl
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpcore
import httpx

from engine.downloads.addresses import find_reach, may_be_asked
from engine.downloads.limits import Limits
from engine.downloads.resolving import Resolver

NUM_ADDRESSES = 3  # of one server that are tried
HEADERS = {
    "User-Agent": "Facet (downloads a list of photos)",
    "Accept": "image/*,*/*;q=0.5",
    "Accept-Encoding": "identity",  # photos do not shrink, and nothing has to be unpacked
}


class AddressRefused(Exception):
    """An address that must not be asked; the message is a sentence."""


class HostUnknown(Exception):
    """A server whose name nobody knows."""


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Connects to addresses that were checked."""

    def __init__(self, resolver: Resolver, *, allow_private: bool) -> None:
        self._resolver = resolver
        self._allow_private = allow_private
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,  # httpcore's alias is not public
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of ``host`` that answers.

        Raises:
            HostUnknown: the name has no address.
            AddressRefused: one of its addresses is not public.
            httpcore.ConnectError, httpcore.ConnectTimeout: none answers.
        """
        problem: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in await self._find_checked(host, timeout):
            try:
                return _Stream(await self._network.connect_tcp(address, port, timeout, local_address, socket_options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem

    async def connect_unix_socket(self, *args: object, **kwargs: object) -> httpcore.AsyncNetworkStream:
        """Never: a list names servers.

        Raises:
            AddressRefused: always.
        """
        raise AddressRefused("A file of this computer is no server.")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)

    async def _find_checked(self, host: str, seconds: float | None) -> Sequence[str]:
        try:
            found = await asyncio.wait_for(self._resolver.find(host), seconds)
        except TimeoutError:
            raise httpcore.ConnectTimeout(f"the address of {host} was not found in time") from None
        except OSError:
            raise HostUnknown(
                f"The name '{host}' is not known: the server no longer exists, or you are offline."
            ) from None
        refused = [address for address in found if not may_be_asked(address, self._allow_private)]
        if refused:
            raise AddressRefused(
                f"'{host}' leads to {find_reach(refused[0])} ({refused[0]}), which no list of web addresses should."
            )
        return found[:NUM_ADDRESSES]


class _Stream(httpcore.AsyncNetworkStream):
    """A connection that knows its socket: the pool asks each idle one at every request whether it was closed."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self._socket: socket.socket = stream.get_extra_info("socket")

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return await self._stream.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        return _Stream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:  # httpcore says Any
        return self._is_readable() if info == "is_readable" else self._stream.get_extra_info(info)

    def _is_readable(self) -> bool:
        number = self._socket.fileno()
        if number < 0:
            return True  # closed already
        if not hasattr(select, "poll"):
            return bool(select.select([number], [], [], 0)[0])  # Windows
        asked = select.poll()
        asked.register(number, select.POLLIN)
        return bool(asked.poll(0))


class CheckedTransport(httpx.AsyncBaseTransport):
    """Carries httpx's requests over connections of a :class:`CheckedBackend`."""

    def __init__(self, backend: httpcore.AsyncNetworkBackend, limits: Limits) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=None,  # how many at once is decided by the schedule
            max_keepalive_connections=limits.at_once,
            keepalive_expiry=limits.silence_seconds,
            network_backend=backend,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; errors are httpcore's own, and those of the backend."""
        url = request.url
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()


class _Body(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._answer.aiter_stream():
            yield piece

    async def aclose(self) -> None:
        await self._answer.aclose()


@asynccontextmanager
async def open_client(limits: Limits, resolver: Resolver, *, allow_private: bool) -> AsyncIterator[httpx.AsyncClient]:
    """A client that keeps no cookies, follows no redirect by itself and uses no proxy, which would look up names."""
    transport = CheckedTransport(CheckedBackend(resolver, allow_private=allow_private), limits)
    client = httpx.AsyncClient(
        transport=transport,
        headers=HEADERS,
        timeout=httpx.Timeout(limits.silence_seconds, connect=limits.connect_seconds, pool=None),
        follow_redirects=False,
        trust_env=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    )
    async with client:
        yield client
