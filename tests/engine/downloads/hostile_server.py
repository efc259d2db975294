"""A web server that misbehaves on purpose, each way under a path of its own, and remembers who asked for what.

/photo/7                 a picture of its own, as it should be        /status/503      that status, for ever
/sign/7                  one and the same picture                     /twice/503/7     that status once, then a picture
/html/7                  a web page that says it is a picture         /busy/7          429 once, with Retry-After: 0
/stall                   accepts, never answers                       /drip            a byte now and then, for ever
/short/7                 says it is longer, closes early              /cut/7           says it is shorter than it is
/slow/7                  the picture after a moment                   /endless         never stops sending
/circle/a, /circle/b     send to each other                           /bomb            64 MB of zeros, packed
/to?URL                  sends on to any address                      /empty, /noise, /damaged/7, /garbage, /gzip/7
"""

from __future__ import annotations

import asyncio
import gzip
import sys
import threading
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

OK = "200 OK"
DRIP_SECONDS = 0.05
SLOW_SECONDS = 0.05
KILOBYTE = bytes(1024)


@cache
def picture(number: int, size: int = 24, form: str = "JPEG") -> bytes:
    """A picture unlike any of another number."""
    pixels = np.random.default_rng(number).integers(0, 256, (size, size, 3), dtype=np.uint8)
    data = BytesIO()
    Image.fromarray(pixels).save(data, form)
    return data.getvalue()


@cache
def sign() -> bytes:
    """The picture a server shows where another was."""
    return picture(10**6, form="PNG")


@dataclass
class HostileServer:
    """A running server.

    Attributes:
        asked: how often each path was asked for.
        hosts: the ``Host`` headers seen.
        log: a file that each request is written to as it begins, and again as its answer is sent in whole.
    """

    port: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    hosts: set[str] = field(default_factory=set)
    headers: list[dict[str, str]] = field(default_factory=list)
    connections: int = 0
    active: int = 0
    max_active: int = 0
    log: Path | None = None

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    async def serve(self, port: int = 0) -> asyncio.Server:
        server = await asyncio.start_server(self._connected, "127.0.0.1", port, backlog=512)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.active += 1
        self.max_active = max(self.max_active, self.active)
        try:
            while await self._answer_one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self.active -= 1
            writer.close()

    async def _answer_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        target = head.split(" ", 2)[1]
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head.split("\r\n")[1:])}
        self.asked[target] += 1
        self.hosts.add(headers.get("host", ""))
        self.headers.append(headers)
        self._note("began", target)
        stays_open = await self._answer(target, writer)
        self._note("sent", target)
        return stays_open

    def _note(self, what: str, target: str) -> None:
        if self.log is not None:
            with self.log.open("a", encoding="utf-8") as file:
                file.write(f"{what} {target}\n")

    async def _answer(self, target: str, writer: asyncio.StreamWriter) -> bool:
        path, _, query = target.partition("?")
        name, *rest = path.strip("/").split("/")
        number = int(rest[-1]) if rest and rest[-1].isdigit() else 0
        behave: dict[str, Callable[[], Awaitable[bool]]] = {
            "photo": lambda: _send(writer, picture(number)),
            "sign": lambda: _send(writer, sign(), "image/png"),
            "html": lambda: _send(writer, f"<html><body>Photo {number} is gone</body></html>".encode()),
            "empty": lambda: _send(writer, b""),
            "noise": lambda: _send(writer, bytes(range(1, 200)) * 5),
            "spacer": lambda: _send(writer, picture(1, size=1, form="GIF"), "image/gif"),
            "damaged": lambda: _send(writer, picture(number)[:30]),
            "status": lambda: _send(writer, b"no", status=f"{number} As you wish"),
            "twice": lambda: self._second_time(writer, target, rest[0], number),
            "busy": lambda: self._second_time(writer, target, "429", number, "Retry-After: 0\r\n"),
            "break": lambda: _send(writer, b"", status="429 Later", more="Retry-After: 3600\r\n"),
            "to": lambda: _send(writer, b"", status="302 Found", more=f"Location: {query}\r\n"),
            "circle": lambda: _send(
                writer, b"", status="301 Moved", more=f"Location: /circle/{'b' if rest == ['a'] else 'a'}\r\n"
            ),
            "further": lambda: _send(writer, b"", status="302 Found", more=f"Location: /further/{number + 1}\r\n"),
            "lost": lambda: _send(writer, b"", status="302 Found"),
            "short": lambda: _close_after(writer, _head(len(picture(number)) + 500) + picture(number)[:-200]),
            "overstated": lambda: _close_after(writer, _head(len(picture(number)) + 500) + picture(number)),
            "cut": lambda: _close_after(writer, _head(len(picture(number)) - 200) + picture(number)),
            "early": lambda: _close_after(writer, _head(1000)),
            "silent": lambda: _close_after(writer, b""),
            "garbage": lambda: _close_after(writer, b"\x00\x01 what is a web server\r\n\r\n"),
            "huge": lambda: _close_after(writer, _head(10**12)),
            "nolength": lambda: _close_after(writer, b"HTTP/1.0 200 OK\r\n\r\n" + picture(number)),
            "gzip": lambda: _send(writer, gzip.compress(picture(number)), more="Content-Encoding: gzip\r\n"),
            "brotli": lambda: _send(writer, picture(number), more="Content-Encoding: br\r\n"),
            "slow": lambda: _send_slowly(writer, picture(number)),
            "stall": lambda: _stall(writer),
            "halfway": lambda: _stall(writer, _head(2000) + picture(0)[:200]),
            "drip": lambda: _drip(writer),
            "endless": lambda: _endless(writer),
            "bomb": lambda: _bomb(writer),
        }
        return await behave[name]()

    async def _second_time(
        self, writer: asyncio.StreamWriter, target: str, status: str, number: int, more: str = ""
    ) -> bool:
        if self.asked[target] == 1:
            return await _send(writer, b"not now", status=f"{status} Not now", more=more)
        return await _send(writer, picture(number))


