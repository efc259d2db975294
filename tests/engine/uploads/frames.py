"""Frames as the browser makes them."""

from __future__ import annotations

import json

from engine.settings import Settings
from engine.uploads import PieceReader, Receipt, Upload, begin

MODIFIED = 1_700_000_000_123  # milliseconds since 1970


def frame(path: str, content: bytes, *, size: int | None = None, offset: int = 0, length: int | None = None) -> bytes:
    """One piece of a file; by default all of it."""
    facts = {
        "path": path,
        "size": len(content) if size is None else size,
        "modified": MODIFIED,
        "offset": offset,
        "length": len(content) if length is None else length,
    }
    header = json.dumps(facts).encode()
    return len(header).to_bytes(4, "big") + header + content


def begun(settings: Settings, title: str = "photos", *, source: str = "upload", num_files: int = 2) -> Upload:
    """An upload that nothing has arrived of."""
    return begin(settings, title, source=source, num_files=num_files, num_bytes=100, reserve=0)


def send(upload: Upload, body: bytes, *, chunk_bytes: int = 1 << 20) -> Receipt:
    """What a request with that body does."""
    reader = PieceReader(upload, reserve=0)
    try:
        for place in range(0, len(body), chunk_bytes):
            reader.feed(body[place : place + chunk_bytes])
    finally:
        receipt = reader.close()
    return receipt
