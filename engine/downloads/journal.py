"""Remembers what became of each address the moment it is known, so that a killed download repeats nothing.

The catalog takes outcomes in batches; what a kill would lose in between stands here, one line each. A line reaches the
system at once and outlives the process; it need not outlive a power cut, after which a file is downloaded again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engine.catalog.urls import Key, ListedUrl, UrlState


class Journal:
    """The open journal of one dataset's downloads; written by one thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("ab", buffering=0)  # a line is with the system once it is written

    def write(self, states: Sequence[UrlState]) -> None:
        """Remember these."""
        self._file.write(b"".join(_line(state) for state in states))

    def close(self) -> None:
        """Close it; what it holds stays."""
        self._file.close()


def read_journal(path: Path, entries: Sequence[ListedUrl]) -> list[UrlState]:
    """What a journal says of ``entries``, the last word on each; a line torn by the kill is passed over."""
    by_key: dict[Key, ListedUrl] = {entry.key: entry for entry in entries}
    last: dict[Key, UrlState] = {}
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return []
    for line in lines:
        try:
            label, number, url, *facts = json.loads(line)
        except ValueError:
            continue
        entry = by_key.get((label, number))
        if entry is not None and entry.url == url:
            outcome, detail, sha256, num_bytes = facts
            last[entry.key] = replace(
                UrlState(entry), outcome=outcome, detail=detail, sha256=sha256, num_bytes=num_bytes
            )
    return list(last.values())


def _line(state: UrlState) -> bytes:
    entry = state.listed
    facts = [entry.label, entry.number, entry.url, state.outcome, state.detail, state.sha256, state.num_bytes]
    return json.dumps(facts, ensure_ascii=False).encode(errors="replace") + b"\n"
