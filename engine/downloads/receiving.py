"""Takes the body of an answer to disk, hashing as it comes, within the limits."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import httpcore
import httpx

from engine.downloads.limits import Limits
from engine.downloads.outcomes import Ending, Outcome
from engine.downloads.unpacking import UnknownPacking, Unpacker

NUM_FIRST_BYTES = 512  # enough to tell a picture from a web page
BUFFER_BYTES = 1 << 18  # most photos are written at once


@dataclass(frozen=True)
class Body:
    """What a server sent, on disk.

    Attributes:
        first_bytes: at most 512.
        is_complete: the answer was as long as the server said.
    """

    path: Path
    num_bytes: int
    sha256: str
    md5: str
    first_bytes: bytes
    is_complete: bool


class _TooLarge(Exception):
    """More came than may."""


async def receive(response: httpx.Response, target: Path, limits: Limits) -> Body | Ending:
    """Write the body of a response to ``target``; a time-out is the caller's to see.

    Returns:
        Body: also of an answer that broke off, if anything came.
        Ending: it is larger than allowed, or packed in a way that is not understood.
    """
    announced = response.headers.get("Content-Length", "")
    if announced.isdigit() and len(announced) < 20 and int(announced) > limits.file_bytes:
        return _too_large(limits)
    try:
        return await _write(response, target, limits.file_bytes)
    except _TooLarge:
        return _too_large(limits)
    except UnknownPacking as error:
        return Ending(Outcome.BAD_ANSWER, f"The answer cannot be read: {error}.", is_final=True)


async def _write(response: httpx.Response, target: Path, max_bytes: int) -> Body:
    unpacker = Unpacker(response.headers.get("Content-Encoding", ""))
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)  # the list says MD5
    num_packed = num_bytes = 0
    first_bytes, is_complete = b"", True
    with target.open("wb", buffering=BUFFER_BYTES) as file:
        try:
            async for packed in response.aiter_raw():
                piece = unpacker.unpack(packed, max_bytes + 1 - num_bytes)
                num_packed, num_bytes = num_packed + len(packed), num_bytes + len(piece)
                if max(num_packed, num_bytes) > max_bytes:
                    raise _TooLarge
                first_bytes = (
                    (first_bytes + piece)[:NUM_FIRST_BYTES] if len(first_bytes) < NUM_FIRST_BYTES else first_bytes
                )
                sha256.update(piece)
                md5.update(piece)
                file.write(piece)
        except (httpcore.RemoteProtocolError, httpcore.ReadError):
            is_complete = False  # it broke off; what came may be judged
    return Body(target, num_bytes, sha256.hexdigest(), md5.hexdigest(), first_bytes, is_complete)


def _too_large(limits: Limits) -> Ending:
    return Ending(Outcome.TOO_LARGE, f"It is larger than {limits.file_bytes / 2**20:.4g} MB, as photos hardly are.")
