"""Unpacks answers that a server packed although it was asked not to, never further than a limit."""

from __future__ import annotations

import zlib

GZIP_OR_ZLIB = zlib.MAX_WBITS | 32  # tells the two apart by their header
RAW_DEFLATE = -zlib.MAX_WBITS


class UnknownPacking(Exception):
    """A packing that is not understood, or data that is not packed so."""


class Unpacker:
    """Takes packed pieces, gives unpacked ones; a small piece that holds a huge one comes out bit by bit."""

    def __init__(self, encoding: str) -> None:
        """Begin.

        Args:
            encoding: the header ``Content-Encoding``.

        Raises:
            UnknownPacking: it is neither gzip nor deflate.
        """
        names = [name for name in encoding.lower().replace(" ", "").split(",") if name not in ("", "identity")]
        if len(names) > 1 or not set(names) <= {"gzip", "x-gzip", "deflate"}:
            raise UnknownPacking(f"it is packed as '{encoding}', which was not asked for")
        self._stream = zlib.decompressobj(GZIP_OR_ZLIB) if names else None
        self._is_first = True

    def unpack(self, packed: bytes, max_bytes: int) -> bytes:
        """The next piece, at most ``max_bytes`` long: the rest of a larger one is dropped.

        Raises:
            UnknownPacking: the data is damaged.
        """
        if self._stream is None:
            return packed[:max_bytes]
        is_first, self._is_first = self._is_first, False
        try:
            return self._stream.decompress(packed, max_bytes)
        except zlib.error as error:
            if is_first and packed[:1] != b"\x1f":
                self._stream = zlib.decompressobj(RAW_DEFLATE)  # what some servers call deflate
                return self.unpack(packed, max_bytes)
            raise UnknownPacking(f"it cannot be unpacked ({error})") from None
