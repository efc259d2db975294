"""Takes the body of an answer, hashing as it comes, within the limits: a small one in memory, a large one on disk."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import httpcore
import httpx

from engine.downloads.limits import Limits
from engine.downloads.outcomes import Ending, Outcome
from engine.downloads.unpacking import UnknownPacking, Unpacker

NUM_FIRST_BYTES = 512  # enough to tell a picture from a web page
MEMORY_BYTES = 1 << 18  # most listed photos are smaller: these touch the disk once, where they stay


@dataclass(frozen=True)
class Body:
    """What a server sent.

    Attributes:
        content: the bytes, or the file that holds them when they are many.
        first_bytes: at most 512.
        is_complete: the answer was as long as the server said.
    """

    content: bytes | Path
    num_bytes: int
    sha256: str
    md5: str
    first_bytes: bytes
    is_complete: bool


class _TooLarge(Exception):
    """More came than may."""


async def receive(response: httpx.Response, target: Path, limits: Limits) -> Body | Ending:
    """Take the body of a response, to the file ``target`` if it is large; a time-out is the caller's to see.

    Returns:
        Body: also of an answer that broke off, if anything came.
        Ending: it is larger than allowed, or packed in a way that is not understood.
    """
    announced = response.headers.get("Content-Length", "")
    if announced.isdigit() and len(announced) < 20 and int(announced) > limits.file_bytes:
        return _too_large(limits)
    try:
        return await _take(response, target, limits.file_bytes)
    except _TooLarge:
        return _too_large(limits)
    except UnknownPacking as error:
        return Ending(Outcome.BAD_ANSWER, f"The answer cannot be read: {error}.", is_final=True)


async def _take(response: httpx.Response, target: Path, max_bytes: int) -> Body:
    unpacker = Unpacker(response.headers.get("Content-Encoding", ""))
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)  # the list says MD5
    num_packed, is_complete = 0, True
    with _Collected(target) as collected:
        try:
            async for packed in response.aiter_raw():
                piece = unpacker.unpack(packed, max_bytes + 1 - collected.num_bytes)
                num_packed += len(packed)
                collected.add(piece)
                if max(num_packed, collected.num_bytes) > max_bytes:
                    raise _TooLarge
                sha256.update(piece)
                md5.update(piece)
        except (httpcore.RemoteProtocolError, httpcore.ReadError):
            is_complete = False  # it broke off; what came may be judged
    first_bytes = bytes(collected.first_bytes)
    return Body(collected.content, collected.num_bytes, sha256.hexdigest(), md5.hexdigest(), first_bytes, is_complete)


class _Collected:
    """Pieces in memory, and in a file once they are many: 64 photos at once must not fill the memory."""

    def __init__(self, target: Path) -> None:
        self.num_bytes = 0
        self.first_bytes = bytearray()
        self._memory = bytearray()
        self._target = target
        self._file: BinaryIO | None = None

    @property
    def content(self) -> bytes | Path:
        return bytes(self._memory) if self._file is None else self._target

    def add(self, piece: bytes) -> None:
        self.num_bytes += len(piece)
        if len(self.first_bytes) < NUM_FIRST_BYTES:
            self.first_bytes += piece[: NUM_FIRST_BYTES - len(self.first_bytes)]
        if self._file is None and self.num_bytes <= MEMORY_BYTES:
            self._memory += piece
            return
        if self._file is None:
            self._file = self._target.open("wb")
            self._file.write(self._memory)
        self._file.write(piece)

    def __enter__(self) -> _Collected:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._file is not None:
            self._file.close()
            if kind is not None:
                self._target.unlink(missing_ok=True)


def _too_large(limits: Limits) -> Ending:
    return Ending(Outcome.TOO_LARGE, f"It is larger than {limits.file_bytes / 2**20:.4g} MB, as photos hardly are.")
