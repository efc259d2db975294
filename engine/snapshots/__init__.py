"""Frozen versions of a dataset: what is trained on, never edited. ``open_snapshot`` reads one, ``freeze`` makes one."""

from engine.snapshots.reading import Entry, Snapshot, list_snapshots, open_snapshot

__all__ = ["Entry", "Snapshot", "list_snapshots", "open_snapshot"]