def _head(length: int, kind: str = "image/jpeg", status: str = OK, more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}Content-Length: {length}\r\n\r\n".encode("latin-1")


async def _send(
    writer: asyncio.StreamWriter, body: bytes, kind: str = "image/jpeg", *, status: str = OK, more: str = ""
) -> bool:
    writer.write(_head(len(body), kind, status, more) + body)
    await writer.drain()
    return True


async def _send_slowly(writer: asyncio.StreamWriter, body: bytes) -> bool:
    await asyncio.sleep(SLOW_SECONDS)
    return await _send(writer, body)


async def _close_after(writer: asyncio.StreamWriter, data: bytes) -> bool:
    writer.write(data)
    await writer.drain()
    return False


async def _stall(writer: asyncio.StreamWriter, first: bytes = b"") -> bool:
    writer.write(first)
    await asyncio.sleep(3600)
    return False


async def _drip(writer: asyncio.StreamWriter) -> bool:
    writer.write(_head(100_000))
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(DRIP_SECONDS)


async def _endless(writer: asyncio.StreamWriter) -> bool:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n")
    while True:
        writer.write(KILOBYTE * 64)
        await writer.drain()


@cache
def _packed_zeros() -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return b"".join(packer.compress(KILOBYTE * 1024) for _ in range(64)) + packer.flush()


async def _bomb(writer: asyncio.StreamWriter) -> bool:
    return await _send(writer, _packed_zeros(), more="Content-Encoding: gzip\r\n")


class RunningServer:
    """A :class:`HostileServer` in a thread, for the length of a ``with`` block."""

    def __init__(self) -> None:
        self.server = HostileServer()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> HostileServer:
        _packed_zeros()  # made now: an answer that takes long to make holds up all others
        self._thread.start()
        self._listening = asyncio.run_coroutine_threadsafe(self.server.serve(), self._loop).result(10)
        return self.server

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _end(self) -> None:
        self._listening.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


async def _serve_until_killed(log: str | None) -> None:
    server = HostileServer(log=Path(log) if log else None)
    listening = await server.serve()
    sys.stdout.write(f"{server.port}\n")
    sys.stdout.flush()
    await listening.serve_forever()


if __name__ == "__main__":  # in a process of its own: prints its port, writes requests to the file it is given
    asyncio.run(_serve_until_killed(sys.argv[1] if len(sys.argv) > 1 else None))
