"""Files that are either whole or absent: written beside their place, then moved into it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

NUM_REPLACE_TRIES = 20  # Windows refuses to replace a file for the moment that a reader has it open


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path to write; on success it takes ``path``'s place, on failure it is removed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    try:
        yield temporary
        _replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_bytes(path: Path, data: bytes) -> None:
    """Write ``data`` so that a reader sees the old bytes or the new ones, never half."""
    with replacing(path) as temporary:
        temporary.write_bytes(data)


def write_json(path: Path, document: object) -> None:
    """Write ``document`` as UTF-8 JSON, whole or not at all."""
    write_bytes(path, json.dumps(document, ensure_ascii=False, indent=1).encode())


def read_json(path: Path) -> dict[str, object] | None:
    """The JSON object in ``path``; None when there is no such file."""
    try:
        document: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return document


def _replace(temporary: Path, path: Path) -> None:
    for _ in range(NUM_REPLACE_TRIES):
        try:
            temporary.replace(path)
            return
        except PermissionError:
            time.sleep(0.05)
    temporary.replace(path)
