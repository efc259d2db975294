"""Keeps what comes through the browser on disk, piece by piece, until an import has taken it over."""

from engine.uploads.receiving import PieceReader, Receipt, arrived_bytes
from engine.uploads.records import (
    KEEP_DAYS,
    RESERVE_BYTES,
    Arrived,
    Upload,
    begin,
    complete,
    count_arrived,
    discard,
    hand_over,
    list_open,
    open_upload,
    read_arrived,
    remove,
    remove_abandoned,
)
from engine.uploads.tokens import page_token

__all__ = [
    "KEEP_DAYS",
    "RESERVE_BYTES",
    "Arrived",
    "PieceReader",
    "Receipt",
    "Upload",
    "arrived_bytes",
    "begin",
    "complete",
    "count_arrived",
    "discard",
    "hand_over",
    "list_open",
    "open_upload",
    "page_token",
    "read_arrived",
    "remove",
    "remove_abandoned",
]
