"""Every way to measure faces, found by discovery; nothing heavy is imported until one is loaded."""

from __future__ import annotations

from functools import cache

import engine.faces
from engine.discovery import discover
from engine.faces import Analyzer


@cache
def analyzers() -> dict[str, Analyzer]:
    """Every analyzer by name."""
    return discover(engine.faces, "ANALYZER", Analyzer, mixed=True)
